package io.mizzen.admin;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.HostPort;
import org.jspecify.annotations.Nullable;

/** Where the admin API listens. */
@Doc("The admin API: a unix socket for everything, and HTTP addresses that only tell.")
public record AdminConfig(
    @Default("admin.sock")
        @Doc(
            "The unix socket, mode 0600, with full access; a relative path starts at the instance folder.")
        String socket,
    @Nullable @Doc("The read-only API on a loopback address; absent: none.") HttpConfig http,
    @Nullable
        @Doc(
            "An address for /live, /ready and /metrics alone, which may be reachable from outside.")
        HostPort probes) {
  public AdminConfig {
    if (socket.isBlank()) {
      throw new IllegalArgumentException("socket must be a path");
    }
    if (probes != null && probes.isUnix()) {
      throw new IllegalArgumentException("probes must be host:port, got " + probes);
    }
  }

  /** The door on TCP. */
  public record HttpConfig(
      @Default("127.0.0.1:9901") @Doc("A loopback address.") HostPort bind,
      @Default("readOnly") @Doc("What may be asked there without a token.") Access access,
      @Nullable
          @Doc(
              "A file with a token, relative to the configuration's folder: who sends it as 'Authorization: Bearer ...' may change things too.")
          String tokenFile) {
    public HttpConfig {
      if (tokenFile != null && tokenFile.isBlank()) {
        throw new IllegalArgumentException("tokenFile must be a path");
      }
      if (bind.isUnix() || !LoopbackNames.contains(bind.host())) {
        throw new IllegalArgumentException(
            "http.bind must be a loopback address, such as 127.0.0.1:9901, got "
                + bind
                + "; what others may read is under 'probes'");
      }
    }
  }

  /** What a door lets through. */
  public enum Access {
    @Doc("Every question, no change.")
    READ_ONLY
  }
}
