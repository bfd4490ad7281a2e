/**
 * Routes requests by host, path, method, headers and query; redirects and rewrites them.
 *
 * <p>Depends on the SPI and the matching library. Built on the configuration thread, immutable
 * after that, read by all workers.
 */
@NullMarked
package io.mizzen.router.http;

import org.jspecify.annotations.NullMarked;
