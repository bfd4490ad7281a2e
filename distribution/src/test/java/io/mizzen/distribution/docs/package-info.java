/**
 * Every fenced block of the pages for people is run: configurations are checked, commands are typed
 * into a shell, Java is compiled. CONTRIBUTING.md tells authors how to mark a block.
 */
@NullMarked
package io.mizzen.distribution.docs;

import org.jspecify.annotations.NullMarked;
