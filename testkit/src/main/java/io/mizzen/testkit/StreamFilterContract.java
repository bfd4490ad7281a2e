package io.mizzen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.upstream.Endpoint;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every stream filter keeps: bodies as they were, a way on for every pause, nothing of one
 * stream in another, and an end that may come after any phase for any reason.
 */
public abstract class StreamFilterContract {
  private final FakeWorker worker = new FakeWorker();
  private final Route route = new PlainRoute();
  private final Endpoint endpoint = new TestEndpoint();

  /** A new filter, configured so that it does its work. */
  protected abstract StreamFilter filter();

  /** Requests that matter to the filter; new ones for every call. */
  protected List<FakeRequest> requests() {
    return List.of(
        new FakeRequest("shop.example", "/cart", "GET").with("a", "1").repeatable(),
        new FakeRequest("com.example.Cart:1.0", "add", "sync").within(3000));
  }

  /** The phases of a stream, in order. */
  private enum Phase {
    REQUEST,
    ROUTE,
    ENDPOINT,
    REQUEST_BODY,
    REQUEST_TRAILERS,
    RESPONSE,
    RESPONSE_BODY,
    RESPONSE_TRAILERS
  }

  @Test
  void bodyModesAreConstant() {
    StreamFilter filter = filter();
    StreamFilter.BodyMode request = filter.requestBody();
    StreamFilter.BodyMode response = filter.responseBody();
    for (FakeRequest head : requests()) {
      run(filter, stream(head), Phase.RESPONSE_TRAILERS, Why.OK);
    }
    assertEquals(request, filter.requestBody());
    assertEquals(response, filter.responseBody());
  }

  @TestFactory
  Stream<DynamicTest> anEndMayComeAfterAnyPhaseForAnyReason() {
    return Stream.of(Phase.values())
        .map(
            last ->
                dynamicTest(
                    last.name(),
                    () -> {
                      StreamFilter filter = filter();
                      for (Why why : Why.KERNEL) {
                        for (FakeRequest head : requests()) {
                          run(filter, stream(head), last, why);
                        }
                      }
                    }));
  }

  @Test
  void streamsShareNothing() {
    List<String> alone = new ArrayList<>();
    for (FakeRequest head : requests()) {
      FakeStream stream = stream(head);
      alone.add(run(filter(), stream, Phase.RESPONSE_TRAILERS, Why.OK));
    }
    StreamFilter filter = filter();
    List<FakeStream> streams = new ArrayList<>();
    List<StringBuilder> seen = new ArrayList<>();
    List<FakeResponse> answers = new ArrayList<>();
    for (FakeRequest head : requests()) {
      streams.add(stream(head));
      seen.add(new StringBuilder());
      answers.add(new FakeResponse(200, Why.OK));
    }
    for (Phase phase : Phase.values()) {
      for (int i = 0; i < streams.size(); i++) {
        phase(filter, streams.get(i), phase, answers.get(i), seen.get(i));
      }
    }
    for (int i = 0; i < streams.size(); i++) {
      end(filter, streams.get(i), Why.OK, answers.get(i), seen.get(i));
    }
    assertEquals(alone, seen.stream().map(StringBuilder::toString).toList());
  }

  private FakeStream stream(FakeRequest head) {
    return new FakeStream(1, worker, head);
  }

  /** Runs a stream up to a phase and ends it; what the filter did, as text. */
  private String run(StreamFilter filter, FakeStream stream, Phase last, Why why) {
    StringBuilder seen = new StringBuilder();
    FakeResponse answer = new FakeResponse(200, Why.OK);
    for (Phase phase : Phase.values()) {
      if (phase.compareTo(last) <= 0) {
        phase(filter, stream, phase, answer, seen);
      }
    }
    boolean answered = last.compareTo(Phase.RESPONSE) >= 0;
    end(filter, stream, why, answered ? answer : null, seen);
    return seen.toString();
  }

  private void end(
      StreamFilter filter,
      FakeStream stream,
      Why why,
      @Nullable ResponseHead answer,
      StringBuilder seen) {
    filter.onEnd(stream.outcome(why, answer), stream);
    worker.runTasks();
    seen.append(HeadText.fields(stream.request()));
    if (answer != null) {
      seen.append(HeadText.fields(answer));
    }
  }

  private void phase(
      StreamFilter filter,
      FakeStream stream,
      Phase phase,
      FakeResponse answer,
      StringBuilder seen) {
    if (stream.replied() != null || stream.turned() != null) {
      return; // an answered stream has no further phases
    }
    int pauses = stream.pauses();
    FilterStatus status =
        switch (phase) {
          case REQUEST -> filter.onRequest(stream.request(), stream);
          case ROUTE -> {
            stream.chose(route);
            yield filter.onRoute(stream.request(), route, stream);
          }
          case ENDPOINT -> {
            stream.chose(endpoint);
            yield filter.onEndpoint(stream.request(), endpoint, stream);
          }
          case REQUEST_BODY, RESPONSE_BODY -> body(filter, stream, phase);
          case REQUEST_TRAILERS -> {
            filter.onRequestTrailers(new FakeResponse(0, Why.OK).with("t", "1"), stream);
            yield FilterStatus.CONTINUE;
          }
          case RESPONSE -> filter.onResponse(answer, stream);
          case RESPONSE_TRAILERS -> {
            filter.onResponseTrailers(new FakeResponse(0, Why.OK).with("t", "1"), stream);
            yield FilterStatus.CONTINUE;
          }
        };
    if (status == FilterStatus.PAUSE) {
      assertTrue(
          stream.replied() != null || stream.turned() != null || stream.pauses() > pauses,
          () -> phase + " pauses without a way on");
    }
    worker.runTasks();
    seen.append(phase).append(' ').append(status).append(' ').append(stream.replied()).append('\n');
  }

  private static FilterStatus body(StreamFilter filter, FakeStream stream, Phase phase) {
    try (LeakGuard guard = new LeakGuard()) {
      ByteBuf borrowed = guard.buffer(new byte[] {1, 2, 3, 4}).skipBytes(1);
      FilterStatus status =
          phase == Phase.REQUEST_BODY
              ? filter.onRequestBody(borrowed, true, stream)
              : filter.onResponseBody(borrowed, true, stream);
      assertEquals(1, borrowed.readerIndex(), "reader index of a borrowed body");
      assertEquals(4, borrowed.writerIndex(), "writer index of a borrowed body");
      assertEquals(1, borrowed.refCnt(), "references of a borrowed body");
      borrowed.release();
      return status;
    }
  }

  private record TestEndpoint() implements Endpoint {
    @Override
    public String address() {
      return "192.0.2.3:8080";
    }

    @Override
    public int weight() {
      return 1;
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("zone", "a");
    }

    @Override
    public Gate gate() {
      return Gate.OPEN;
    }
  }
}
