package io.mizzen.inspector.tls;

import io.mizzen.inspector.tls.TlsInspectorConfig.WhenSilent;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.network.Inspector;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the first record header, then waits for the whole greeting to read the server name and
 * the application protocols. Nothing is consumed: the TLS engine reads the same bytes again.
 *
 * <pre>
 *   16 03 vv ll ll 01    TLS record with a ClientHello      vv is not a version to trust
 *   16 01 01 ll ll 01    TLCP (GB/T 38636)
 *   14, 15, 17 with 03   a TLS record that opens no connection: refused
 *   anything else        plain text, often at the first byte
 * </pre>
 *
 * <p>What begins as TLS and is none is refused and never taken as plain text: no protocol begins
 * like that, and a damaged greeting must not lead into a chain without TLS. One instance for each
 * connection.
 */
final class TlsInspector implements Inspector {
  static final String TLS = "tls";
  static final String TLCP = "tlcp";
  static final String PLAINTEXT = "plaintext";

  private static final int HANDSHAKE = 0x16;
  private static final int TLS_MAJOR = 3;
  private static final int TLCP_MAJOR = 1;

  private final WhenSilent whenSilent;
  private final Records records = new Records();
  private boolean sawByte;

  TlsInspector(WhenSilent whenSilent) {
    this.whenSilent = whenSilent;
  }

  @Override
  public Verdict inspect(ByteBuf first, ConnectionInfo facts) {
    sawByte |= first.isReadable();
    Lead lead = lead(first);
    if (lead == Lead.PLAINTEXT) {
      facts.put(Fact.TRANSPORT, PLAINTEXT);
      return Verdict.DONE;
    }
    if (lead == Lead.OPEN) {
      return Verdict.NEED_MORE;
    }
    if (lead == Lead.REFUSED) {
      return Verdict.REJECT;
    }
    return switch (records.read(first)) {
      case PARTIAL -> Verdict.NEED_MORE;
      case BROKEN -> Verdict.REJECT;
      case COMPLETE -> take(records.message(first), lead == Lead.TLS ? TLS : TLCP, facts);
    };
  }

  private static Verdict take(ByteBuf message, String transport, ConnectionInfo facts) {
    ClientHello hello = ClientHello.read(message);
    if (hello == null) {
      return Verdict.REJECT;
    }
    facts.put(Fact.TRANSPORT, transport);
    @Nullable String serverName = hello.serverName();
    if (serverName != null) {
      facts.put(Fact.SERVER_NAME, serverName);
    }
    if (!hello.applicationProtocols().isEmpty()) {
      facts.put(Fact.APPLICATION_PROTOCOLS, hello.applicationProtocols());
    }
    return Verdict.DONE;
  }

  @Override
  public Verdict onSilence(ConnectionInfo facts) {
    if (sawByte || whenSilent != WhenSilent.PLAINTEXT) {
      return Verdict.REJECT;
    }
    facts.put(Fact.TRANSPORT, PLAINTEXT);
    return Verdict.DONE;
  }

  /** What the first three bytes say. */
  private enum Lead {
    OPEN,
    PLAINTEXT,
    TLS,
    TLCP,
    REFUSED
  }

  private static Lead lead(ByteBuf first) {
    int begin = first.readerIndex();
    int length = first.readableBytes();
    if (length == 0) {
      return Lead.OPEN;
    }
    int type = first.getUnsignedByte(begin);
    if (type < 0x14 || type > 0x17) {
      return Lead.PLAINTEXT;
    }
    if (length == 1) {
      return Lead.OPEN;
    }
    int major = first.getUnsignedByte(begin + 1);
    if (major != TLS_MAJOR && (major != TLCP_MAJOR || type != HANDSHAKE)) {
      return Lead.PLAINTEXT;
    }
    if (length == 2) {
      return Lead.OPEN;
    }
    int minor = first.getUnsignedByte(begin + 2);
    boolean known = major == TLS_MAJOR ? minor <= 4 : minor == 1;
    if (!known) {
      return Lead.PLAINTEXT;
    }
    if (type != HANDSHAKE) {
      return Lead.REFUSED;
    }
    return major == TLS_MAJOR ? Lead.TLS : Lead.TLCP;
  }
}
