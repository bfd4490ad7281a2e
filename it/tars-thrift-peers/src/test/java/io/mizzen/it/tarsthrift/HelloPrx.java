package io.mizzen.it.tarsthrift;

import com.qq.tars.protocol.annotation.Servant;
import com.qq.tars.protocol.tars.annotation.TarsContext;
import com.qq.tars.protocol.tars.annotation.TarsMethodParameter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The service as a client sees it. */
@Servant
public interface HelloPrx {
  String hello(
      @TarsMethodParameter(name = "no") int no, @TarsMethodParameter(name = "name") String name);

  String hello(
      @TarsMethodParameter(name = "no") int no,
      @TarsMethodParameter(name = "name") String name,
      @TarsContext Map<String, String> context);

  CompletableFuture<String> promise_hello(
      @TarsMethodParameter(name = "no") int no, @TarsMethodParameter(name = "name") String name);

  int boom(@TarsMethodParameter(name = "name") String name);
}
