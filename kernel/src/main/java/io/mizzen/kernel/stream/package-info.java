/**
 * What a stream consists of, whatever its protocol: its chain of filters, and its bodies while they
 * wait.
 *
 * <p>Depends on {@code telemetry}, {@code network} and the SPI. A filter plan is immutable and
 * shared; everything else belongs to one stream on its worker.
 */
@NullMarked
package io.mizzen.kernel.stream;

import org.jspecify.annotations.NullMarked;
