/**
 * The bench: which scenario is run how often against which proxy, and what is told about it.
 * Depends on {@code load}, {@code proxy} and {@code report}. All of it runs on the main thread,
 * which sleeps while a window is open.
 */
@NullMarked
package io.mizzen.bench;

import org.jspecify.annotations.NullMarked;
