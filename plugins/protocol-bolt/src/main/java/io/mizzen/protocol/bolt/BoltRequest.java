package io.mizzen.protocol.bolt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request. Who is asked stands in the header map of SOFARPC; plain SOFABolt sends none, and its
 * servers choose by the class name, so that is its service.
 */
final class BoltRequest extends FrameRequest implements HeaderView.Places {
  private static final String SERVICE = "service";
  private static final String TARGET_SERVICE = "sofa_head_target_service";
  private static final String METHOD = "sofa_head_method_name";
  private static final String TYPE = "type";

  private static final byte[] SERVICE_KEY = SERVICE.getBytes(US_ASCII);
  private static final byte[] TARGET_SERVICE_KEY = TARGET_SERVICE.getBytes(US_ASCII);
  private static final byte[] METHOD_KEY = METHOD.getBytes(US_ASCII);
  private static final byte[] TYPE_KEY = TYPE.getBytes(US_ASCII);

  final FixedHeader fixed;

  private final HeaderView map;
  private int servicePlace;
  private int targetServicePlace;
  private int methodPlace;
  private int typePlace;
  private @Nullable String service;
  private @Nullable String operation;
  private @Nullable String verb;

  BoltRequest(BoltFormat format, FramePool pool) {
    super(format, pool);
    map = new HeaderView(this);
    fixed = map.fixed;
  }

  @Override
  protected void taken(Frame frame) {
    servicePlace = HeaderMap.NONE;
    targetServicePlace = HeaderMap.NONE;
    methodPlace = HeaderMap.NONE;
    typePlace = HeaderMap.NONE;
    edited();
    map.take((BoltFrame) frame, this);
  }

  @Override
  public void sawPair(int place) {
    if (map.keyIs(place, SERVICE_KEY)) {
      servicePlace = place;
    } else if (map.keyIs(place, METHOD_KEY)) {
      methodPlace = place;
    } else if (map.keyIs(place, TYPE_KEY)) {
      typePlace = place;
    } else if (map.keyIs(place, TARGET_SERVICE_KEY)) {
      targetServicePlace = place;
    }
  }

  private void edited() {
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
        known = word(map.classStart(), fixed.classLength);
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
    HeaderEdits.Edit edit = map.edit(key);
    if (edit != null) {
      return edit.value == null ? "" : edit.value;
    }
    if (place < 0) {
      return "";
    }
    byte[] bytes = bytes();
    return word(HeaderMap.valueStart(bytes, place), HeaderMap.valueLength(bytes, place));
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

  @Override
  public long timeoutMillis() {
    return fixed.timeoutOrStatus;
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    return map.get(name);
  }

  @Override
  public void forEach(Visitor visitor) {
    map.forEach(visitor);
  }

  /** A map has one value for a key, so adding is this too. */
  @Override
  public void set(CharSequence name, CharSequence value) {
    map.set(name, value);
    edited();
  }

  @Override
  public void remove(CharSequence name) {
    map.remove(name);
    edited();
  }

  @Override
  protected int room() {
    return map.room();
  }

  @Override
  protected int put(byte[] to, int at, long newId, int newBodyLength) throws ProtocolException {
    return map.put(to, at, fixed, newId, newBodyLength);
  }
}
