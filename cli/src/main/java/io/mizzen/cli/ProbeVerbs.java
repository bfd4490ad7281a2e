package io.mizzen.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Probes for images without a shell or curl. */
final class ProbeVerbs {
  /** Below the time-outs that orchestrators have by default would be too short on a busy node. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private ProbeVerbs() {}

  private static int probe(Verb verb, InstanceOption instance, String path) throws Failure {
    AdminClient.Reply reply = instance.client(LIMIT).get(path);
    (reply.isFine() ? verb.out() : verb.err()).print(reply.body());
    return reply.isFine() ? Exit.FINE : Exit.WRONG;
  }

  /** {@code mizzen live}. */
  @Command(name = "live", description = "Probe: does the instance answer?")
  static final class Live extends Verb {
    @Mixin private InstanceOption instance = new InstanceOption();

    @Override
    public Integer call() throws Failure {
      return probe(this, instance, "/live");
    }
  }

  /** {@code mizzen ready}. */
  @Command(
      name = "ready",
      description = "Probe: does the instance take traffic? Says what it waits for.")
  static final class Ready extends Verb {
    @Mixin private InstanceOption instance = new InstanceOption();

    @Override
    public Integer call() throws Failure {
      return probe(this, instance, "/ready");
    }
  }
}
