package io.mizzen.it.tarsthrift;

import com.qq.tars.protocol.annotation.Servant;
import com.qq.tars.protocol.tars.annotation.TarsMethodParameter;

/** The service. */
@Servant
public interface HelloServant {
  String hello(
      @TarsMethodParameter(name = "no") int no, @TarsMethodParameter(name = "name") String name);

  int boom(@TarsMethodParameter(name = "name") String name);
}
