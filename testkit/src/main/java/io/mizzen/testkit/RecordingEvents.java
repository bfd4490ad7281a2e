package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of a codec and keeps them as messages. Fails at once on an order of events that
 * no codec may produce: a body without a head, anything after the end. Heads are kept until {@link
 * #close}; bodies are copied and released.
 *
 * @param <H> the kind of head
 */
public final class RecordingEvents<H extends MessageHead>
    implements StreamEvents<H>, AutoCloseable {
  private final List<Message<H>> messages = new ArrayList<>();
  private final Map<Long, Message<H>> receiving = new LinkedHashMap<>();
  private final List<String> flows = new ArrayList<>();
  private final Map<Long, Why> refused = new LinkedHashMap<>();
  private Reaction<H> reaction = message -> {};
  private int heartbeats;
  private int drains;
  private boolean closed;

  /** Runs within the event that completes a head, as the kernel may encode from there. */
  public void onEveryHead(Reaction<H> newReaction) {
    reaction = newReaction;
  }

  @Override
  public void onHead(long streamId, H head, boolean last) {
    Message<H> message = new Message<>(streamId, head);
    messages.add(message);
    if (isInformational(head)) {
      message.ended = true;
    } else {
      assertNull(
          receiving.put(streamId, message), () -> "a second head for open stream " + streamId);
      if (last && asksForTunnel(head)) {
        // The request ends with its head, and the bytes of the tunnel come on the same stream.
        message.ended = true;
      } else if (last) {
        end(message);
      }
    }
    reaction.afterHead(message);
  }

  @Override
  public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
    try {
      assertTrue(retainedSlice.refCnt() > 0, "body without a reference");
      assertTrue(last || retainedSlice.isReadable(), "empty piece of body that is not the last");
      Message<H> message = receiving(streamId);
      byte[] piece = new byte[retainedSlice.readableBytes()];
      retainedSlice.getBytes(retainedSlice.readerIndex(), piece);
      message.body.writeBytes(piece);
      message.pieces++;
      if (last) {
        end(message);
      }
    } finally {
      retainedSlice.release();
    }
  }

  @Override
  public void onTrailers(long streamId, Fields trailers) {
    Message<H> message = receiving(streamId);
    message.trailers = HeadText.fields(trailers);
    end(message);
  }

  @Override
  public void onReset(long streamId, Why why) {
    Message<H> message = receiving.remove(streamId);
    if (message != null) {
      message.reset = why;
    }
  }

  @Override
  public void onRefused(long streamId, Why why) {
    refused.put(streamId, why);
    onReset(streamId, why);
  }

  @Override
  public void onHeartbeat() {
    heartbeats++;
  }

  @Override
  public void onDrain() {
    drains++;
  }

  @Override
  public void onWritable(long streamId, Flow flow) {
    flows.add(streamId + " " + flow);
  }

  /** All messages, in order of their heads. */
  public List<Message<H>> messages() {
    return messages;
  }

  /** The only message; fails if there are more or none. */
  public Message<H> only() {
    assertEquals(1, messages.size(), "messages");
    return messages.get(0);
  }

  /** Heartbeat answers seen. */
  public int heartbeats() {
    return heartbeats;
  }

  /** Streams for which the peer did nothing, by id, each with its reason. */
  public Map<Long, Why> refused() {
    return refused;
  }

  /** Drain notices seen. */
  public int drains() {
    return drains;
  }

  /** Flow changes seen, as {@code id SHUT} or {@code id OPEN}. */
  public List<String> flows() {
    return flows;
  }

  /** Everything as text, without stream ids; equal for equal input however it was cut. */
  public String transcript() {
    StringBuilder text = new StringBuilder();
    for (Message<H> message : messages) {
      text.append(message.describe()).append('\n');
    }
    return text.append("heartbeats=" + heartbeats + " drains=" + drains).toString();
  }

  /** Releases the heads that were not taken out. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      messages.forEach(Message::releaseHead);
    }
  }

  private Message<H> receiving(long streamId) {
    Message<H> message = receiving.get(streamId);
    assertNotNull(message, () -> "body or trailers for stream " + streamId + ", not open");
    return message;
  }

  private void end(Message<H> message) {
    message.ended = true;
    receiving.remove(message.streamId);
  }

  private static boolean asksForTunnel(MessageHead head) {
    return head instanceof RequestHead request
        && request.exchange() == RequestHead.Exchange.TUNNEL
        && !request.tunnel().isEmpty();
  }

  private static boolean isInformational(MessageHead head) {
    return head instanceof ResponseHead response
        && response.kind() == ResponseHead.Kind.INFORMATIONAL;
  }

  /** Runs after a head. */
  public interface Reaction<H extends MessageHead> {
    void afterHead(Message<H> message);
  }

  /** One message as it came in. */
  public static final class Message<H extends MessageHead> {
    private final long streamId;
    private final H head;
    private final String headText;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private List<String> trailers = List.of();
    private boolean ended;
    private boolean released;
    private int pieces;
    private @Nullable Why reset;

    Message(long streamId, H head) {
      this.streamId = streamId;
      this.head = head;
      this.headText = HeadText.of(head);
    }

    /** The codec's number. */
    public long streamId() {
      return streamId;
    }

    /** The head itself; valid until it is released. */
    public H head() {
      return head;
    }

    /** The head as it was when it came in. */
    public String headText() {
      return headText;
    }

    /** The body so far. */
    public byte[] body() {
      return body.toByteArray();
    }

    /** In how many pieces the body came. */
    public int pieces() {
      return pieces;
    }

    /** Trailers as {@code name: value}. */
    public List<String> trailers() {
      return trailers;
    }

    /** Whether the last part of the message came. */
    public boolean ended() {
      return ended;
    }

    /** Why the peer gave it up, or null. */
    public @Nullable Why reset() {
      return reset;
    }

    /** Releases the head, as the kernel does at the end of a stream. Later calls do nothing. */
    public void releaseHead() {
      if (!released) {
        released = true;
        head.release();
      }
    }

    private String describe() {
      return headText
          + "\nbody="
          + HexFormat.of().formatHex(body.toByteArray())
          + " trailers="
          + trailers
          + (ended ? " ended" : " open")
          + (reset == null ? "" : " reset=" + reset);
    }
  }
}
