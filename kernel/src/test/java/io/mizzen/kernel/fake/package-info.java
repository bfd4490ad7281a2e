/**
 * The kernel's tests from outside: a protocol that exists nowhere else, peers of plain sockets, and
 * a kernel that runs from a configuration file. Peers own a thread per connection.
 */
@NullMarked
package io.mizzen.kernel.fake;

import org.jspecify.annotations.NullMarked;
