package io.mizzen.kernel.fake;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A caller: a plain blocking socket, so that it shares no code with what it tests. */
public final class FakeClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 15_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final char variant;
  private int ids;

  public FakeClient(int port, char variant) {
    this(port, variant, 0);
  }

  /**
   * @param receiveBuffer bytes the system may keep unread for it; 0 for the usual
   */
  public FakeClient(int port, char variant, int receiveBuffer) {
    this.variant = variant;
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request's head; returns its id. */
  public int request(int flags, String service, String operation) {
    send(Frame.request(variant, flags, ++ids, service, operation));
    return ids;
  }

  /** Sends a piece of body. */
  public void body(int id, String text, boolean last) {
    send(Frame.text(variant, Frame.BODY, last ? Frame.LAST : 0, id, text));
  }

  public void send(Frame frame) {
    sendBytes(frame.bytes());
  }

  public void sendBytes(byte... bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame, or null if the connection has ended. */
  public @Nullable Frame next() {
    try {
      return Frame.read(in);
    } catch (SocketException reset) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next frame, which must be there. */
  public Frame receive() {
    Frame frame = next();
    if (frame == null) {
      throw new AssertionError("the connection ended instead of an answer");
    }
    return frame;
  }

  /** A head without body there, its answer's second line back: {@code echo} or a why word. */
  public String ask(String service, String operation) {
    request(Frame.LAST, service, operation);
    return receive().line(1);
  }

  /** All body of one answer, to its last piece. */
  public String bodyText() {
    StringBuilder text = new StringBuilder();
    Frame frame;
    do {
      frame = receive();
      text.append(frame.text());
    } while (!frame.is(Frame.LAST));
    return text.toString();
  }

  public void shutdownOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends with a reset, as a process that is killed. */
  public void abort() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
