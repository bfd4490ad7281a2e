package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import java.util.Arrays;

/** The field names that this protocol acts on. All others pass as they are. */
enum FieldName {
  /** Any name that is not one of the others. */
  OTHER(""),
  METHOD(":method"),
  SCHEME(":scheme"),
  AUTHORITY(":authority"),
  PATH(":path"),
  STATUS(":status"),
  PROTOCOL(":protocol"),
  HOST("host"),
  CONNECTION("connection"),
  PROXY_CONNECTION("proxy-connection"),
  KEEP_ALIVE("keep-alive"),
  TRANSFER_ENCODING("transfer-encoding"),
  UPGRADE("upgrade"),
  HTTP2_SETTINGS("http2-settings"),
  TE("te"),
  CONTENT_LENGTH("content-length"),
  CONTENT_TYPE("content-type"),
  COOKIE("cookie"),
  DATE("date"),
  VIA("via"),
  EXPECT("expect"),
  TRAILER("trailer"),
  X_FORWARDED_FOR("x-forwarded-for"),
  X_FORWARDED_PROTO("x-forwarded-proto"),
  X_FORWARDED_HOST("x-forwarded-host"),
  X_FORWARDED_PORT("x-forwarded-port"),
  FORWARDED("forwarded"),
  GRPC_TIMEOUT("grpc-timeout"),
  GRPC_STATUS("grpc-status"),
  GRPC_MESSAGE("grpc-message");

  /** Means one connection and is malformed in HTTP/2 (RFC 9113 section 8.2.2). */
  static final int CONNECTION_SPECIFIC =
      CONNECTION.bit
          | PROXY_CONNECTION.bit
          | KEEP_ALIVE.bit
          | TRANSFER_ENCODING.bit
          | UPGRADE.bit
          | HTTP2_SETTINGS.bit;

  private static final int PSEUDO =
      METHOD.bit | SCHEME.bit | AUTHORITY.bit | PATH.bit | STATUS.bit | PROTOCOL.bit;

  private static final FieldName[] ALL = values();
  private static final FieldName[][] BY_LENGTH = new FieldName[20][0];

  static {
    for (FieldName name : ALL) {
      if (name != OTHER) {
        FieldName[] old = BY_LENGTH[name.text.length];
        FieldName[] grown = Arrays.copyOf(old, old.length + 1);
        grown[old.length] = name;
        BY_LENGTH[name.text.length] = grown;
      }
    }
  }

  /** One bit of a set of names. */
  final int bit;

  /** The octets of the name. */
  final byte[] text;

  FieldName(String text) {
    this.bit = 1 << ordinal();
    this.text = Octets.ascii(text);
  }

  boolean isPseudo() {
    return (bit & PSEUDO) != 0;
  }

  static FieldName at(int ordinal) {
    return ALL[ordinal];
  }

  /** The name that octets spell; with upper case it is none of them. */
  static FieldName of(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length <= 0 || length >= BY_LENGTH.length) {
      return OTHER;
    }
    for (FieldName name : BY_LENGTH[length]) {
      if (bytes[to - 1] == name.text[length - 1] && Octets.equal(bytes, from, to, name.text)) {
        return name;
      }
    }
    return OTHER;
  }

  /** The name that a text spells, case ignored: other protocols keep the case of names. */
  static FieldName of(CharSequence text) {
    int length = text.length();
    if (length == 0 || length >= BY_LENGTH.length) {
      return OTHER;
    }
    for (FieldName name : BY_LENGTH[length]) {
      int i = 0;
      while (i < length && Octets.lower(text.charAt(i)) == name.text[i]) {
        i++;
      }
      if (i == length) {
        return name;
      }
    }
    return OTHER;
  }
}
