// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Says how many permits an injected {@link io.github.diskcache.recipes.BoundedSemaphore} has. The
 * setting {@code diskcache.<name>.permits} wins over it. All who use one semaphore must agree.
 */
@Documented
@Retention(RUNTIME)
@Target({FIELD, PARAMETER})
public @interface Permits {

  /**
   * Returns the number of permits.
   *
   * @return 1 or more
   */
  int value();
}
