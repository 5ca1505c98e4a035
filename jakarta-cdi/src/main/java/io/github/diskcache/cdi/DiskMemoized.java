// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Keeps the results of a method on disk, by its arguments, for all threads and processes of the
 * host, and over restarts. A method that returns a {@code CompletionStage} is called
 * asynchronously: what its stage completes with is kept.
 *
 * <p><b>Single flight.</b> Of all threads and processes that miss a result one calls the method,
 * the others wait for what it returns. What it throws is theirs too, within a process, and is never
 * kept. When its process is killed, another one calls within 30 seconds.
 *
 * <p><b>Evictions count at once.</b> A result whose computation began before a {@link DiskEvict} or
 * {@link DiskPut} of its key is not stored after it, and not given to calls that begin after it.
 *
 * <p><b>The cache never fails a call.</b> Where it cannot be read or written, the method is called;
 * that is counted and logged once.
 *
 * <p>The annotation does nothing on calls of {@code this}, which no interceptor sees; {@link
 * DiskCaches#memoize} does the same in code. What it cannot mean fails deployment: private, static
 * and final methods, void, types that are no keys or results.
 *
 * <p>The strings may hold {@code ${name}} and {@code ${name:default}}, which configuration
 * resolves. The setting {@code <class>/<method>/DiskMemoized/expire} wins over {@link #expire}.
 */
@InterceptorBinding
@Documented
@Retention(RUNTIME)
@Target({METHOD, ANNOTATION_TYPE})
public @interface DiskMemoized {

  /**
   * Returns the name of the cache that holds the results.
   *
   * @return empty: {@code default}
   */
  @Nonbinding
  String cache() default "";

  /**
   * Returns the name of the method in keys. Renaming a class or method, or changing what a method
   * does, need not lose or keep results when this says so.
   *
   * @return empty: the bean's class, the method and its parameter types, such as {@code
   *     shop.Prices.lookup(String)}
   */
  @Nonbinding
  String name() default "";

  /**
   * Returns how long a result lives.
   *
   * @return ISO-8601 such as {@code PT10M}, or {@code 10m}, {@code 2h}, {@code 7d}; {@code never};
   *     empty: what configuration says, else for ever
   */
  @Nonbinding
  String expire() default "";

  /**
   * Returns the tag that {@link DiskEvict#tag} finds the results by.
   *
   * @return text, in which {@code {0}} and {@code {name}} stand for arguments; empty: none
   */
  @Nonbinding
  String tag() default "";

  /**
   * Tells whether arguments of different classes that look the same, such as an {@code Integer} and
   * a {@code Long} given for an {@code Object}, are told apart.
   *
   * @return whether they are
   */
  @Nonbinding
  boolean typed() default false;

  /**
   * Returns the parameters that do not count in the key, as {@link CacheIgnore} has it.
   *
   * @return names, where the class was compiled with {@code -parameters}, or positions from 0
   */
  @Nonbinding
  String[] ignore() default {};

  /**
   * Returns what makes the key of a call.
   *
   * @return the interface itself: nothing, the arguments do
   */
  @Nonbinding
  Class<? extends CacheKeyGenerator> keyGenerator() default CacheKeyGenerator.class;

  /**
   * Returns what decides whether a result is stored, and for how long.
   *
   * @return the interface itself: nothing, every result is
   */
  @Nonbinding
  @SuppressWarnings("rawtypes")
  Class<? extends ResultRule> rule() default ResultRule.class;

  /**
   * Returns how eagerly one caller computes anew before the result expires, while the others go on
   * getting the present one.
   *
   * @return 0: never; 1: the best guess by how long computing takes; above: more eagerly
   */
  @Nonbinding
  double beta() default 0;

  /**
   * Returns how long a call waits for another one that computes the same result, and then calls the
   * method itself.
   *
   * @return as {@link #expire}; empty: what configuration says, else without limit
   */
  @Nonbinding
  String lockTimeout() default "";

  /**
   * Tells whether null, and an empty {@code Optional}, is a result that is kept.
   *
   * @return whether it is
   */
  @Nonbinding
  boolean cacheNull() default true;
}
