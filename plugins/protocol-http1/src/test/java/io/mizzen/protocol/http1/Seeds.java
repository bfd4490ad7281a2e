package io.mizzen.protocol.http1;

import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import java.util.ArrayList;
import java.util.List;

/** What searches begin with: good messages, attacks, and what is known to be read differently. */
final class Seeds {
  private Seeds() {}

  static List<byte[]> requests() {
    List<byte[]> seeds =
        new ArrayList<>(HexFrames.load(Seeds.class, "/frames/requests.hex").values());
    List<byte[]> good = List.copyOf(seeds);
    Corpus.load("/corpus/requests.txt").forEach(sample -> seeds.add(sample.bytes()));
    // Smuggling shows in what follows: every message also with a request behind it.
    for (byte[] first : good) {
      seeds.add(Fragments.glue(first, good.get(0)));
      seeds.add(Fragments.glue(first, good.get(5)));
    }
    Differences.ofRequests().known().forEach(known -> seeds.add(known.example()));
    return seeds;
  }

  static List<byte[]> responses() {
    List<byte[]> seeds = new ArrayList<>();
    HexFrames.load(Seeds.class, "/frames/answers.hex")
        .forEach(
            (name, bytes) -> {
              if (name.endsWith(" in")) {
                seeds.add(bytes);
              }
            });
    Corpus.load("/corpus/responses.txt").forEach(sample -> seeds.add(sample.bytes()));
    Differences.ofResponses().known().forEach(known -> seeds.add(known.example()));
    return seeds;
  }
}
