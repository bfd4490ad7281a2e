package io.mizzen.kernel.boot;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.restart.Incumbent;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process at a time has the folder, and the door goes and comes with it. */
class InstanceFolderTest {
  private final InstanceFolder ours;
  private final InstanceFolder other;
  private final Path door;
  private final AtomicInteger opened = new AtomicInteger();

  InstanceFolderTest(@TempDir Path folder) {
    ours = new InstanceFolder(folder);
    other = new InstanceFolder(folder);
    door = folder.resolve("restart.sock");
  }

  @AfterEach
  void giveUpAll() {
    ours.close();
    other.close();
  }

  /** Nobody comes in. */
  private Incumbent resident() {
    opened.incrementAndGet();
    return (Incumbent)
        Proxy.newProxyInstance(
            Incumbent.class.getClassLoader(),
            new Class<?>[] {Incumbent.class},
            (proxy, method, arguments) -> {
              throw new AssertionError(method + " was asked");
            });
  }

  private void knock() throws IOException {
    SocketChannel.open(UnixDomainSocketAddress.of(door)).close();
  }

  @Test
  void isOneProcessesAtATime() throws Exception {
    assertTrue(ours.isFree());
    assertFalse(ours.isOurs());
    ours.take();
    assertTrue(ours.isOurs());

    assertFalse(other.isFree());
    Refusal refusal = assertThrows(Refusal.class, other::take);
    assertEquals(Refusal.BIND, refusal.exitCode());

    ours.close();
    assertFalse(ours.isOurs());
    assertTrue(other.isFree());
    other.take();
    assertTrue(other.isOurs());
  }

  @Test
  void theDoorShutsWhenTheFolderIsGivenUpAndOpensWhenItComesBack() throws Exception {
    ours.take();
    ours.openDoor(this::resident);
    knock();

    ours.giveUp();
    assertTrue(other.isFree());
    assertThrows(IOException.class, this::knock);

    assertTrue(ours.takeBack());
    assertTrue(ours.isOurs());
    knock();
    assertEquals(2, opened.get(), "whoever answers is asked for anew");
  }

  @Test
  void whatAnotherProcessHasTakenMeanwhileStaysWithIt() throws Exception {
    ours.take();
    ours.openDoor(this::resident);
    ours.giveUp();
    other.take();

    assertFalse(ours.takeBack());
    assertFalse(ours.isOurs());
    assertThrows(IOException.class, this::knock);
    assertTrue(other.isOurs());
  }

  @Test
  void whatADeadProcessLeftIsTaken() throws Exception {
    other.take();
    other.close();

    assertTrue(ours.takeFromDead(new IOException("it says nothing")));
    assertTrue(ours.isOurs());
  }

  @Test
  void mayBeGivenUpTwice() throws Exception {
    ours.take();
    ours.giveUp();
    assertDoesNotThrow(ours::close);
    other.take();
    assertDoesNotThrow(ours::close);
    assertTrue(other.isOurs());
  }
}
