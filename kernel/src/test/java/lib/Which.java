package lib;

/** The kernel's version of a library that two test plugins bring in versions of their own. */
public final class Which {
  private Which() {}

  /** The version of this copy. */
  public static String version() {
    return "version_c";
  }
}
