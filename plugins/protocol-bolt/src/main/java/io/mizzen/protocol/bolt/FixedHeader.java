package io.mizzen.protocol.bolt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The fixed part of a frame, big-endian. Version 2 has two bytes more, in parentheses:
 *
 * <pre>
 *   request   proto (ver1) type cmd:2 ver2 id:4 codec (switch) timeout:4 class:2 header:2 content:4
 *   response  proto (ver1) type cmd:2 ver2 id:4 codec (switch) status:2  class:2 header:2 content:4
 * </pre>
 *
 * <p>After it: class name, header map, content, and a CRC-32 of all bytes before it if {@link
 * #hasCrc}. The lengths do not count the CRC. Mutable, because one is read per frame.
 */
final class FixedHeader {
  static final int V1 = 1;
  static final int V2 = 2;

  static final int RESPONSE = 0;
  static final int REQUEST = 1;
  static final int ONE_WAY = 2;

  static final int HEARTBEAT = 0;
  static final int RPC_REQUEST = 1;
  static final int RPC_RESPONSE = 2;

  /** No part of SOFABolt: an extension that meshes use among themselves. */
  static final int GO_AWAY = 100;

  /** The longest fixed part: a version 2 request. */
  static final int MAX_LENGTH = 24;

  /** Bytes of the check sum behind a frame. */
  static final int CRC_LENGTH = 4;

  /** Peers read both short lengths as signed numbers. */
  static final int MAX_SHORT_LENGTH = Short.MAX_VALUE;

  private static final int CRC_BIT = 1;

  int proto;
  int ver1;
  int type;
  int command;
  int ver2;
  int id;
  int codec;
  int switches;

  /** Of a request: milliseconds. Of a response: its status. */
  int timeoutOrStatus;

  int classLength;
  int headerLength;
  int contentLength;

  /** Bytes of the fixed part. */
  int length() {
    return (proto == V1 ? 18 : 20) + (isResponse() ? 2 : 4);
  }

  /** Bytes of the fixed part of such a frame. */
  static int length(int proto, int type) {
    return (proto == V1 ? 18 : 20) + (type == RESPONSE ? 2 : 4);
  }

  boolean isResponse() {
    return type == RESPONSE;
  }

  /** Whether a check sum follows the content. The bit alone does not say so. */
  boolean hasCrc() {
    return hasCrc(proto, ver1, switches);
  }

  static boolean hasCrc(int proto, int ver1, int switches) {
    return proto == V2 && ver1 == 2 && (switches & CRC_BIT) != 0;
  }

  /** Bytes of the whole frame with its check sum; more than an int can hold if a peer says so. */
  long frameLength() {
    return (long) length()
        + classLength
        + headerLength
        + contentLength
        + (hasCrc() ? CRC_LENGTH : 0);
  }

  /** Reads all fields; proto, type and that enough bytes are there has been checked. */
  void read(ByteBuf in, int start) {
    int at = start;
    proto = in.getByte(at++);
    ver1 = proto == V2 ? in.getByte(at++) : 1;
    type = in.getByte(at++);
    command = in.getUnsignedShort(at);
    ver2 = in.getByte(at + 2);
    id = in.getInt(at + 3);
    codec = in.getByte(at + 7);
    at += 8;
    switches = proto == V2 ? in.getByte(at++) : 0;
    if (isResponse()) {
      timeoutOrStatus = in.getUnsignedShort(at);
      at += 2;
    } else {
      timeoutOrStatus = in.getInt(at);
      at += 4;
    }
    classLength = in.getUnsignedShort(at);
    headerLength = in.getUnsignedShort(at + 2);
    contentLength = in.getInt(at + 4);
  }

  /** Reads all fields of a frame made here. */
  void read(byte[] frame) {
    read(Unpooled.wrappedBuffer(frame), 0);
  }

  /**
   * Writes all fields.
   *
   * @return the index behind them
   */
  int write(byte[] to, int start) {
    int at = start;
    to[at++] = (byte) proto;
    if (proto == V2) {
      to[at++] = (byte) ver1;
    }
    to[at++] = (byte) type;
    at = putShort(to, at, command);
    to[at++] = (byte) ver2;
    at = putInt(to, at, id);
    to[at++] = (byte) codec;
    if (proto == V2) {
      to[at++] = (byte) switches;
    }
    at = isResponse() ? putShort(to, at, timeoutOrStatus) : putInt(to, at, timeoutOrStatus);
    at = putShort(to, at, classLength);
    at = putShort(to, at, headerLength);
    return putInt(to, at, contentLength);
  }

  void copyFrom(FixedHeader other) {
    proto = other.proto;
    ver1 = other.ver1;
    type = other.type;
    command = other.command;
    ver2 = other.ver2;
    id = other.id;
    codec = other.codec;
    switches = other.switches;
    timeoutOrStatus = other.timeoutOrStatus;
    classLength = other.classLength;
    headerLength = other.headerLength;
    contentLength = other.contentLength;
  }

  /**
   * Becomes an empty answer to a request in its own dialect: same proto, ver1, id and serializer.
   * The switches are off, as in the answers SOFABolt makes by itself, so there is no check sum.
   */
  void answer(FixedHeader request, int answerCommand, int status) {
    copyFrom(request);
    type = RESPONSE;
    command = answerCommand;
    ver2 = 1;
    switches = 0;
    timeoutOrStatus = status;
    classLength = 0;
    headerLength = 0;
    contentLength = 0;
  }

  /** Becomes a request without class, header and content. */
  void bare(int newProto, int newVer1, int newCommand, int newId, int timeout) {
    proto = newProto;
    ver1 = newVer1;
    type = REQUEST;
    command = newCommand;
    ver2 = 1;
    id = newId;
    codec = 1; // what SOFABolt sends in heartbeats; receivers ignore it
    switches = 0;
    timeoutOrStatus = timeout;
    classLength = 0;
    headerLength = 0;
    contentLength = 0;
  }

  static int putInt(byte[] to, int at, int value) {
    to[at] = (byte) (value >> 24);
    to[at + 1] = (byte) (value >> 16);
    to[at + 2] = (byte) (value >> 8);
    to[at + 3] = (byte) value;
    return at + 4;
  }

  private static int putShort(byte[] to, int at, int value) {
    to[at] = (byte) (value >> 8);
    to[at + 1] = (byte) value;
    return at + 2;
  }
}
