/**
 * Verbs that build rather than run.
 *
 * <p>Depends on the command line, on the kernel for its checks, and on the JDK. Everything runs on
 * the main thread of one command; only {@code dev} watches files. A proxy never loads any of it.
 */
@NullMarked
package io.mizzen.tools;

import org.jspecify.annotations.NullMarked;
