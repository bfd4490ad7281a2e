package io.mizzen.kernel.operate;

import io.mizzen.spi.protocol.RequestHead;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that nobody sent: what a person asks a route for. Names of fields ignore case. */
public final class DescribedHead implements RequestHead {
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final String verb;
  private String service;
  private String operation;

  public DescribedHead(String service, String operation, String verb, Map<String, String> fields) {
    this.service = service;
    this.operation = operation;
    this.verb = verb;
    this.fields.putAll(fields);
  }

  @Override
  public String protocol() {
    return "described";
  }

  @Override
  public long bodyLength() {
    return 0;
  }

  @Override
  public void release() {
    // Holds no buffers.
  }

  @Override
  public CharSequence service() {
    return service;
  }

  @Override
  public CharSequence operation() {
    return operation;
  }

  @Override
  public CharSequence verb() {
    return verb;
  }

  @Override
  public boolean rewriteService(CharSequence next) {
    service = next.toString();
    return true;
  }

  @Override
  public boolean rewriteOperation(CharSequence next) {
    operation = next.toString();
    return true;
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
  public @Nullable CharSequence get(CharSequence name) {
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (field.getKey().equalsIgnoreCase(name.toString())) {
        return field.getValue();
      }
    }
    return null;
  }

  @Override
  public void forEach(Visitor visitor) {
    fields.forEach(visitor::field);
  }

  @Override
  public void set(CharSequence name, CharSequence value) {
    remove(name);
    fields.put(name.toString(), value.toString());
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    fields.put(name.toString(), value.toString());
  }

  @Override
  public void remove(CharSequence name) {
    fields.keySet().removeIf(known -> known.equalsIgnoreCase(name.toString()));
  }
}
