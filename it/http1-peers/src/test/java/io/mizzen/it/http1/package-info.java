/** HTTP/1 with the JDK's own clients and server through the whole proxy. */
package io.mizzen.it.http1;
