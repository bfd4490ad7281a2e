/** TarsJava and libthrift with the proxy between their clients and servers. */
package io.mizzen.it.tarsthrift;
