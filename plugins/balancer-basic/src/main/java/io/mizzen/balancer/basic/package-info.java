/**
 * The balancers everybody expects: in turn, at random, least busy of a few.
 *
 * <p>Depends on the SPI only. A balancer belongs to one worker and runs on it; nothing is locked.
 */
@NullMarked
package io.mizzen.balancer.basic;

import org.jspecify.annotations.NullMarked;
