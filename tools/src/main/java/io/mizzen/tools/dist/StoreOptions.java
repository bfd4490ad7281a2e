package io.mizzen.tools.dist;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where jars come from. */
final class StoreOptions {
  @Option(names = "--offline", description = "Ask no repository on the network.")
  private boolean offline;

  @Option(
      names = "--local-repository",
      paramLabel = "DIR",
      description =
          "Maven's local repository. Default: that of ~/.m2/settings.xml, ~/.m2/repository.")
  private @Nullable Path local;

  @Option(
      names = "--artifacts",
      paramLabel = "DIR",
      description = "Keeps what was fetched. Default: mizzen/artifacts in the user's cache folder.")
  private @Nullable Path kept;

  ArtifactStore store() throws IOException {
    Path user = Path.of(System.getProperty("user.home"));
    MavenSettings settings = MavenSettings.read(user.resolve(".m2"));
    if (local != null) {
      settings = new MavenSettings(local.toAbsolutePath(), settings.mirrors());
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder = cache == null || cache.isEmpty() ? user.resolve(".cache") : Path.of(cache);
    return new ArtifactStore(
        kept == null ? folder.resolve("mizzen").resolve("artifacts") : kept.toAbsolutePath(),
        settings,
        offline ? ArtifactStore.Reach.OFFLINE : ArtifactStore.Reach.NETWORK);
  }
}
