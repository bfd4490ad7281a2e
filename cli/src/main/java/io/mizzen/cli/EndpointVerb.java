package io.mizzen.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code mizzen endpoint}: takes an endpoint out of service and puts it back, until the next start.
 */
@Command(
    name = "endpoint",
    description = "Take an endpoint of the running instance out of service, or put it back.")
final class EndpointVerb extends Verb {
  @Mixin private InstanceOption instance = new InstanceOption();

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster's name.")
  private String cluster = "";

  @Parameters(index = "1", paramLabel = "ADDRESS", description = "host:port, as 'get' shows it.")
  private String address = "";

  @Parameters(
      index = "2",
      paramLabel = "STATE",
      description = "drain (no new requests), maintenance (the same, and no checks), or ready.")
  private String state = "";

  @Override
  public Integer call() throws Failure {
    String path =
        "/v1/clusters/" + AdminClient.encode(cluster) + "/endpoints/" + AdminClient.encode(address);
    AdminClient.Reply reply =
        instance.client().ask("PATCH", path, AdminClient.form(Map.of("state", state)));
    if (!reply.isFine()) {
      throw new Failure(Exit.USAGE, "mizzen: " + reply.error());
    }
    out().println(cluster + " " + address + " " + state);
    return Exit.FINE;
  }
}
