/**
 * A whole proxy inside a test, for plugins: {@link io.mizzen.testkit.proxy.EmbeddedProxy} and
 * {@link io.mizzen.testkit.proxy.FakeService}; and peers in processes of their own, which can be
 * killed: {@link io.mizzen.testkit.proxy.PeerProcess}.
 *
 * <p>Depends on the kernel and nothing else of Mizzen. The proxy has its own threads; a service has
 * one for accepting and one per connection; both end when closed.
 */
@NullMarked
package io.mizzen.testkit.proxy;

import org.jspecify.annotations.NullMarked;
