package io.mizzen.kernel.config;

/** The use of an anchored value. Equal to what it stands for. */
final class AliasNode extends Node {
  private final Node target;

  AliasNode(long usedAt, Node target) {
    super(usedAt);
    this.target = target.target();
  }

  @Override
  long span() {
    return target.span();
  }

  @Override
  long aliasSpan() {
    return super.span();
  }

  @Override
  Node target() {
    return target;
  }

  @Override
  long weight() {
    return target.weight();
  }

  @Override
  String what() {
    return target.what();
  }
}
