package io.mizzen.kernel.network;

import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the socket of a link goes to another process, or came from one; made only for such links. On
 * the worker.
 *
 * <pre>
 *   ARRIVING ─▶ arrived ─▶ INHERITED ─┐
 *                                     │
 *                           HERE ─▶ detach ─▶ DETACHED ─▶ moved ─▶ ELSEWHERE
 *                             ▲                  │
 *                             └──── reattach ◀───┘
 * </pre>
 */
public final class Relocation {
  private final Link link;
  private Place place = Place.HERE;
  private @Nullable Runnable onceHere;

  /** Where the socket lives. */
  private enum Place {
    HERE,
    /** It comes from another process, which has not let go of it. */
    ARRIVING,
    /** It came from another process and was connected long ago. */
    INHERITED,
    /** Off its event loop, on its way to another process. */
    DETACHED,
    /** Another process has it. */
    ELSEWHERE
  }

  Relocation(Link link) {
    this.link = link;
  }

  boolean isAway() {
    return place == Place.DETACHED || place == Place.ELSEWHERE;
  }

  /** Whether it is here, as if it had never been elsewhere. */
  boolean isHome() {
    return place == Place.HERE;
  }

  /** Whether another process still has it. */
  boolean isArriving() {
    return place == Place.ARRIVING;
  }

  // ---- leaving ------------------------------------------------------------------------------

  /**
   * Takes the socket off the event loop: what the peer sends from here on waits in the system or
   * stays unread. Then {@link #moved} or {@link #reattach} must follow; a {@link Link#close} in
   * between takes effect with the latter.
   *
   * @param then told on the worker: what another process needs, or null if it has closed meanwhile
   */
  public void detach(Consumer<Manifest.@Nullable Socket> then) {
    link.flushNow();
    place = Place.DETACHED;
    Channel channel = link.channel();
    channel.config().setAutoRead(false);
    // Only when it is done nothing is read or written any more: until then Netty may do both.
    channel
        .deregister()
        .addListener(
            done -> {
              if (link.hasEnded() || !channel.isOpen()) {
                place = Place.HERE;
                then.accept(null);
              } else {
                then.accept(
                    new Manifest.Socket(
                        Sockets.cookie(channel),
                        Sockets.family(channel),
                        link.copyUnread(),
                        link.copyUnsent()));
              }
            });
  }

  /** The socket itself, for another process; only while detached. */
  public FileDescriptor socket() {
    return ((UnixChannel) link.channel()).fd();
  }

  /**
   * The other process has not taken it, unless it has closed meanwhile: is read and written here.
   * {@link Link#redeliver} must follow, once whoever its bytes go to can take them.
   */
  public void reattach() {
    if (place == Place.DETACHED) {
      place = Place.HERE;
      register();
      link.goOn();
    }
  }

  /** Another process has it: closes what is left here without a word to the peer. */
  public void moved() {
    place = Place.ELSEWHERE;
    link.forget();
    // Off the event loop this is close(2) and nothing else: no shutdown, no event.
    Channel channel = link.channel();
    channel.unsafe().close(channel.voidPromise());
  }

  // ---- arriving -----------------------------------------------------------------------------

  /** The socket comes from another process; nothing is read before {@link #arrived}. */
  void arriving() {
    place = Place.ARRIVING;
  }

  /** The other process has let go of it. */
  void arrived() {
    place = Place.INHERITED;
    register();
  }

  /** Everything that was there before is told: what was wanted of it meanwhile follows. */
  void begun() {
    Runnable task = onceHere;
    onceHere = null;
    if (task != null) {
      task.run();
    }
  }

  /** See {@link Link#whenHere}. */
  void whenHere(Runnable task) {
    if (place != Place.ARRIVING) {
      task.run();
      return;
    }
    Runnable before = onceHere;
    onceHere =
        before == null
            ? task
            : () -> {
              before.run();
              task.run();
            };
  }

  private void register() {
    link.worker().loop().register(link.channel());
  }
}
