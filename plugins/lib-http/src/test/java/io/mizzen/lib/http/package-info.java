@org.jspecify.annotations.NullMarked
package io.mizzen.lib.http;
