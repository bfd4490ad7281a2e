/**
 * Endpoints from a file that is read anew when it changes.
 *
 * <p>Depends on the SPI, SnakeYAML and netty-common for address texts. Runs on the background
 * threads of the host, never on a worker.
 */
@NullMarked
package io.mizzen.discovery.file;

import org.jspecify.annotations.NullMarked;
