/**
 * Tests of HTTP/1: the contract of all protocols, the rules one by one, and what attackers send.
 */
@NullMarked
package io.mizzen.protocol.http1;

import org.jspecify.annotations.NullMarked;
