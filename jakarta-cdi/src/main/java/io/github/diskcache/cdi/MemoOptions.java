// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the results of one method are kept.
 *
 * @param ttl how long a result lives; null: for ever
 * @param lockTimeout how long a call waits for another one; null: without limit
 * @param beta how eagerly results are computed anew before they expire; 0: never
 * @param cacheNull whether null is kept
 * @param rule decides by the result; null: all are kept
 */
record MemoOptions(
    @Nullable Duration ttl,
    @Nullable Duration lockTimeout,
    double beta,
    boolean cacheNull,
    @Nullable Supplier<ResultRule<@Nullable Object>> rule) {

  /** How to write a result, or empty when it is not to be stored. */
  @SuppressWarnings("NullAway") // a rule may be of a nullable type
  Optional<WriteOptions> row(@Nullable Object result, @Nullable Object tag) {
    if (result == null && !cacheNull) {
      return Optional.empty();
    }
    Duration lives = ttl;
    if (rule != null) {
      ResultRule<@Nullable Object> decides = rule.get();
      if (!decides.stores(result)) {
        return Optional.empty();
      }
      lives = decides.ttl(result).orElse(ttl);
    }
    return lives != null && (lives.isZero() || lives.isNegative())
        ? Optional.empty()
        : Optional.of(new WriteOptions(lives, tag));
  }

  boolean isRecomputedEarly() {
    return beta > 0 && (ttl != null || rule != null);
  }
}
