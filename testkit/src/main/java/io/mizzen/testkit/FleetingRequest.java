package io.mizzen.testkit;

import io.mizzen.spi.protocol.RequestHead;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request head that is as nasty as a codec may be: every call gives the same view, so a view is
 * overwritten by the next call. For code that must not keep what a head gave it, such as routers;
 * asking it allocates nothing. The verb is GET until another is given. One thread.
 */
public final class FleetingRequest implements RequestHead {
  private final View view = new View();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private String service;
  private String operation;
  private String verb = "GET";

  public FleetingRequest(String service, String operation) {
    this.service = service;
    this.operation = operation;
  }

  /** The same request with a verb. */
  public FleetingRequest verb(String newVerb) {
    verb = newVerb;
    return this;
  }

  /** The same request with a field more; a name has one value. */
  public FleetingRequest with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  private static final class View implements CharSequence {
    private String text = "";

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private CharSequence view(String text) {
    view.text = text;
    return view;
  }

  @Override
  public CharSequence service() {
    return view(service);
  }

  @Override
  public CharSequence operation() {
    return view(operation);
  }

  @Override
  public CharSequence verb() {
    return view(verb);
  }

  @Override
  public boolean rewriteService(CharSequence newService) {
    service = newService.toString();
    return true;
  }

  @Override
  public boolean rewriteOperation(CharSequence newOperation) {
    operation = newOperation.toString();
    return true;
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    String value = fields.get(name.toString());
    return value == null ? null : view(value);
  }

  @Override
  public void forEach(Visitor visitor) {
    fields.forEach(visitor::field);
  }

  @Override
  public void set(CharSequence name, CharSequence value) {
    fields.put(name.toString(), value.toString());
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    fields.putIfAbsent(name.toString(), value.toString());
  }

  @Override
  public void remove(CharSequence name) {
    fields.remove(name.toString());
  }

  @Override
  public Exchange exchange() {
    return Exchange.ANSWERED;
  }

  @Override
  public long timeoutMillis() {
    return 0;
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public String protocol() {
    return "fake";
  }

  @Override
  public long bodyLength() {
    return 0;
  }

  @Override
  public void release() {
    // Nothing is held.
  }

  @Override
  public String toString() {
    return verb + " " + service + operation + " " + fields;
  }
}
