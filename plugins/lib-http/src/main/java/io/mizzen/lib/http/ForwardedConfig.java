package io.mizzen.lib.http;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** What the upstream is told about the caller by the customary fields. */
@Doc("What the upstream is told about the caller.")
public record ForwardedConfig(
    @Default("0")
        @Doc(
            "How many proxies of our own stand in front of this listener. So many last entries of"
                + " X-Forwarded-For are believed; with 0, X-Forwarded-* and Forwarded of the caller"
                + " are dropped.")
        int trustedHops,
    @Default("append") @Doc("What becomes of X-Forwarded-For.") For xForwardedFor,
    @Default("set") @Doc("What becomes of X-Forwarded-Proto.") Proto xForwardedProto) {
  public ForwardedConfig {
    Checks.count("trustedHops", trustedHops, 0, 100);
  }

  /** What becomes of X-Forwarded-For. */
  public enum For {
    @Doc("The believed entries are kept and the caller's address is appended.")
    APPEND,
    @Doc("Forwarded as it came, believed or not.")
    KEEP,
    @Doc("Left out.")
    REMOVE
  }

  /** What becomes of X-Forwarded-Proto. */
  public enum Proto {
    @Doc("http or https by this connection; a received value is kept if trustedHops is above 0.")
    SET,
    @Doc("Forwarded as it came, believed or not.")
    KEEP,
    @Doc("Left out.")
    REMOVE
  }
}
