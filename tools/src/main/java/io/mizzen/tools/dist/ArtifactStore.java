package io.mizzen.tools.dist;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds jars by their coordinates: what was fetched before, then Maven's local repository, then the
 * repositories of the manifest in their order. Only the last may use the network, only in the
 * command that builds, and never when told to stay offline.
 */
final class ArtifactStore {
  private static final String CENTRAL = "https://repo.maven.apache.org/maven2";

  /** A repository behind a slow line; an attempt that hangs must end. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Whether repositories on the network are asked. */
  enum Reach {
    NETWORK,
    OFFLINE
  }

  /** That a jar is nowhere. */
  static final class NotFound extends Exception {
    private static final long serialVersionUID = 1;

    NotFound(Coordinates wanted, List<String> tried) {
      super(wanted + " is in none of: " + String.join(", ", tried), null, false, false);
    }
  }

  private final Path kept;
  private final MavenSettings settings;
  private final Reach reach;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(PATIENCE)
          .build();

  /**
   * @param kept the folder for what was fetched, made when needed
   */
  ArtifactStore(Path kept, MavenSettings settings, Reach reach) {
    this.kept = kept;
    this.settings = settings;
    this.reach = reach;
  }

  /**
   * The jar.
   *
   * @param folder what {@code file:} repositories are relative to
   * @throws NotFound if it is nowhere; names where it was looked for
   * @throws IOException if a repository answers something that cannot be right
   */
  Path find(Coordinates wanted, List<String> repositories, Path folder)
      throws NotFound, IOException, InterruptedException {
    List<String> tried = new ArrayList<>();
    Path before = kept.resolve(wanted.path());
    if (!wanted.isSnapshot() && Files.isRegularFile(before)) {
      return before;
    }
    Path local = settings.localRepository().resolve(wanted.path());
    tried.add(settings.localRepository().toString());
    if (Files.isRegularFile(local)) {
      return local;
    }
    for (String repository : repositories) {
      Path found = findIn(repository, wanted, folder, tried);
      if (found != null) {
        return found;
      }
    }
    throw new NotFound(wanted, tried);
  }

  private @Nullable Path findIn(
      String repository, Coordinates wanted, Path folder, List<String> tried)
      throws IOException, InterruptedException {
    if (repository.startsWith("file:")) {
      tried.add(repository);
      Path root = folder.resolve(repository.substring("file:".length()).replaceFirst("^/+", "/"));
      Path file = root.resolve(wanted.path());
      return Files.isRegularFile(file) ? file : null;
    }
    boolean isCentral = repository.equals("central");
    String url = settings.urlFor(isCentral ? "central" : "", isCentral ? CENTRAL : repository);
    if (reach == Reach.OFFLINE) {
      tried.add(repository + " (not asked: --offline)");
      return null;
    }
    tried.add(repository);
    return wanted.isSnapshot() ? null : fetch(url, wanted);
  }

  private @Nullable Path fetch(String repository, Coordinates wanted)
      throws IOException, InterruptedException {
    String url = (repository.endsWith("/") ? repository : repository + "/") + wanted.path();
    Path target = kept.resolve(wanted.path());
    Files.createDirectories(target.getParent());
    Path part = Files.createTempFile(target.getParent(), ".part", ".jar");
    try {
      HttpResponse<InputStream> answer = get(url);
      try (InputStream body = answer.body()) {
        if (answer.statusCode() == 404) {
          return null;
        }
        if (answer.statusCode() != 200) {
          throw new IOException(url + " answers " + answer.statusCode());
        }
        Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
      }
      checkSum(url, part);
      return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Maven repositories have a SHA-1 beside each file: against broken transfers, no more. */
  private void checkSum(String url, Path file) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = get(url + ".sha1");
    try (InputStream body = answer.body()) {
      if (answer.statusCode() == 200) {
        String text = new String(body.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        String expected = text.strip().toLowerCase(Locale.ROOT);
        String found = Digests.of("SHA-1", file);
        if (!expected.startsWith(found)) {
          throw new IOException(
              url + " came with SHA-1 " + found + ", its repository says " + expected);
        }
      }
    }
  }

  private HttpResponse<InputStream> get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).GET().build();
    return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }
}
