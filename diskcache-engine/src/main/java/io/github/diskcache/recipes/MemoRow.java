// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Entry;
import io.github.diskcache.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a result lies in its row. Implementations are immutable. */
interface MemoRow {
  /**
   * A result found.
   *
   * @param result the result
   * @param recomputeFor how long a recomputation is expected to take that is to begin now; null:
   *     none
   */
  record Found(@Nullable Object result, @Nullable Duration recomputeFor) {}

  /** The result in a row, or empty when it holds none. */
  Optional<Found> find(Entry<Object> row);

  /** What to store for a result that took a time to compute. */
  @Nullable Object value(@Nullable Object result, Duration took);

  /** The row is the result. */
  record Whole() implements MemoRow {
    @Override
    public Optional<Found> find(Entry<Object> row) {
      return Optional.of(new Found(row.value(), null));
    }

    @Override
    public @Nullable Object value(@Nullable Object result, Duration took) {
      return result;
    }
  }

  /**
   * The row is the result and the seconds it took to compute, delta, by which chance decides to
   * compute it anew before it expires: when {@code -delta * beta * ln(u)} reaches the time it has
   * left, u being uniform between 0 and 1. So one of many callers computes early, the likelier the
   * closer expiry is, and the others never find it expired together. With beta 1 this is the best
   * that callers who do not know of each other can do: A. Vattani, F. Chierichetti, K. Lowenstein,
   * "Optimal Probabilistic Cache Stampede Prevention", PVLDB 8(8), 2015, pages 886-897.
   */
  record WithDelta(double beta, MemoizerOptions options) implements MemoRow {
    @Override
    public Optional<Found> find(Entry<Object> row) {
      if (row.value() instanceof Tuple pair
          && pair.items().size() == 2
          && pair.items().get(1) instanceof Number delta) {
        double seconds = delta.doubleValue();
        boolean early = isDueEarly(row.expiry(), seconds);
        return Optional.of(
            new Found(pair.items().get(0), early ? Seconds.toDuration(seconds) : null));
      }
      return Optional.empty();
    }

    private boolean isDueEarly(@Nullable Instant expiry, double delta) {
      if (expiry == null) {
        return false;
      }
      double left = Seconds.of(expiry) - Seconds.of(options.clock().instant());
      return -delta * beta * Math.log(options.random().getAsDouble()) >= left;
    }

    @Override
    public Object value(@Nullable Object result, Duration took) {
      return Tuple.of(result, took.isNegative() ? 0.0 : Seconds.of(took));
    }
  }
}
