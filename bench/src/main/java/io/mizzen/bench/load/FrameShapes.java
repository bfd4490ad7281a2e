package io.mizzen.bench.load;

/** The RPC protocols of the bench beside bolt. */
public final class FrameShapes {
  public static final FrameShape DUBBO = DubboShape.HESSIAN2;

  /** A fixed header, described in YAML. */
  public static final FrameShape PLAIN = PlainShape.V1;

  private FrameShapes() {}
}
