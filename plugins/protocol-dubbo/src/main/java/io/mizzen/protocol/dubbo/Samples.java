package io.mizzen.protocol.dubbo;

import java.util.Arrays;

/** Calls that no consumer made: what a new process is warmed with. */
final class Samples {
  private Samples() {}

  /** A call with one text of that many characters as its argument, or without any. */
  static byte[] call(int characters) {
    byte[] to = new byte[1024 + 3 * characters];
    int at = HessianText.write("2.0.2", to, DubboHeader.LENGTH);
    at = HessianText.write("io.mizzen.WarmUp", to, at);
    at = HessianText.write("1.0.0", to, at);
    at = HessianText.write("call", to, at);
    if (characters == 0) {
      at = HessianText.write("", to, at);
    } else {
      at = HessianText.write("Ljava/lang/String;", to, at);
      at = HessianText.write("x".repeat(characters), to, at);
    }
    to[at++] = 0x48;
    for (String text : new String[] {"interface", "io.mizzen.WarmUp", "timeout", "3000"}) {
      at = HessianText.write(text, to, at);
    }
    to[at++] = 0x5a;
    int flags = DubboHeader.REQUEST | DubboHeader.TWO_WAY | DubboHeader.HESSIAN2;
    DubboHeader.write(to, flags, 0, 1, at - DubboHeader.LENGTH);
    return Arrays.copyOf(to, at);
  }
}
