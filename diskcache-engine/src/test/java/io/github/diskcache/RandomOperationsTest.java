// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A cache and its naive twin do the same random operations, and must always answer the same. The
 * seed is printed; {@code -Ddiskcache.seed} repeats a run, {@code -Ddiskcache.operations} makes it
 * longer.
 */
@Tag("long")
class RandomOperationsTest {
  private static final int OPERATIONS = Integer.getInteger("diskcache.operations", 100_000);
  private static final int OPERATIONS_PER_OPENING = 1000;
  private static final int MIN_FILE_SIZE = 200;
  private static final List<Object> TAGS = List.of("red", "blue", 7L, 2.5);

  @RegisterExtension final Stores stores = new Stores();

  private final long seed = Long.getLong("diskcache.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Deque<String> history = new ArrayDeque<>();
  private boolean fanout;
  private boolean culls;
  private boolean delayed;
  private List<Object> keys = List.of();
  private Cache<Object, Object> cache;
  private NaiveCache twin;

  @Test
  void cache_randomOperations_answersAsItsTwin() {
    keys = Stream.concat(keysOfAllTypes(), Stream.of(1.0, 0.0, -0.0)).toList();
    run(OPERATIONS);
  }

  @Test
  void fanoutCache_randomOperations_answersAsItsTwin() {
    fanout = true;
    // One and 1.0 may be in different shards.
    keys = keysOfAllTypes().toList();
    run(OPERATIONS / 4);
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "One cache has one of both")
  @Test
  void delayedCache_randomOperations_answersAsItsTwin() {
    delayed = true;
    keys = keysOfAllTypes().toList();
    run(OPERATIONS / 2);
  }

  private static Stream<Object> keysOfAllTypes() {
    Stream<Object> others =
        Stream.of(
            "",
            "a",
            "é\0😀",
            new byte[0],
            new byte[] {97},
            1.5,
            true,
            BigInteger.TWO.pow(70),
            Tuple.of("a", 1L),
            List.of("a", 1L));
    return Stream.concat(LongStream.range(-3, 20).boxed(), others);
  }

  private void run(int operations) {
    System.out.println("RandomOperationsTest: -Ddiskcache.seed=" + seed);
    twin = new NaiveCache(stores.clock());
    reopen();
    try {
      for (int i = 0; i < operations; i++) {
        if (i % OPERATIONS_PER_OPENING == OPERATIONS_PER_OPENING - 1) {
          compareAll();
          reopen();
        }
        operate(0);
      }
      compareAll();
      assertThat(cache.maintenance().check().problems()).isEmpty();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", after " + String.join("\n", history), e);
    }
  }

  /** Closes the cache and opens it with other settings. */
  private void reopen() {
    if (cache != null) {
      cache.close();
    }
    List<EvictionPolicy> policies = EvictionPolicy.standard();
    EvictionPolicy policy = policies.get(random.nextInt(policies.size()));
    boolean indexed = random.nextBoolean();
    boolean counts = random.nextBoolean();
    culls = random.nextBoolean();
    note("reopen " + policy + " culls " + culls);
    CacheBuilder builder =
        stores
            .builder()
            .evictionPolicy(policy)
            .busyTimeout(Duration.ofMinutes(1))
            .setting(Setting.TAG_INDEX, indexed)
            .setting(Setting.STATISTICS, counts)
            .setting(Setting.CULL_LIMIT, culls ? 10 : 0)
            .setting(Setting.DISK_MIN_FILE_SIZE, MIN_FILE_SIZE);
    if (delayed) {
      // Nothing is written before it has to be, so that each run of a seed is the same.
      builder.writeBehind(new WriteBehind(1 + random.nextInt(50), Duration.ofHours(1)));
    }
    cache = fanout ? stores.openFanout(builder, 3) : stores.open(builder);
    // Which expired entries had been culled before their key was set again, the cache alone knows.
    cache.expire();
    twin.expire();
    assertThat(identities(cache.keys()))
        .containsExactlyInAnyOrderElementsOf(identities(twinKeys()));
    twin.reorder(cache.keys());
  }

  private void note(String operation) {
    history.add(operation);
    if (history.size() > 30) {
      history.remove();
    }
  }

  private void operate(int depth) {
    Object key = keys.get(random.nextInt(keys.size()));
    int choice = random.nextInt(100);
    note("[" + choice + "] " + depth + " " + Texts.shorten(key));
    if (choice < 22) {
      set(key);
    } else if (choice < 30) {
      Object value = value();
      Duration ttl = ttl();
      Object tag = tag();
      boolean added = twin.add(key, value, ttl, tag);
      assertThat(cache.add(key, value, new WriteOptions(ttl, tag))).isEqualTo(added);
    } else if (choice < 50) {
      compare(key);
    } else if (choice < 57) {
      NaiveCache.Stored popped = twin.pop(key);
      assertSame(cache.popEntry(key), popped);
    } else if (choice < 64) {
      assertThat(cache.delete(key)).isEqualTo(twin.pop(key) != null);
    } else if (choice < 71) {
      Duration ttl = ttl();
      boolean touched = twin.touch(key, ttl);
      assertThat(ttl == null ? cache.touch(key) : cache.touch(key, ttl)).isEqualTo(touched);
    } else if (choice < 82) {
      increment(key);
    } else if (choice < 86) {
      stores.clock().advance(Duration.ofSeconds(random.nextInt(4)));
    } else if (choice < 89) {
      Object tag = TAGS.get(random.nextInt(TAGS.size()));
      assertCount(cache.evict(tag), twin.evict(tag));
    } else if (choice < 91) {
      assertCount(cache.expire(), twin.expire());
    } else if (choice < 92) {
      if (random.nextInt(4) == 0) {
        assertCount(cache.clear(), twin.clear());
      }
    } else if (choice < 95) {
      assertThat(cache.cull()).isLessThanOrEqualTo(twin.expire().size());
    } else if (depth < 2) {
      transact(depth);
    }
  }

  private void set(Object key) {
    Object value = value();
    Duration ttl = ttl();
    Object tag = tag();
    WriteOptions options = new WriteOptions(ttl, tag);
    twin.set(key, value, ttl, tag);
    WriteResult result =
        value instanceof byte[] bytes && random.nextBoolean()
            ? cache.setStream(key, new ByteArrayInputStream(bytes), options)
            : cache.set(key, value, options);
    assertThat(result).isEqualTo(WriteResult.STORED);
  }

  private void increment(Object key) {
    Object expected;
    try {
      expected = twin.increment(key, 3, 10);
    } catch (IllegalStateException e) {
      expected = e.getMessage();
    }
    Object actual;
    try {
      actual = cache.increment(key, 3, 10);
    } catch (CacheTypeException e) {
      actual = "no number";
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void transact(int depth) {
    boolean fails = random.nextInt(3) == 0;
    Runnable body =
        () -> {
          for (int i = random.nextInt(8); i >= 0; i--) {
            operate(depth + 1);
          }
          note(depth + (fails ? " rolls back" : " ends"));
          if (fails) {
            throw new Undo();
          }
        };
    try {
      twin.transact(() -> cache.transact(body));
    } catch (Undo e) {
      if (depth > 0) {
        // There are no savepoints: what has failed inside has to fail outside too.
        throw e;
      }
    }
  }

  private Duration ttl() {
    return random.nextInt(3) == 0 ? Duration.ofSeconds(random.nextInt(12) - 1) : null;
  }

  private Object tag() {
    return random.nextBoolean() ? TAGS.get(random.nextInt(TAGS.size())) : null;
  }

  private Object value() {
    // Few are files: making and removing a directory for each takes most of the time.
    int length = random.nextInt(random.nextInt(8) == 0 ? MIN_FILE_SIZE * 5 / 4 : MIN_FILE_SIZE / 6);
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextDouble();
      case 3 -> List.of("x".repeat(length), (long) length, true);
      case 4 -> Map.of("length", (long) length);
      case 5 -> new byte[length];
      case 6 -> "é\r\n".repeat(length);
      case 7 -> "x".repeat(length);
      default -> (long) random.nextInt(1000);
    };
  }

  private void compare(Object key) {
    NaiveCache.Stored expected = twin.get(key);
    assertThat(cache.contains(key)).as("%s", key).isEqualTo(expected != null);
    assertSame(cache.entry(key), expected);
  }

  private static void assertSame(Optional<Entry<Object>> actual, NaiveCache.Stored expected) {
    if (expected == null) {
      assertThat(actual).isEmpty();
      return;
    }
    Entry<Object> entry = actual.orElseThrow();
    assertThat(Objects.deepEquals(entry.value(), expected.value()))
        .as("%s is %s", entry.value(), expected.value())
        .isTrue();
    assertThat(entry.expiry()).isEqualTo(expected.expiry());
    assertThat(entry.tag()).isEqualTo(expected.tag());
  }

  /** Expired entries may have been culled before, unless culling is off. */
  private void assertCount(long actual, List<NaiveCache.Stored> expected) {
    Instant now = stores.clock().instant();
    long certain =
        culls
            ? expected.stream().filter(stored -> !stored.hasExpired(now)).count()
            : expected.size();
    assertThat(actual).isBetween(certain, (long) expected.size());
  }

  private void compareAll() {
    keys.forEach(this::compare);
    assertCount(cache.size(), List.copyOf(twin.entries()));
    if (culls) {
      assertThat(identities(twinKeys())).containsAll(identities(cache.keys()));
    } else if (fanout) {
      assertThat(encoded(cache.keys())).containsExactlyInAnyOrderElementsOf(encoded(twinKeys()));
    } else {
      assertThat(encoded(cache.keys())).isEqualTo(encoded(twinKeys()));
    }
  }

  private List<Object> twinKeys() {
    return twin.entries().stream().map(NaiveCache.Stored::key).toList();
  }

  private static List<Object> identities(Iterable<Object> keys) {
    List<Object> identities = new ArrayList<>();
    keys.forEach(key -> identities.add(NaiveCache.identity(key)));
    return identities;
  }

  /** Keys as they were set, in a form that has equals. */
  private static List<EncodedKey> encoded(Iterable<Object> keys) {
    List<EncodedKey> encoded = new ArrayList<>();
    keys.forEach(key -> encoded.add(Keys.encode(key)));
    return encoded;
  }
}
