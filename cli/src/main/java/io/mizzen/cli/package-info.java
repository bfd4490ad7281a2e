/**
 * The command {@code mizzen}.
 *
 * <p>Depends on the kernel, in whose process {@code run}, {@code check} and the like work, and on
 * picocli. Verbs about a running instance speak HTTP over its unix socket and load nothing of the
 * kernel. Everything runs on the main thread; only signals and {@code --watch} have others.
 */
@NullMarked
package io.mizzen.cli;

import org.jspecify.annotations.NullMarked;
