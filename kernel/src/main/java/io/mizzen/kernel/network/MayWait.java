package io.mizzen.kernel.network;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Waits, and may, as no worker ever runs it: opening and closing, name look-ups of the control
 * thread. Excepts what it marks from the calls forbidden on the request path (config/).
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.CONSTRUCTOR})
@Retention(RetentionPolicy.CLASS)
public @interface MayWait {
  /** Who runs it instead. */
  String value();
}
