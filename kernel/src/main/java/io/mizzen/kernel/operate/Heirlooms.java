package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.Bytes;
import io.mizzen.kernel.restart.StatePart;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.spi.Heritable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of a blueprint's instances on their way to another process, one part for each:
 *
 * <pre>
 *   place and type TAB version of its form        the line
 *   what the instance wrote                       the bytes
 * </pre>
 *
 * <p>Plugins wrote this code, so whatever they throw ends their own state and nothing else.
 */
final class Heirlooms {
  private static final Logger LOG = LoggerFactory.getLogger(Heirlooms.class);

  static final String COMPONENT = "instances";

  /** Of the frame; each state has a version of its own. */
  static final int VERSION = 1;

  private static final int FIRST_BYTES = 256;
  private static final int WORDS = 2;

  private Heirlooms() {}

  /** What all instances write. Control thread. */
  static List<StatePart> of(@Nullable Blueprint blueprint) {
    List<StatePart> parts = new ArrayList<>();
    heritable(blueprint)
        .forEach(
            (name, instance) -> {
              StatePart part = written(name, instance);
              if (part != null) {
                parts.add(part);
              }
            });
    return parts;
  }

  private static Map<String, Heritable> heritable(@Nullable Blueprint blueprint) {
    if (blueprint == null) {
      return Map.of();
    }
    Map<String, Heritable> all = new TreeMap<>(blueprint.instances().heritable());
    for (RouteTable table : blueprint.tables().values()) {
      if (table.router() instanceof Heritable router) {
        all.put("table " + table.name() + ' ' + table.routerType(), router);
      }
    }
    return all;
  }

  private static @Nullable StatePart written(String name, Heritable instance) {
    ByteBuf out = Unpooled.buffer(FIRST_BYTES, Heritable.MOST_BYTES);
    try {
      int version = instance.stateVersion();
      instance.writeState(System.nanoTime(), out);
      return new StatePart(COMPONENT, VERSION, List.of(name + '\t' + version), Bytes.copyOf(out));
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("{} begins anew in the next process: it cannot write its state: {}", name, why(e));
      return null;
    } finally {
      out.release();
    }
  }

  /**
   * Gives a state to the instance it is for. Before the instance has a stream.
   *
   * @return how many states mean nothing here: 0 or 1
   */
  static int take(StatePart part, @Nullable Blueprint heirs) {
    String[] words = String.join("", part.lines()).split("\t", -1);
    Heritable heir = words.length == WORDS ? heritable(heirs).get(words[0]) : null;
    if (heir == null) {
      LOG.info("the state of {} is dropped: nobody here goes on with it", words[0]);
      return 1;
    }
    ByteBuf bytes = part.bytes().toBuffer(UnpooledByteBufAllocator.DEFAULT);
    try {
      heir.readState(Integer.parseInt(words[1]), System.nanoTime(), bytes);
      return 0;
    } catch (RuntimeException | LinkageError e) {
      LOG.warn(
          "{} begins anew: the state of version {} cannot be read: {}", words[0], words[1], why(e));
      return 1;
    } finally {
      bytes.release();
    }
  }

  /** An exception without a sentence says at least what it is. */
  private static String why(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
  }
}
