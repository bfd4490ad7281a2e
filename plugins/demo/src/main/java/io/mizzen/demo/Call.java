package io.mizzen.demo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** One request and its answer on an open connection. */
interface Call {
  /**
   * Sends a request and reads the whole answer.
   *
   * @throws IOException if there is none
   */
  void make(int number, DataInputStream in, OutputStream out) throws IOException;
}
