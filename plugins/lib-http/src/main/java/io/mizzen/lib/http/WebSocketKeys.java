package io.mizzen.lib.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The proof of HTTP/1 that a server has understood a WebSocket handshake (RFC 6455 section 4.2.2).
 * HTTP/2 has none (RFC 8441 section 5.1), so whoever goes between makes and checks it.
 */
public final class WebSocketKeys {
  /** The one protocol whose tunnels mean the same in HTTP/1 and HTTP/2. */
  public static final String PROTOCOL = "websocket";

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private WebSocketKeys() {}

  /** A key of 16 octets. */
  public static String key(long high, long low) {
    byte[] octets = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    return Base64.getEncoder().encodeToString(octets);
  }

  /** What a server answers to a key. */
  public static String accept(CharSequence key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
