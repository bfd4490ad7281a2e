package io.mizzen.protocol.bolt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mizzen.spi.protocol.RequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A request. Who is asked stands in the header map of SOFARPC; plain SOFABolt sends none, and its
 * servers choose by the class name, so that is its service.
 */
final class BoltRequest extends BoltHead implements RequestHead {
  private static final String SERVICE = "service";
  private static final String TARGET_SERVICE = "sofa_head_target_service";
  private static final String METHOD = "sofa_head_method_name";
  private static final String TYPE = "type";

  private static final byte[] SERVICE_KEY = SERVICE.getBytes(US_ASCII);
  private static final byte[] TARGET_SERVICE_KEY = TARGET_SERVICE.getBytes(US_ASCII);
  private static final byte[] METHOD_KEY = METHOD.getBytes(US_ASCII);
  private static final byte[] TYPE_KEY = TYPE.getBytes(US_ASCII);

  private int servicePlace;
  private int targetServicePlace;
  private int methodPlace;
  private int typePlace;
  private @Nullable String service;
  private @Nullable String operation;
  private @Nullable String verb;

  BoltRequest(WorkerPool pool) {
    super(pool);
  }

  @Override
  Intake take(FixedHeader header, ByteBuf in, int at) {
    servicePlace = HeaderMap.NONE;
    targetServicePlace = HeaderMap.NONE;
    methodPlace = HeaderMap.NONE;
    typePlace = HeaderMap.NONE;
    edited();
    return super.take(header, in, at);
  }

  @Override
  void sawPair(int place) {
    if (keyIs(place, SERVICE_KEY)) {
      servicePlace = place;
    } else if (keyIs(place, METHOD_KEY)) {
      methodPlace = place;
    } else if (keyIs(place, TYPE_KEY)) {
      typePlace = place;
    } else if (keyIs(place, TARGET_SERVICE_KEY)) {
      targetServicePlace = place;
    }
  }

  @Override
  void edited() {
    service = null;
    operation = null;
    verb = null;
  }

  @Override
  public CharSequence service() {
    String known = service;
    if (known == null) {
      known = value(SERVICE, servicePlace);
      if (known.isEmpty()) {
        known = value(TARGET_SERVICE, targetServicePlace);
      }
      if (known.isEmpty()) {
        known = pool.words.get(bytes, 0, fixed.classLength);
      }
      service = known;
    }
    return known;
  }

  @Override
  public CharSequence operation() {
    String known = operation;
    if (known == null) {
      known = value(METHOD, methodPlace);
      operation = known;
    }
    return known;
  }

  /** How the caller waits: sync, future, callback or oneway. */
  @Override
  public CharSequence verb() {
    String known = verb;
    if (known == null) {
      known = value(TYPE, typePlace);
      if (known.isEmpty() && exchange() == Exchange.ONE_WAY) {
        known = "oneway";
      }
      verb = known;
    }
    return known;
  }

  private String value(String key, int place) {
    if (edits != null) {
      HeaderEdits.Edit edit = edits.find(key);
      if (edit != null) {
        return edit.value == null ? "" : edit.value;
      }
    }
    return place < 0 ? "" : word(place);
  }

  /** Providers take the service from the header map; where there is none, the class decides. */
  @Override
  public boolean rewriteService(CharSequence newService) {
    boolean hasTarget = get(TARGET_SERVICE) != null;
    if (get(SERVICE) == null && !hasTarget) {
      return false;
    }
    set(SERVICE, newService);
    if (hasTarget) {
      set(TARGET_SERVICE, newService);
    }
    return true;
  }

  /** Providers take the method from the content, which stays closed. */
  @Override
  public boolean rewriteOperation(CharSequence newOperation) {
    return false;
  }

  @Override
  public Exchange exchange() {
    return fixed.type == FixedHeader.ONE_WAY ? Exchange.ONE_WAY : Exchange.ANSWERED;
  }

  @Override
  public long timeoutMillis() {
    return fixed.timeoutOrStatus;
  }

  /** Bolt does not say whether a call may be repeated. */
  @Override
  public Repeat repeat() {
    return Repeat.UNSAFE;
  }

  @Override
  public void release() {
    clear();
    pool.giveBack(this);
  }
}
