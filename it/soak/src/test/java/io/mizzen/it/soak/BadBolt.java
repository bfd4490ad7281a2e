package io.mizzen.it.soak;

import io.mizzen.testkit.HexFrames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bolt that breaks rules, from callers and from upstreams. */
final class BadBolt {
  private static final int ID = 7;
  private static final byte[] CONTENT = Http.ascii("content");
  private static final int CODEC_EXCEPTION = 9;
  private static final int CONNECTION_CLOSED = 0x10;

  /** What has to become of a frame. */
  private enum Outcome {
    CLOSED,
    REFUSED_AND_CLOSED,
    REFUSED,
    IGNORED
  }

  private static final List<String> BROKEN_MAPS =
      List.of(
          "00 00 00",
          "00 00 00 01 61",
          "00 00 00 01 61 00 00 00 02 62",
          "ff ff ff fe",
          "7f ff ff ff 61",
          "ff ff ff ff 80 00 00 00");

  private BadBolt() {}

  private static byte[] good(Bolt.Version version, int id) {
    return Bolt.request(version, id, "soak", 0, CONTENT);
  }

  private static byte[] with(byte[] frame, int at, int... bytes) {
    byte[] changed = frame.clone();
    for (int i = 0; i < bytes.length; i++) {
      changed[at + i] = (byte) bytes[i];
    }
    return changed;
  }

  /** A frame of version 1 with this header map, its lengths right. */
  private static byte[] withMap(byte[] fixed, int lengthAt, byte[] map) {
    byte[] head = with(fixed, lengthAt - 2, 0, 0, map.length >> 8, map.length, 0, 0, 0, 0);
    return Http.join(Arrays.copyOf(head, lengthAt + 6), map);
  }

  // ---- requests -----------------------------------------------------------------------------

  /** What callers may get wrong, to be sent to {@code port}. */
  static List<BadCase> requests(int port) {
    byte[] one = good(Bolt.Version.V1, ID);
    byte[] two = good(Bolt.Version.V2_SUMMED, ID);
    List<BadCase> cases = new ArrayList<>();
    add(cases, port, "first byte", with(one, 0, 3), Outcome.CLOSED);
    add(cases, port, "the older TR protocol", with(one, 0, 13), Outcome.CLOSED);
    add(cases, port, "type", with(one, 1, 3), Outcome.CLOSED);
    add(cases, port, "type, version 2", with(two, 2, 9), Outcome.CLOSED);
    add(cases, port, "command", with(one, 2, 0, 50), Outcome.CLOSED);
    add(cases, port, "command, version 2", with(two, 3, 1, 0), Outcome.CLOSED);
    add(cases, port, "ver1", with(two, 1, 3), Outcome.CLOSED);
    add(cases, port, "switch bit 7", with(two, 11, 0x81), Outcome.CLOSED);
    add(cases, port, "check sum", with(two, two.length - 1, ~two[two.length - 1]), Outcome.CLOSED);
    add(
        cases,
        port,
        "content that is not what was summed",
        with(two, two.length - 6, 0),
        Outcome.CLOSED);
    add(cases, port, "class too long", with(one, 14, 0x80, 0), Outcome.CLOSED);
    add(cases, port, "map too long", with(one, 16, 0xff, 0xff), Outcome.CLOSED);
    add(cases, port, "negative content", with(one, 18, 0xff, 0xff, 0xff, 0xff), Outcome.CLOSED);
    add(cases, port, "frame too large", with(one, 18, 1, 0, 0, 0), Outcome.REFUSED_AND_CLOSED);
    add(cases, port, "one-way too large", with(with(one, 18, 1, 0, 0, 0), 1, 2), Outcome.CLOSED);
    for (String map : BROKEN_MAPS) {
      byte[] broken = withMap(one, 16, HexFrames.bytes(map));
      add(cases, port, "map " + map, broken, Outcome.REFUSED);
      add(cases, port, "one-way with map " + map, with(broken, 1, 2), Outcome.IGNORED);
    }
    add(cases, port, "an answer", Bolt.answer(Bolt.Version.V1, ID, "x", CONTENT), Outcome.IGNORED);
    add(cases, port, "an answer's command", with(one, 2, 0, 2), Outcome.IGNORED);
    add(cases, port, "a heartbeat's answer", Bolt.status(Bolt.Version.V1, ID, 0), Outcome.IGNORED);
    for (int length : new int[] {1, 10, 25, one.length - 1}) {
      cases.add(
          new BadCase(
              "bolt request that ends after " + length,
              () -> cutOff(port, Arrays.copyOf(one, length))));
    }
    return cases;
  }

  private static void add(
      List<BadCase> cases, int port, String name, byte[] frame, Outcome outcome) {
    cases.add(new BadCase("bolt request: " + name, () -> send(port, frame, outcome)));
  }

  private static void send(int port, byte[] frame, Outcome outcome) throws IOException {
    try (Wire wire = Wire.connect(port)) {
      wire.send(frame);
      byte[] refusal = Bolt.status(Bolt.Version.V1, ID, CODEC_EXCEPTION);
      switch (outcome) {
        case CLOSED -> expect(new byte[0], wire.readToEnd());
        case REFUSED_AND_CLOSED -> expect(refusal, wire.readToEnd());
        case REFUSED -> {
          expect(refusal, Bolt.read(wire).whole());
          isFine(wire);
        }
        case IGNORED -> isFine(wire);
      }
    }
  }

  private static void cutOff(int port, byte[] part) throws IOException {
    try (Wire wire = Wire.connect(port)) {
      wire.send(part);
      wire.socket().shutdownOutput();
      expect(new byte[0], wire.readToEnd());
    }
  }

  /** The connection serves the next request as if nothing had been. */
  private static void isFine(Wire wire) throws IOException {
    wire.send(good(Bolt.Version.V2_SUMMED, ID + 1));
    expect(Bolt.answer(Bolt.Version.V2_SUMMED, ID + 1, "A", CONTENT), Bolt.read(wire).whole());
  }

  private static void expect(byte[] expected, byte[] got) throws IOException {
    if (!Arrays.equals(expected, got)) {
      java.util.HexFormat hex = java.util.HexFormat.of();
      throw new IOException("expected " + hex.formatHex(expected) + ", got " + hex.formatHex(got));
    }
  }

  // ---- answers ------------------------------------------------------------------------------

  /** Makes the bytes of an upstream from the request it got. */
  private interface Wrong {
    byte[] to(Bolt.Frame request);
  }

  /** What becomes of the call. */
  private enum Call {
    FAILS,
    FAILS_WITH_9,
    SUCCEEDS
  }

  private record Answer(Wrong wrong, Call call) {}

  private static byte[] fine(Bolt.Frame request) {
    return Bolt.answer(request.version(), request.id(), "A", request.content());
  }

  private static byte[] plain(Bolt.Frame request) {
    return Bolt.answer(Bolt.Version.V1, request.id(), "A", request.content());
  }

  private static byte[] summed(Bolt.Frame request) {
    return Bolt.answer(Bolt.Version.V2_SUMMED, request.id(), "A", request.content());
  }

  private static final Map<String, Answer> ANSWERS = answers();

  private static Map<String, Answer> answers() {
    Map<String, Answer> all = new LinkedHashMap<>();
    all.put("first byte", new Answer(r -> with(plain(r), 0, 0), Call.FAILS));
    all.put("type", new Answer(r -> with(plain(r), 1, 3), Call.FAILS));
    all.put("command", new Answer(r -> with(plain(r), 2, 0, 50), Call.FAILS));
    all.put("ver1", new Answer(r -> with(summed(r), 1, 9), Call.FAILS));
    all.put("switch bit 7", new Answer(r -> with(summed(r), 11, 0x81), Call.FAILS));
    all.put("check sum", new Answer(r -> with(summed(r), summed(r).length - 5, 0), Call.FAILS));
    all.put("class too long", new Answer(r -> with(plain(r), 12, 0x80, 0), Call.FAILS));
    all.put("map too long", new Answer(r -> with(plain(r), 14, 0x80, 0), Call.FAILS));
    all.put("negative content", new Answer(r -> with(plain(r), 16, 0x80), Call.FAILS));
    all.put("too large", new Answer(r -> with(plain(r), 16, 1), Call.FAILS));
    all.put("end within the answer", new Answer(r -> Arrays.copyOf(plain(r), 30), Call.FAILS));
    all.put("unknown status", new Answer(r -> with(plain(r), 10, 0, 10), Call.FAILS_WITH_9));
    for (String map : BROKEN_MAPS) {
      all.put(
          "map " + map,
          new Answer(r -> withMap(plain(r), 14, HexFrames.bytes(map)), Call.FAILS_WITH_9));
    }
    all.put(
        "unknown id", new Answer(r -> Http.join(with(plain(r), 5, 0x7f), fine(r)), Call.SUCCEEDS));
    all.put("twice", new Answer(r -> Http.join(fine(r), fine(r)), Call.SUCCEEDS));
    all.put(
        "a call", new Answer(r -> Http.join(good(Bolt.Version.V1, 99), fine(r)), Call.SUCCEEDS));
    return all;
  }

  /** What upstreams may get wrong, asked for through {@code port}; one at a time. */
  static List<BadCase> answers(int port) {
    List<BadCase> cases = new ArrayList<>();
    ANSWERS.forEach(
        (name, answer) ->
            cases.add(new BadCase("bolt answer: " + name, () -> ask(port, name, answer.call()))));
    return cases;
  }

  private static void ask(int port, String name, Call call) throws IOException {
    try (Wire wire = Wire.connect(port)) {
      wire.send(Bolt.request(Bolt.Version.V1, ID, "soak", 0, Http.ascii(name)));
      byte[] answer = Bolt.read(wire).whole();
      byte[] codec = Bolt.status(Bolt.Version.V1, ID, CODEC_EXCEPTION);
      switch (call) {
        case FAILS -> {
          if (!Arrays.equals(answer, codec)) {
            expect(Bolt.status(Bolt.Version.V1, ID, CONNECTION_CLOSED), answer);
          }
        }
        case FAILS_WITH_9 -> expect(codec, answer);
        case SUCCEEDS -> expect(Bolt.answer(Bolt.Version.V1, ID, "A", Http.ascii(name)), answer);
      }
      wire.send(Bolt.request(Bolt.Version.V1, ID + 1, "soak", 0, CONTENT));
      expect(Bolt.answer(Bolt.Version.V1, ID + 1, "A", CONTENT), Bolt.read(wire).whole());
    }
  }

  /** Says what the content of a call asks for. */
  static Upstream.Conversation hostile() {
    return (wire, answered) -> {
      while (!wire.isAtEnd()) {
        Bolt.Frame frame = Bolt.read(wire);
        if (!frame.isRequest() || frame.command() == Bolt.HEARTBEAT) {
          continue;
        }
        String name = new String(frame.content(), java.nio.charset.StandardCharsets.US_ASCII);
        Answer answer = ANSWERS.get(name);
        answered.incrementAndGet();
        wire.send(answer == null ? fine(frame) : answer.wrong().to(frame));
        if (name.startsWith("end ")) {
          return;
        }
      }
    };
  }
}
