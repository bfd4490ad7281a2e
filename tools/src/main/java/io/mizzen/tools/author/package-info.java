/**
 * For authors of plugins: a working project to start from, and the loop of building and running it.
 *
 * <p>Depends on the templates of the archetype. {@code dev} has a thread that looks at files; the
 * rest runs on the main thread.
 */
@NullMarked
package io.mizzen.tools.author;

import org.jspecify.annotations.NullMarked;
