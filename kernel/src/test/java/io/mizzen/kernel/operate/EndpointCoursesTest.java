package io.mizzen.kernel.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.kernel.upstream.EndpointState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint that is on its way in or out of service goes on from where it was. */
class EndpointCoursesTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;

  private static Map<String, LiveCluster> clusters(Mesh mesh) {
    return mesh.kernel().control().runtime().clusters();
  }

  private static EndpointState endpoint(Mesh mesh) {
    return clusters(mesh).values().iterator().next().cluster().endpoints().get(0);
  }

  private Mesh running(FakeUpstream upstream, String cluster) {
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.cluster = cluster;
    return new Mesh(folder).start(sketch);
  }

  @Test
  void anEndpointIsAsOldInTheNextProcess() {
    try (FakeUpstream upstream = new FakeUpstream();
        Mesh mesh = running(upstream, "slowStart: {window: 1h}")) {
      EndpointState endpoint = endpoint(mesh);
      endpoint.warmingSince(System.nanoTime() - 1800 * SECOND);
      List<String> lines = EndpointCourses.of(clusters(mesh).values());
      endpoint.warmingSince(System.nanoTime());
      assertEquals(0, EndpointCourses.take(lines, clusters(mesh)));
      long age = System.nanoTime() - endpoint.warmingSince();
      assertTrue(age >= 1800 * SECOND && age < 1900 * SECOND, String.valueOf(age));
    }
  }

  @Test
  void answersInARowAreCountedOnAndWhatThisProcessFoundItselfIsNewer() {
    try (FakeUpstream upstream = new FakeUpstream();
        Mesh mesh = running(upstream, "healthCheck: {interval: 1h, timeout: 1s}")) {
      EndpointState endpoint = endpoint(mesh);
      Mesh.await("it was asked", () -> endpoint.row() == 1);
      endpoint.row(-2);
      List<String> lines = EndpointCourses.of(clusters(mesh).values());
      endpoint.row(0);
      assertEquals(0, EndpointCourses.take(lines, clusters(mesh)));
      assertEquals(-2, endpoint.row());
      endpoint.row(1);
      assertEquals(0, EndpointCourses.take(lines, clusters(mesh)));
      assertEquals(1, endpoint.row());
    }
  }

  @Test
  void whereNothingIsUnderWayNothingIsTold() {
    try (FakeUpstream upstream = new FakeUpstream();
        Mesh mesh = running(upstream, "")) {
      assertEquals(List.of(), EndpointCourses.of(clusters(mesh).values()));
    }
  }

  @Test
  void linesThatMeanNothingAreCounted() {
    try (FakeUpstream upstream = new FakeUpstream();
        Mesh mesh = running(upstream, "slowStart: {window: 1h}")) {
      String known = "up\t" + upstream.address();
      List<String> lines =
          List.of("", known, "up\tx\t1\t1", "down\tx\t1\t1", known + "\tx\t1", known + "\t1\t-1");
      assertEquals(6, EndpointCourses.take(lines, clusters(mesh)));
    }
  }
}
