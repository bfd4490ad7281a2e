package io.mizzen.protocol.bolt;

import io.mizzen.spi.config.Doc;

/** Whether callers are told to leave. */
public enum GoAway {
  @Doc("Never: SOFABolt has no such frame and fails all calls of a connection that gets one.")
  OFF,
  @Doc("When draining, with the frame that meshes understand; only if all callers are meshes.")
  MESH
}
