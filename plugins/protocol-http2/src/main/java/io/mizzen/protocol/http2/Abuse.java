package io.mizzen.protocol.http2;

/** What a peer can do too often. */
enum Abuse {
  RESETS("resets", "more streams reset than maxResets"),
  PINGS("pings", "more PING than maxPings"),
  SETTINGS("settings", "more SETTINGS than maxSettings"),
  EMPTY_FRAMES("empty_frames", "more frames without content than maxEmptyFrames"),
  IGNORED_FRAMES("ignored_frames", "more frames that change nothing than maxIgnoredFrames"),
  WINDOW_UPDATES("window_updates", "more WINDOW_UPDATE than maxWindowUpdates"),
  CONTINUATIONS("continuations", "more CONTINUATION frames than maxContinuations"),
  FIELD_SECTION("field_section", "an encoded field section larger than maxHeaderBlock");

  /** The label of the counter. */
  final String word;

  final String rule;

  Abuse(String word, String rule) {
    this.word = word;
    this.rule = rule;
  }

  /** How many there may be in a period; those with a limit of their own have none here. */
  int limit(AbuseConfig config) {
    return switch (this) {
      case RESETS -> config.maxResets();
      case PINGS -> config.maxPings();
      case SETTINGS -> config.maxSettings();
      case EMPTY_FRAMES -> config.maxEmptyFrames();
      case IGNORED_FRAMES -> config.maxIgnoredFrames();
      case WINDOW_UPDATES -> config.maxWindowUpdates();
      case CONTINUATIONS, FIELD_SECTION -> 0;
    };
  }
}
