/**
 * Calls and results in no protocol's words, and the point where protocols of the level HEAVY offer
 * to turn their messages into them and back. Depends on the framework around it. Everything here is
 * immutable or belongs to the worker that calls.
 */
@NullMarked
package io.mizzen.xprotocol.convert;

import org.jspecify.annotations.NullMarked;
