/** Tables for people and JSON for programs. Depends on the JDK only; no state, any thread. */
@NullMarked
package io.mizzen.bench.report;

import org.jspecify.annotations.NullMarked;
