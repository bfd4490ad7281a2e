package io.mizzen.protocol.dubbo;

import io.mizzen.spi.config.Doc;

/** Whether the time a caller gives is kept. */
public enum CallerTimeout {
  @Doc("The attachment timeout limits the call; it is looked for behind the arguments.")
  HONOUR,
  @Doc("Only the route's time-outs count; arguments are not walked over for it.")
  IGNORE
}
