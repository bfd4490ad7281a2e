/**
 * The built distribution under load and abuse for longer than a unit test: what must stay flat,
 * what must never fail. Sees nothing but the process: its sockets, its admin API, its access log,
 * and what the JVM's own tools say. Callers and upstreams here have a thread for each connection,
 * since they must be simple enough to be believed.
 */
package io.mizzen.it.soak;
