/**
 * Tests of what users unpack: the start script with real and pretended JDKs, and the contents of
 * the assembled folder. They run after packaging and need nothing but a shell.
 */
@NullMarked
package io.mizzen.distribution;

import org.jspecify.annotations.NullMarked;
