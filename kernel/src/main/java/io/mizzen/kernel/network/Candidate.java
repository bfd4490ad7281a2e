package io.mizzen.kernel.network;

import io.mizzen.spi.protocol.ServerProtocol;

/** A protocol a chain may speak. */
public record Candidate(String word, ServerProtocol protocol) {}
