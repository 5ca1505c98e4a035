// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Gets that the heap answers, where a clock around each would cost more than the get. */
@State(Scope.Benchmark)
public class HotGet {
  private static final int KEYS_DRAWN = 1 << 14;

  /** The name of an {@link Arm}. */
  @Param("CAFFEINE")
  public String arm = "CAFFEINE";

  /** {@code bytes}, of which a cache may have to copy what it returns, or {@code text}. */
  @Param("text")
  public String values = "text";

  // Both are there after fill.
  @SuppressWarnings("NullAway.Init")
  private Store store;

  @SuppressWarnings("NullAway.Init")
  private Path directory;

  /** Fills the cache and reads every key once. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    directory = Files.createTempDirectory("hot-get");
    store = Arm.valueOf(arm).open(directory, Scale.USUAL);
    Data data = new Data(Scale.USUAL.valueBytes());
    for (int i = 0; i < Scale.USUAL.entries(); i++) {
      String key = Data.key(i);
      store.set(key, values.equals("text") ? text(i) : data.value(i));
      if (store.get(key) == null) {
        throw new BenchmarkException("Key [" + key + "] is stored and was not found");
      }
    }
  }

  private static String text(int number) {
    return "v".repeat(Scale.USUAL.valueBytes() - Data.KEY_LENGTH) + Data.key(number);
  }

  /** Closes the cache. */
  @TearDown(Level.Trial)
  public void close() {
    store.close();
    Bench.delete(directory);
  }

  /** The keys of one thread in an order of its own; other objects than those stored. */
  @State(Scope.Thread)
  public static class Keys {
    private final String[] drawn = new String[KEYS_DRAWN];
    private int at;

    /** Draws them. */
    @Setup(Level.Trial)
    public void draw() {
      SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = Data.key(random.nextInt(Scale.USUAL.entries()));
      }
    }

    String next() {
      return drawn[at++ & (KEYS_DRAWN - 1)];
    }
  }

  /** Reads a value. */
  @Benchmark
  public @Nullable Object get(Keys keys) {
    return store.get(keys.next());
  }
}
