package io.mizzen.kernel.config;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.RefersTo;
import io.mizzen.spi.config.Rest;
import io.mizzen.spi.config.Secret;
import io.mizzen.spi.config.ShortForm;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of one record component: its key, its shape and what its annotations say. */
final class ComponentShape {
  private final int index;
  private final String name;
  private final Shape shape;
  private final boolean nullable;
  private final boolean secret;
  private final boolean rest;
  private final boolean shortForm;
  private final @Nullable String defaultText;
  private final @Nullable String refersTo;
  private final @Nullable String doc;
  private final Method accessor;

  ComponentShape(int index, RecordComponent component) {
    this.index = index;
    this.name = component.getName();
    this.shape = Shape.of(component.getGenericType(), component);
    this.nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    this.secret = component.isAnnotationPresent(Secret.class);
    this.rest = component.isAnnotationPresent(Rest.class);
    this.shortForm = component.isAnnotationPresent(ShortForm.class);
    this.defaultText = text(component, Default.class, Default::value);
    this.refersTo = text(component, RefersTo.class, RefersTo::value);
    this.doc = text(component, Doc.class, Doc::value);
    this.accessor = component.getAccessor();
    accessor.setAccessible(true);
    if (shortForm && !(shape instanceof Shape.Scalar)) {
      throw new IllegalArgumentException("@ShortForm needs a value that is one text");
    }
    boolean extensions = shape instanceof Shape.Keyed k && k.value() instanceof Shape.Extension;
    if (rest && !extensions && !(shape instanceof Shape.Deferred)) {
      throw new IllegalArgumentException(
          "@Rest needs a ConfigNode or an @OfKind Map<String, Component>");
    }
  }

  private static <A extends Annotation> @Nullable String text(
      RecordComponent component, Class<A> type, Function<A, String> value) {
    A annotation = component.getAnnotation(type);
    return annotation == null ? null : value.apply(annotation);
  }

  int index() {
    return index;
  }

  String name() {
    return name;
  }

  Shape shape() {
    return shape;
  }

  boolean nullable() {
    return nullable;
  }

  boolean secret() {
    return secret;
  }

  /** Whether it may stand for the whole record. */
  boolean shortForm() {
    return shortForm;
  }

  boolean rest() {
    return rest;
  }

  /** The kind of extension whose types are the keys of this rest, or null. */
  @Nullable String restKind() {
    boolean extensions = rest && shape instanceof Shape.Keyed;
    return extensions && ((Shape.Keyed) shape).value() instanceof Shape.Extension extension
        ? extension.kind()
        : null;
  }

  @Nullable String defaultText() {
    return defaultText;
  }

  /** The top-level list whose elements it names, or null. */
  @Nullable String refersTo() {
    return refersTo;
  }

  @Nullable String doc() {
    return doc;
  }

  /** What is expected, with its article. */
  String describe() {
    boolean one = shape instanceof Shape.Scalar;
    return refersTo != null && one
        ? "the name of " + Words.withArticle(Words.singular(refersTo))
        : shape.describe();
  }

  /** Whether a configuration must name it. */
  boolean required() {
    boolean emptyIfAbsent = shape instanceof Shape.Many || shape instanceof Shape.Keyed;
    return !nullable && !rest && defaultText == null && !emptyIfAbsent;
  }

  /** The value in a bound record. */
  @Nullable Object value(Record record) {
    try {
      return accessor.invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + record.getClass() + "." + name, e);
    }
  }
}
