/**
 * Routes calls by service, operation and named values.
 *
 * <p>Depends on the SPI and the matching library. Built on the configuration thread, immutable
 * after that, read by all workers.
 */
@NullMarked
package io.mizzen.router.service;

import org.jspecify.annotations.NullMarked;
