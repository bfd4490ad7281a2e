/** The plugin older-first. Depends on the SPI of Mizzen only; workers call it, it has no threads. */
@NullMarked
package com.acme.older;

import org.jspecify.annotations.NullMarked;
