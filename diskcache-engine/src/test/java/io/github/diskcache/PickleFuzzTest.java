// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads pickles that no pickler made. */
class PickleFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final List<PickleOpcode> HARMLESS =
      List.copyOf(EnumSet.range(PickleOpcode.PROTO, PickleOpcode.LONG_BINGET));
  private static final long FIXED_BYTES = 64 * 1024;
  private static final long BYTES_PER_BYTE = 256;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void read_mutatedPickles_isReadOrRefusedWithinBounds() {
    List<byte[]> samples = samples();
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] pickle = samples.get(random.nextInt(samples.size()));
      for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
        pickle = mutated(pickle, samples);
      }
      read += isRead(pickle) ? 1 : 0;
    }
    assertThat(read).isBetween(1, ROUNDS - 1);
  }

  @Test
  void read_randomPrograms_isReadOrRefusedWithinBounds() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] pickle = new byte[2 + random.nextInt(40)];
      for (int j = 2; j < pickle.length; j++) {
        pickle[j] = random.nextInt(4) == 0 ? (byte) random.nextInt(8) : harmlessOpcode();
      }
      pickle[0] = PickleOpcode.PROTO.code();
      pickle[1] = 5;
      isRead(pickle);
    }
  }

  private byte harmlessOpcode() {
    return HARMLESS.get(random.nextInt(HARMLESS.size())).code();
  }

  private List<byte[]> samples() {
    List<byte[]> samples = new ArrayList<>();
    for (int i = 0; samples.size() < 100; i++) {
      Object sample = new PickleSamples(seed + i, true).container();
      byte[] pickle = i % 2 == 0 ? PickleWriter.value(sample) : PickleWriter.key(sample);
      if (pickle.length < 2000) {
        samples.add(pickle);
      }
    }
    return samples;
  }

  private byte[] mutated(byte[] pickle, List<byte[]> samples) {
    if (pickle.length == 0) {
      return new byte[] {(byte) 0x80};
    }
    byte[] copy = pickle.clone();
    int at = random.nextInt(copy.length);
    switch (random.nextInt(6)) {
      case 0 -> copy[at] = (byte) random.nextInt();
      case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> copy[at] = harmlessOpcode();
      case 3 -> Arrays.fill(copy, at, Math.min(copy.length, at + 8), (byte) random.nextInt());
      case 4 -> copy = Arrays.copyOf(copy, at);
      default -> {
        byte[] other = samples.get(random.nextInt(samples.size()));
        int from = random.nextInt(other.length);
        copy = Arrays.copyOf(copy, at + other.length - from);
        System.arraycopy(other, from, copy, at, other.length - from);
      }
    }
    return copy;
  }

  private boolean isRead(byte[] pickle) {
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean read = false;
    try {
      PickleReader.read(pickle);
      read = true;
    } catch (CacheTypeException | DamagedValueException e) {
      assertThat(e).hasMessageNotContaining("null");
    } catch (Throwable t) {
      fail("seed " + seed + ", pickle " + HexFormat.of().formatHex(pickle), t);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated, seed %d", seed)
        .isLessThan(FIXED_BYTES + BYTES_PER_BYTE * pickle.length);
    return read;
  }
}
