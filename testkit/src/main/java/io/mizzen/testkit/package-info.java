/**
 * Contract suites and fakes for the tests of plugins.
 *
 * <p>A plugin's test extends a suite, such as {@link io.mizzen.testkit.ServerCodecContract}, and
 * declares its abilities and sample frames. Depends on the SPI and the JUnit API only, never on the
 * kernel. Everything here runs on the test's thread.
 */
@NullMarked
package io.mizzen.testkit;

import org.jspecify.annotations.NullMarked;
