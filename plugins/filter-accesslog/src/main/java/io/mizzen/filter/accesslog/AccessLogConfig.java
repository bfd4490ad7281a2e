package io.mizzen.filter.accesslog;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.Ratio;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is logged, how, and where to. */
public record AccessLogConfig(
    @Default("stdout")
        @Doc("stdout, stderr, or a file; a relative path starts at the configuration's folder.")
        String target,
    @Doc("The fields of the JSON object, in order; all but request.* and response.* if empty.")
        List<String> fields,
    @Nullable @Doc("Lines of this form instead of JSON, such as '%{time} %{operation} %{why}'.")
        String template,
    @Default("100%") @Doc("The share of streams with why=ok that is logged; others always are.")
        Ratio sample,
    @Doc("Only streams that ended with one of these words; 'failures' is every word but ok.")
        List<String> only,
    @Default("256KiB") @Doc("Lines waiting for the target, per worker; more of them are lost.")
        ByteSize buffer,
    @Default("0B") @Doc("Rotate a file before it grows beyond this; 0B for never.")
        ByteSize maxSize,
    @Default("5") @Doc("How many rotated files are kept.") int keep) {
  /** A few long lines must fit. */
  private static final int LEAST_BUFFER = 64 * 1024;

  /** Per worker and target; more would hide a broken target for long and cost as much memory. */
  private static final int MOST_BUFFER = 64 * 1024 * 1024;

  /** Renaming more files at each rotation would take long; nobody looks at the hundredth. */
  private static final int MOST_KEPT = 100;

  public AccessLogConfig {
    fields = List.copyOf(fields);
    only = List.copyOf(only);
    if (target.isBlank()) {
      throw new IllegalArgumentException("target must be stdout, stderr or a file");
    }
    if (template != null && !fields.isEmpty()) {
      throw new IllegalArgumentException("fields and template exclude each other");
    }
    if (template != null) {
      Template.parse(template);
    }
    for (String field : fields) {
      if (LogFields.find(field) == null) {
        throw new IllegalArgumentException("fields: " + LogFields.unknown(field));
      }
    }
    if (fields.stream().distinct().count() != fields.size()) {
      throw new IllegalArgumentException("fields names one field twice");
    }
    for (String word : only) {
      if (!isWord(word)) {
        throw new IllegalArgumentException(
            "only holds words such as connect_failed, got '" + word + "'");
      }
    }
    if (buffer.bytes() < LEAST_BUFFER || buffer.bytes() > MOST_BUFFER) {
      throw new IllegalArgumentException("buffer must be from 64KiB to 64MiB, got " + buffer);
    }
    if (keep < 1 || keep > MOST_KEPT) {
      throw new IllegalArgumentException("keep must be from 1 to " + MOST_KEPT + ", got " + keep);
    }
  }

  private static boolean isWord(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
}
