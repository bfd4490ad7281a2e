package io.mizzen.it.tarsthrift;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/** What a generated processor would do for {@code string say(1: string text)} and two more. */
final class EchoService implements TProcessor {
  private final String mark;
  private int notes;
  private int calls;

  EchoService() {
    this("");
  }

  /**
   * @param mark the end of every answer
   */
  EchoService(String mark) {
    this.mark = mark;
  }

  @Override
  public void process(TProtocol in, TProtocol out) throws TException {
    TMessage message = in.readMessageBegin();
    String text = argument(in);
    in.readMessageEnd();
    if (message.type == TMessageType.ONEWAY) {
      count(1, 0);
      return;
    }
    count(0, 1);
    if (message.name.equals("boom")) {
      out.writeMessageBegin(new TMessage(message.name, TMessageType.EXCEPTION, message.seqid));
      new TApplicationException(TApplicationException.INTERNAL_ERROR, "boom " + text).write(out);
    } else {
      out.writeMessageBegin(new TMessage(message.name, TMessageType.REPLY, message.seqid));
      write(out, (short) 0, "hi " + text + mark);
    }
    out.writeMessageEnd();
    out.getTransport().flush();
  }

  private synchronized void count(int moreNotes, int moreCalls) {
    notes += moreNotes;
    calls += moreCalls;
    notifyAll();
  }

  void awaitNotes(int expected) throws InterruptedException, TimeoutException {
    await(expected, 0);
  }

  void awaitCalls(int expected) throws InterruptedException, TimeoutException {
    await(0, expected);
  }

  private synchronized void await(int someNotes, int someCalls)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (notes < someNotes || calls < someCalls) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException("notes: " + notes + ", calls: " + calls);
      }
      wait(left);
    }
  }

  static String argument(TProtocol in) throws TException {
    String text = "";
    in.readStructBegin();
    for (TField field = in.readFieldBegin();
        field.type != TType.STOP;
        field = in.readFieldBegin()) {
      if (field.type == TType.STRING) {
        text = in.readString();
      } else {
        TProtocolUtil.skip(in, field.type);
      }
      in.readFieldEnd();
    }
    in.readStructEnd();
    return text;
  }

  static void write(TProtocol out, short number, String text) throws TException {
    out.writeStructBegin(new TStruct("s"));
    out.writeFieldBegin(new TField("text", TType.STRING, number));
    out.writeString(text);
    out.writeFieldEnd();
    out.writeFieldStop();
    out.writeStructEnd();
  }
}
