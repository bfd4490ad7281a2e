package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The field names that an intermediary acts on, and how. All others pass as they are. */
enum FieldName {
  /** Any name that is not one of the others. */
  OTHER("", Trait.NONE),
  HOST("host", Trait.GUARDED, Trait.NO_TRAILER),
  CONNECTION("connection", Trait.HOP, Trait.NO_TRAILER),
  CONTENT_LENGTH("content-length", Trait.FRAMING, Trait.GUARDED, Trait.NO_TRAILER),
  TRANSFER_ENCODING("transfer-encoding", Trait.HOP, Trait.NO_TRAILER),
  TE("te", Trait.HOP, Trait.NO_TRAILER),
  TRAILER("trailer", Trait.FRAMING, Trait.NO_TRAILER),
  UPGRADE("upgrade", Trait.HOP, Trait.NO_TRAILER),
  KEEP_ALIVE("keep-alive", Trait.HOP, Trait.NO_TRAILER),
  PROXY_CONNECTION("proxy-connection", Trait.HOP, Trait.NO_TRAILER),
  HTTP2_SETTINGS("http2-settings", Trait.HOP, Trait.NO_TRAILER),
  EXPECT("expect", Trait.GUARDED, Trait.NO_TRAILER),
  MAX_FORWARDS("max-forwards", Trait.GUARDED, Trait.NO_TRAILER),
  VIA("via", Trait.GUARDED, Trait.NO_TRAILER),
  DATE("date", Trait.GUARDED, Trait.NO_TRAILER),
  X_FORWARDED_FOR("x-forwarded-for", Trait.GUARDED, Trait.NO_TRAILER),
  X_FORWARDED_PROTO("x-forwarded-proto", Trait.GUARDED, Trait.NO_TRAILER),
  X_FORWARDED_HOST("x-forwarded-host", Trait.GUARDED, Trait.NO_TRAILER),
  X_FORWARDED_PORT("x-forwarded-port", Trait.GUARDED, Trait.NO_TRAILER),
  FORWARDED("forwarded", Trait.GUARDED, Trait.NO_TRAILER),
  X_REQUEST_ID("x-request-id", Trait.NONE),
  AUTHORIZATION("authorization", Trait.GUARDED, Trait.NO_TRAILER),
  PROXY_AUTHORIZATION("proxy-authorization", Trait.NO_TRAILER),
  WWW_AUTHENTICATE("www-authenticate", Trait.GUARDED, Trait.NO_TRAILER),
  PROXY_AUTHENTICATE("proxy-authenticate", Trait.NO_TRAILER),
  COOKIE("cookie", Trait.GUARDED, Trait.NO_TRAILER),
  SET_COOKIE("set-cookie", Trait.GUARDED, Trait.NO_TRAILER),
  CACHE_CONTROL("cache-control", Trait.GUARDED, Trait.NO_TRAILER),
  CONTENT_TYPE("content-type", Trait.NO_TRAILER),
  CONTENT_ENCODING("content-encoding", Trait.NO_TRAILER),
  CONTENT_RANGE("content-range", Trait.NO_TRAILER);

  /** What is special about a name. */
  enum Trait {
    NONE,
    /** Means this connection only and is never forwarded (RFC 9110 section 7.6.1). */
    HOP,
    /** Belongs to the framing: filters may read it and never change it. */
    FRAMING,
    /** A Connection option of that name is an attack, not a wish. */
    GUARDED,
    /** Never accepted from a trailer section (RFC 9110 section 6.5.1). */
    NO_TRAILER
  }

  private static final FieldName[] ALL = values();
  private static final FieldName[][] BY_LENGTH = new FieldName[20][0];

  static {
    for (FieldName name : ALL) {
      FieldName[] old = BY_LENGTH[name.lower.length];
      FieldName[] grown = Arrays.copyOf(old, old.length + 1);
      grown[old.length] = name;
      BY_LENGTH[name.lower.length] = grown;
    }
  }

  /** One bit of a set of names. */
  final int bit;

  private final byte[] lower;
  private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

  FieldName(String lower, Trait... traits) {
    this.bit = 1 << ordinal();
    this.lower = lower.getBytes(StandardCharsets.US_ASCII);
    this.traits.addAll(List.of(traits));
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** The name that a text spells, case ignored. */
  static FieldName of(CharSequence text) {
    int length = text.length();
    if (length == 0 || length >= BY_LENGTH.length) {
      return OTHER;
    }
    for (FieldName name : BY_LENGTH[length]) {
      int i = 0;
      while (i < length && lower(text.charAt(i)) == name.lower[i]) {
        i++;
      }
      if (i == length) {
        return name;
      }
    }
    return OTHER;
  }

  /** Octets of the name. */
  int length() {
    return lower.length;
  }

  private static int lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
  }

  /** The name that octets spell, case ignored. */
  static FieldName of(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length <= 0 || length >= BY_LENGTH.length) {
      return OTHER;
    }
    for (FieldName name : BY_LENGTH[length]) {
      if ((bytes[from] | 0x20) == name.lower[0]
          && Octets.equalsIgnoreCase(bytes, from, to, name.lower)) {
        return name;
      }
    }
    return OTHER;
  }
}
