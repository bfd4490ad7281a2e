/**
 * The distribution builder: from a manifest to a folder, an archive and an image layout.
 *
 * <p>Depends on the kernel for reading, checking and describing plugins and configurations. One
 * command, one thread; nothing is visible under its final name before all of it is complete.
 */
@NullMarked
package io.mizzen.tools.dist;

import org.jspecify.annotations.NullMarked;
