/**
 * Clusters: their endpoints, whether those are well, which one is picked, and the connections to
 * them.
 *
 * <p>Depends on {@code network} and the SPI. A cluster is shared; what a request touches belongs to
 * a worker (balancer, pools, connections). Endpoint sets come from the control thread and are
 * replaced whole, so a change costs what its own cluster costs.
 */
@NullMarked
package io.mizzen.kernel.upstream;

import org.jspecify.annotations.NullMarked;
