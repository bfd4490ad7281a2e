/**
 * Something to try Mizzen with: small services to proxy to, and a line that shows the traffic.
 * Never part of a production distribution.
 *
 * <p>Depends on the SPI and the JDK. All threads are its own daemons and end with the service.
 */
@NullMarked
package io.mizzen.demo;

import org.jspecify.annotations.NullMarked;
