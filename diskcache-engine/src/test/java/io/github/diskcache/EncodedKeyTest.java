// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedKeyTest {

  @ParameterizedTest
  @CsvSource({
    "42, 42, 2",
    "-1, 4294967294, 6",
    "-7, 4294967288, 0",
    "4294967295, 0, 0",
    "4294967296, 1, 1",
    "9223372036854775807, 2147483647, 7",
    "-9223372036854775808, 2147483647, 7"
  })
  void hash_integers_areTakenModuloTwoToTheThirtyTwoMinusOne(long key, long hash, int shard) {
    assertHash(key, hash, shard);
  }

  @ParameterizedTest
  @CsvSource({"1.0, 143655216, 0", "3.14, 197198592, 0", "0.0, 524289, 1", "-0.0, 67633281, 1"})
  void hash_doubles_areHashedByTheirBytes(double key, long hash, int shard) {
    assertHash(key, hash, shard);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, 1",
    "a, 6422626, 2",
    "hello, 103547413, 5",
    "héllo, 192152348, 4",
    "日本, 260506705, 1",
    "😀, 122749608, 0"
  })
  void hash_texts_areHashedByTheirUtf8(String key, long hash, int shard) {
    assertHash(key, hash, shard);
  }

  @Test
  void hash_bytes_isTheirChecksum() {
    assertHash(new byte[0], 1, 1);
    assertHash(new byte[] {'a'}, 6422626, 2);
    assertHash(new byte[] {0, (byte) 0xFF}, 16843008, 0);
  }

  @Test
  void hash_pickledKeys_isTheChecksumOfThePickle() {
    assertHash(null, 48038146, 2);
    assertHash(true, 55640380, 4);
    assertHash(false, 55771453, 5);
    assertHash(BigInteger.ONE.shiftLeft(63), 565641832, 0);
    assertHash(Tuple.of(1, 2), 371393134, 6);
    assertHash(Tuple.of("a", "b"), 538903476, 4);
    assertHash(Tuple.of("__main__.fib", 100, null), 1721108472, 0);
  }

  @Test
  void equals_sameContent_isEqual() {
    EncodedKey key = new EncodedKey(new byte[] {1, 2}, true);

    assertThat(key).isEqualTo(new EncodedKey(new byte[] {1, 2}, true));
    assertThat(key).hasSameHashCodeAs(new EncodedKey(new byte[] {1, 2}, true));
    assertThat(key).isNotEqualTo(new EncodedKey(new byte[] {1, 2}, false));
    assertThat(key).isNotEqualTo(new EncodedKey(new byte[] {1, 3}, true));
    assertThat(new EncodedKey("a", true)).isNotEqualTo(new EncodedKey(new byte[] {'a'}, true));
    assertThat(new EncodedKey(1L, true)).isEqualTo(new EncodedKey(1L, true));
  }

  private static void assertHash(Object key, long hash, int shard) {
    EncodedKey encoded = Keys.encode(key);

    assertThat(encoded.hash()).isEqualTo(hash);
    assertThat(encoded.shard(8)).isEqualTo(shard);
  }
}
