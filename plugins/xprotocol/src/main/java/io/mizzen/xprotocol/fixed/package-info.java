/**
 * Protocols with a fixed header, described in YAML instead of Java.
 *
 * <p>Depends on the framework beside it. A layout is immutable and shared; codecs run on the worker
 * of their connection.
 */
@NullMarked
package io.mizzen.xprotocol.fixed;

import org.jspecify.annotations.NullMarked;
