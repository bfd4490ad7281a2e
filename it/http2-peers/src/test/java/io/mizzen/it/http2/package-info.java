/** HTTP/2 and gRPC through the proxy, between peers that others have written. */
package io.mizzen.it.http2;
