package io.mizzen.protocol.http1;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which fields may stand in a trailer section (RFC 9110 section 6.5.1). */
final class TrailerRules {
  private TrailerRules() {}

  /**
   * Drops what must not be there.
   *
   * @param connectionNames names that Connection listed, see {@link FieldBlock#connectionNames}
   * @return whether anything is left
   */
  static boolean apply(FieldBlock trailers, @Nullable String connectionNames) {
    boolean any = false;
    for (int row = 0; row < trailers.rowCount(); row++) {
      FieldName name = trailers.nameOf(row);
      if (name == null) {
        continue;
      }
      if (name.is(FieldName.Trait.NO_TRAILER)
          || (connectionNames != null && isNamed(trailers, row, connectionNames))) {
        trailers.removeRow(row);
      } else {
        any = true;
      }
    }
    return any;
  }

  private static boolean isNamed(FieldBlock trailers, int row, String connectionNames) {
    String name = trailers.nameText(row).toLowerCase(Locale.ROOT);
    return connectionNames.contains("," + name + ",");
  }
}
