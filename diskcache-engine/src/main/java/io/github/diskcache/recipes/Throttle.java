// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.Entry;
import io.github.diskcache.Tuple;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Lets calls of all threads and processes pass at a {@link Rate}: a bucket that starts full, gives
 * one token a call, and fills steadily. Its row holds the time of the last call and the tokens left
 * then, as python-diskcache's does.
 *
 * <p>A bucket that is there already is taken as it is, so that a process that starts again and
 * again gains nothing; {@link #reset} fills it. A row that expired or was evicted is a full bucket.
 * A clock set back costs the tokens of that time, and nothing else.
 *
 * <p>Thread-safe. Threads of one process that wait pass in the order of arrival.
 *
 * <pre>{@code
 * Throttle throttle = new Throttle(cache, "requests", Rate.of(2, Duration.ofSeconds(1)));
 * throttle.acquire();
 * send(request);
 * }</pre>
 */
public final class Throttle {
  private static final KeyedStates<WaitingLine> LINES = new KeyedStates<>(WaitingLine::new);

  private final Cache<Object, Object> cache;
  private final Object key;
  private final Rate rate;
  private final ThrottleOptions options;
  private final WaitingLine line;

  private record Bucket(double last, double tally) {}

  /**
   * Opens a throttle, and fills its bucket if there is none.
   *
   * @param cache where its row is; must evict nothing
   * @param key the key of its row
   * @param rate how many calls pass
   */
  public Throttle(Cache<Object, Object> cache, Object key, Rate rate) {
    this(cache, key, rate, ThrottleOptions.DEFAULT);
  }

  /**
   * Opens a throttle, and fills its bucket if there is none.
   *
   * @param cache where its row is; must evict nothing
   * @param key the key of its row
   * @param rate how many calls pass
   * @param options row and time
   */
  public Throttle(Cache<Object, Object> cache, Object key, Rate rate, ThrottleOptions options) {
    this.cache = cache.retrying();
    this.key = Objects.requireNonNull(key, "key");
    this.rate = Objects.requireNonNull(rate, "rate");
    this.options = Objects.requireNonNull(options, "options");
    this.line = LINES.of(cache, key);
    this.cache.add(key, Tuple.of(now(), rate.count()), options.row());
  }

  /** Fills the bucket. */
  public void reset() {
    write(Tuple.of(now(), rate.count()));
  }

  /**
   * Takes a token, waiting for one as long as it takes.
   *
   * @throws InterruptedException when the thread is or becomes interrupted; no token is taken then
   */
  public void acquire() throws InterruptedException {
    try (Patience patience = Patience.forever()) {
      patience.takeTurn(line.turn);
      try {
        for (Duration delay = take(patience); !delay.isZero(); delay = take(patience)) {
          options.sleeper().sleep(delay);
        }
      } finally {
        line.turn.release();
      }
    }
  }

  /**
   * Takes a token if there is one now, past threads that wait.
   *
   * @return whether it was taken
   */
  public boolean tryAcquire() {
    try (Patience patience = Patience.none()) {
      return take(patience).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Runs a task once a token is taken.
   *
   * @param task the task
   * @throws InterruptedException when the thread is or becomes interrupted while it waits
   */
  public void run(Runnable task) throws InterruptedException {
    acquire();
    task.run();
  }

  /**
   * Calls a task once a token is taken.
   *
   * @param <T> the type of the result
   * @param task the task
   * @return its result
   * @throws InterruptedException when the thread is or becomes interrupted while it waits
   * @throws Exception what the task throws
   */
  public <T> T call(Callable<T> task) throws Exception {
    acquire();
    return task.call();
  }

  /**
   * Returns a task that takes a token each time it is called.
   *
   * @param <T> the type of the result
   * @param task the task
   * @return the throttled task
   */
  public <T> Callable<T> wrap(Callable<T> task) {
    return () -> call(task);
  }

  /** Takes a token, or says how long until there may be one: zero when it was taken. */
  private Duration take(Patience patience) throws InterruptedException {
    return patience.run(() -> cache.transactOn(key, this::take));
  }

  private Duration take() {
    double now = now();
    Bucket bucket = bucket(now, cache.entry(key));
    double tally = bucket.tally + Math.max(0, now - bucket.last) * rate.perSecond();
    if (tally > rate.count()) {
      write(Tuple.of(now, rate.count() - 1));
      return Duration.ZERO;
    }
    if (tally >= 1) {
      write(Tuple.of(now, tally - 1));
      return Duration.ZERO;
    }
    if (now < bucket.last) {
      // The clock was set back: count from its new time, or nothing passes until the old one.
      write(Tuple.of(now, tally));
    }
    return Seconds.toDuration((1 - tally) / rate.perSecond());
  }

  private void write(Tuple bucket) {
    Rows.write(cache, key, bucket, options.row());
  }

  private Bucket bucket(double now, Optional<Entry<Object>> row) {
    if (row.isEmpty()) {
      return new Bucket(now, rate.count());
    }
    if (row.get().value() instanceof Tuple tuple
        && tuple.items().size() == 2
        && tuple.items().get(0) instanceof Number last
        && tuple.items().get(1) instanceof Number tally) {
      return new Bucket(last.doubleValue(), tally.doubleValue());
    }
    throw new IllegalStateException(
        Messages.message(
            "throttle", key, "its entry holds no time and tally", "keep other values elsewhere"));
  }

  private double now() {
    return Seconds.of(options.clock().instant());
  }

  @Override
  public String toString() {
    return "Throttle[" + key + " in " + cache + "]";
  }
}
