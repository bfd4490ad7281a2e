/**
 * Endpoints: where they come from, how one is chosen, how its health is asked.
 *
 * <p>Depends on the protocol package. Balancers belong to a worker; discovery runs on background
 * threads.
 */
@NullMarked
package io.mizzen.spi.upstream;

import org.jspecify.annotations.NullMarked;
