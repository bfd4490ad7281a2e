package io.mizzen.inspector.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself before anything is encrypted (RFC 8446 section 4.1.2; TLCP has the
 * same layout, older TLCP clients without extensions).
 *
 * <pre>
 *   version u16 | random 32 | session u8+.. | suites u16+.. | compression u8+.. | extensions u16+..
 *                                                         each: type u16 | length u16 | data
 * </pre>
 *
 * @param serverName in lower case; null if there is none that can be used
 * @param applicationProtocols in the client's order
 */
record ClientHello(@Nullable String serverName, List<String> applicationProtocols) {
  private static final int SERVER_NAME = 0;
  private static final int APPLICATION_PROTOCOLS = 16;
  private static final int MAX_SESSION_ID = 32;

  /** RFC 1035 section 2.3.4. */
  private static final int MAX_NAME = 255;

  /**
   * Reads the body of the message.
   *
   * @return null if it breaks a rule
   */
  static @Nullable ClientHello read(ByteBuf body) {
    Reader reader = new Reader(body);
    reader.skip(2 + 32);
    int session = reader.u8();
    reader.skip(session);
    int suites = reader.u16();
    reader.skip(suites);
    int compressions = reader.u8();
    reader.skip(compressions);
    if (reader.broken()
        || session > MAX_SESSION_ID
        || suites < 2
        || suites % 2 != 0
        || compressions < 1) {
      return null;
    }
    if (reader.left() == 0) {
      return new ClientHello(null, List.of());
    }
    Reader extensions = reader.sub(reader.u16());
    return reader.broken() || reader.left() != 0 ? null : readExtensions(extensions);
  }

  private static @Nullable ClientHello readExtensions(Reader extensions) {
    Set<Integer> seen = new HashSet<>();
    String serverName = null;
    List<String> protocols = List.of();
    while (extensions.left() > 0) {
      int type = extensions.u16();
      Reader data = extensions.sub(extensions.u16());
      if (extensions.broken() || !seen.add(type)) {
        return null;
      }
      if (type == SERVER_NAME) {
        byte[] name = readServerName(data);
        if (name == null) {
          return null;
        }
        serverName = usable(name);
        if (serverName == null && !isAddress(name)) {
          return null;
        }
      } else if (type == APPLICATION_PROTOCOLS) {
        protocols = readProtocols(data);
        if (protocols == null) {
          return null;
        }
      }
    }
    return new ClientHello(serverName, protocols);
  }

  /** RFC 6066 section 3: a list, of which one entry may be a host name. */
  private static byte @Nullable [] readServerName(Reader data) {
    Reader list = data.sub(data.u16());
    if (data.broken() || data.left() != 0) {
      return null;
    }
    byte[] name = null;
    while (list.left() > 0) {
      int kind = list.u8();
      byte[] entry = list.bytes(list.u16());
      if (list.broken() || entry.length == 0) {
        return null;
      }
      if (kind == 0) {
        if (name != null) {
          return null;
        }
        name = entry;
      }
    }
    return name;
  }

  /** A name of letters, digits, '-', '_' and '.', in lower case; null if it is none. */
  private static @Nullable String usable(byte[] name) {
    if (name.length > MAX_NAME || isAddress(name) || name[name.length - 1] == '.') {
      return null;
    }
    for (byte b : name) {
      boolean letter =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '-'
              || b == '_'
              || b == '.';
      if (!letter) {
        return null;
      }
    }
    return new String(name, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
  }

  /**
   * An IP address is no server name (RFC 6066), but some clients send it: as good as none. An
   * address has a colon, or no letter in its last label.
   */
  private static boolean isAddress(byte[] name) {
    boolean digits = false;
    for (int i = name.length - 1; i >= 0 && name[i] != '.'; i--) {
      if (name[i] == ':') {
        return onlyIn(name, "0123456789abcdefABCDEF:.");
      }
      if (name[i] < '0' || name[i] > '9') {
        return false;
      }
      digits = true;
    }
    return digits && onlyIn(name, "0123456789.:abcdefABCDEF");
  }

  private static boolean onlyIn(byte[] name, String letters) {
    for (byte b : name) {
      if (letters.indexOf(b) < 0) {
        return false;
      }
    }
    return true;
  }

  /** RFC 7301 section 3.1: at least one, none of them empty. */
  private static @Nullable List<String> readProtocols(Reader data) {
    Reader list = data.sub(data.u16());
    if (data.broken() || data.left() != 0 || list.left() == 0) {
      return null;
    }
    List<String> protocols = new ArrayList<>(4);
    while (list.left() > 0) {
      byte[] name = list.bytes(list.u8());
      if (list.broken() || name.length == 0) {
        return null;
      }
      if (!isGrease(name)) {
        protocols.add(new String(name, StandardCharsets.ISO_8859_1));
      }
    }
    return List.copyOf(protocols);
  }

  /** RFC 8701: values that clients send so that nobody learns to refuse what he does not know. */
  private static boolean isGrease(byte[] name) {
    return name.length == 2 && name[0] == name[1] && (name[0] & 0x0f) == 0x0a;
  }
}
