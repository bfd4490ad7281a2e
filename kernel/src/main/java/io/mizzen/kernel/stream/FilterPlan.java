package io.mizzen.kernel.stream;

import io.mizzen.spi.stream.StreamFilter;
import java.util.List;

/** The stream filters of a chain, in order, and what they want of bodies. Immutable. */
public final class FilterPlan {
  private final String[] names;
  private final StreamFilter[] filters;
  private final boolean seesRequestBody;
  private final boolean seesResponseBody;
  private final boolean wantsWholeRequest;
  private final boolean wantsWholeResponse;

  /**
   * @param names one per filter: its name, or its type if it has none
   */
  public FilterPlan(List<String> names, List<StreamFilter> filters) {
    this.names = names.toArray(new String[0]);
    this.filters = filters.toArray(new StreamFilter[0]);
    this.seesRequestBody =
        filters.stream().anyMatch(f -> f.requestBody() != StreamFilter.BodyMode.IGNORE);
    this.seesResponseBody =
        filters.stream().anyMatch(f -> f.responseBody() != StreamFilter.BodyMode.IGNORE);
    this.wantsWholeRequest =
        filters.stream().anyMatch(f -> f.requestBody() == StreamFilter.BodyMode.WHOLE);
    this.wantsWholeResponse =
        filters.stream().anyMatch(f -> f.responseBody() == StreamFilter.BodyMode.WHOLE);
  }

  public int size() {
    return filters.length;
  }

  public StreamFilter filter(int index) {
    return filters[index];
  }

  public String name(int index) {
    return names[index];
  }

  public boolean seesRequestBody() {
    return seesRequestBody;
  }

  public boolean seesResponseBody() {
    return seesResponseBody;
  }

  /** Whether the request goes upstream only when all of its body was seen. */
  public boolean wantsWholeRequest() {
    return wantsWholeRequest;
  }

  /** Whether the answer goes downstream only when all of its body was seen. */
  public boolean wantsWholeResponse() {
    return wantsWholeResponse;
  }
}
