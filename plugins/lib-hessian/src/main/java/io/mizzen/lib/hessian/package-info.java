/**
 * Hessian values read into neutral ones and written from them, for protocols that carry one of its
 * forms: numbers, pieces of texts and bytes, and the memory of a message are the same in all; the
 * tags of a form and its lists stand in the protocol. No class is looked for, loaded or made,
 * whatever the bytes name.
 *
 * <p>Depends on the SPI and on the base plugin xprotocol. A reader or writer is for one message and
 * one thread.
 */
@NullMarked
package io.mizzen.lib.hessian;

import org.jspecify.annotations.NullMarked;
