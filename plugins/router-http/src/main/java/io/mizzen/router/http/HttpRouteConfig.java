package io.mizzen.router.http;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import org.jspecify.annotations.Nullable;

/** The keys of a route that belong to this router. */
@Doc("A route of httpRouter.")
public record HttpRouteConfig(
    @Default("{}") @Doc("Which requests; all of them if it is empty.") HttpMatchConfig match,
    @Nullable @Doc("Answers with a redirect instead of a cluster.") RedirectConfig redirect,
    @Nullable @Doc("What the upstream sees instead of the request's path or host.")
        RewriteConfig rewrite) {
  public HttpRouteConfig {
    if (redirect != null && rewrite != null) {
      throw new IllegalArgumentException(
          "a redirected request is not rewritten: use one of 'redirect' and 'rewrite'");
    }
    if (redirect != null && redirect.prefix() != null && match.prefix() == null) {
      throw new IllegalArgumentException("redirect.prefix replaces match.prefix, which is missing");
    }
    if (rewrite != null && rewrite.prefix() != null && match.prefix() == null) {
      throw new IllegalArgumentException("rewrite.prefix replaces match.prefix, which is missing");
    }
  }
}
