package io.mizzen.kernel.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Three numbers of a semantic version. What follows a {@code -} or {@code +} does not count: a
 * snapshot of 1.2.0 is what will be 1.2.0, and a base plugin of the same build must satisfy a range
 * that begins there.
 */
record Version(int major, int minor, int patch) implements Comparable<Version> {

  /** The version, or null if the text is none. */
  static @Nullable Version parse(String text) {
    int end = text.length();
    for (char stop : new char[] {'-', '+'}) {
      int at = text.indexOf(stop);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    String[] parts = text.substring(0, end).split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    int[] numbers = new int[3];
    for (int i = 0; i < 3; i++) {
      String part = parts[i];
      // Nine digits always fit an int.
      if (part.isEmpty() || part.length() > 9 || !isDigits(part)) {
        return null;
      }
      numbers[i] = Integer.parseInt(part);
    }
    return new Version(numbers[0], numbers[1], numbers[2]);
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Version other) {
    if (major != other.major) {
      return Integer.compare(major, other.major);
    }
    return minor != other.minor
        ? Integer.compare(minor, other.minor)
        : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
