package io.mizzen.tools.dist;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * Writes a folder as a tar archive that depends on names and contents only: entries by name, one
 * time for all, owner root. POSIX ustar; longer names get an extended header (pax).
 *
 * <pre>
 *   0 name 100 | mode 8 | uid 8 | gid 8 | size 12 | mtime 12 | sum 8 | type 1 | link 100
 *   257 "ustar" 0 "00" | user 32 | group 32 | major 8 | minor 8 | prefix 155
 * </pre>
 */
final class TarWriter implements AutoCloseable {
  private static final int BLOCK = 512;

  /** Archives end with two empty blocks, and tar(1) reads twenty at a time. */
  private static final int RECORD = 20 * BLOCK;

  /** 1980-01-01, the first day a zip file knows: tools that unpack the oldest time warn. */
  static final long TIME_SECONDS = 315_532_800;

  private final OutputStream out;
  private long written;

  /**
   * @param out closed with this
   */
  TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Adds files and the folders above them.
   *
   * @param root what the names of files are relative to
   * @param prefix what stands before them, without a slash at its ends; may be empty
   */
  void add(Path root, Iterable<Path> files, String prefix) throws IOException {
    TreeSet<String> folders = new TreeSet<>();
    TreeSet<String> names = new TreeSet<>();
    for (Path file : files) {
      String name = (prefix.isEmpty() ? "" : prefix + "/") + root.relativize(file);
      for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        folders.add(name.substring(0, slash + 1));
      }
      if (Files.isDirectory(file)) {
        folders.add(name + "/");
      } else {
        names.add(name);
      }
    }
    TreeSet<String> all = new TreeSet<>(folders);
    all.addAll(names);
    for (String name : all) {
      if (name.endsWith("/")) {
        header(name, 0755, 0, '5');
      } else {
        Path file = root.resolve(prefix.isEmpty() ? name : name.substring(prefix.length() + 1));
        header(name, Files.isExecutable(file) ? 0755 : 0644, Files.size(file), '0');
        written += Files.copy(file, out);
        pad(BLOCK);
      }
    }
  }

  private void header(String name, int mode, long size, char type) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 100) {
      extended(bytes);
    }
    byte[] block = new byte[BLOCK];
    System.arraycopy(bytes, 0, block, 0, Math.min(100, bytes.length));
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, TIME_SECONDS);
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) type;
    text(block, 257, "ustar");
    text(block, 263, "00");
    text(block, 265, "root");
    text(block, 297, "root");
    int sum = 0;
    for (byte each : block) {
      sum += each & 0xFF;
    }
    octal(block, 148, 7, sum);
    out.write(block);
    written += BLOCK;
  }

  /** POSIX.1-2001: "length path=name\n", where the length counts itself. */
  private void extended(byte[] name) throws IOException {
    int rest = " path=\n".length() + name.length;
    int length = rest + String.valueOf(rest).length();
    length = rest + String.valueOf(length).length();
    byte[] head = (length + " path=").getBytes(StandardCharsets.US_ASCII);
    header("pax", 0644, length, 'x');
    out.write(head);
    out.write(name);
    out.write('\n');
    written += length;
    pad(BLOCK);
  }

  private static void text(byte[] block, int at, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static void octal(byte[] block, int at, int width, long value) {
    String digits = Long.toOctalString(value);
    text(block, at, "0".repeat(width - 1 - digits.length()) + digits);
  }

  private void pad(int unit) throws IOException {
    int over = (int) (written % unit);
    if (over > 0) {
      out.write(new byte[unit - over]);
      written += unit - over;
    }
  }

  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    written += 2 * BLOCK;
    pad(RECORD);
    out.close();
  }
}
