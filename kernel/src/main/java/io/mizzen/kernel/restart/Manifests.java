package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.network.Manifest;
import io.mizzen.kernel.restart.Message.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A manifest as a message: names and numbers are fields, bytes are the payload, in the order state,
 * then unread and unsent of each socket.
 */
final class Manifests {
  private static final String FACT = "fact.";

  /** A peer and at most one upstream. */
  private static final int MOST_SOCKETS = 2;

  private Manifests() {}

  static Message toMessage(Manifest manifest) {
    Map<String, String> fields = new HashMap<>();
    fields.put("id", String.valueOf(manifest.id()));
    fields.put("listener", manifest.listener());
    fields.put("chain", manifest.chain());
    fields.put("protocol", manifest.protocol());
    fields.put("opened", String.valueOf(manifest.openedAtMillis()));
    fields.put("awaited", String.valueOf(manifest.awaited()));
    fields.put("state", String.valueOf(manifest.state().length()));
    fields.put("sockets", String.valueOf(manifest.sockets().size()));
    manifest.facts().forEach((name, text) -> fields.put(FACT + name, text));
    List<Bytes> parts = new ArrayList<>();
    parts.add(manifest.state());
    for (int i = 0; i < manifest.sockets().size(); i++) {
      Manifest.Socket socket = manifest.sockets().get(i);
      fields.put("cookie" + i, String.valueOf(socket.cookie()));
      fields.put("family" + i, socket.family().name());
      fields.put("unread" + i, String.valueOf(socket.unread().length()));
      fields.put("unsent" + i, String.valueOf(socket.unsent().length()));
      parts.add(socket.unread());
      parts.add(socket.unsent());
    }
    return new Message(Kind.CONNECTION, fields, Bytes.join(parts));
  }

  /**
   * Reads it back.
   *
   * @throws IOException if it contradicts itself
   */
  static Manifest of(Message message) throws IOException {
    Cutter cutter = new Cutter(message.payload());
    Bytes state = cutter.next(message.number("state"));
    List<Manifest.Socket> sockets = new ArrayList<>();
    long count = message.number("sockets");
    if (count < 1 || count > MOST_SOCKETS) {
      throw new IOException("a connection of " + count + " sockets");
    }
    for (int i = 0; i < count; i++) {
      sockets.add(
          new Manifest.Socket(
              message.number("cookie" + i),
              family(message.get("family" + i)),
              cutter.next(message.number("unread" + i)),
              cutter.next(message.number("unsent" + i))));
    }
    Map<String, String> facts = new HashMap<>();
    message
        .fields()
        .forEach(
            (name, text) -> {
              if (name.startsWith(FACT)) {
                facts.put(name.substring(FACT.length()), text);
              }
            });
    return new Manifest(
        message.number("id"),
        message.get("listener"),
        message.get("chain"),
        message.get("protocol"),
        facts,
        message.number("opened"),
        (int) message.number("awaited"),
        state,
        sockets);
  }

  private static Manifest.Family family(String word) throws IOException {
    try {
      return Manifest.Family.valueOf(word);
    } catch (IllegalArgumentException e) {
      throw new IOException("a socket of the family " + word, e);
    }
  }

  private static final class Cutter {
    private final Bytes all;
    private int at;

    Cutter(Bytes all) {
      this.all = all;
    }

    Bytes next(long length) throws IOException {
      if (length < 0 || length > all.length() - at) {
        throw new IOException(
            "a part of " + length + " bytes where " + (all.length() - at) + " are");
      }
      Bytes part = all.part(at, (int) length);
      at += (int) length;
      return part;
    }
  }
}
