// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressingCodecTest {
  private static final String TEXT = "é text that repeats itself; ".repeat(100);

  @RegisterExtension final Stores stores = new Stores();

  /** The two algorithms. */
  enum With {
    DEFLATE,
    ZSTD;

    <T> Codec<T> of(Codec<T> codec) {
      return this == ZSTD ? CompressingCodec.zstd(codec) : CompressingCodec.deflate(codec);
    }

    Codec<Object> plain() {
      return of(Codec.of(Object.class));
    }
  }

  @ParameterizedTest
  @EnumSource
  void encode_everyKind_shrinksAndComesBack(With with) {
    Object list = LongStream.range(0, 1000).boxed().toList();
    for (Object value : List.of(TEXT, list, Map.of("text", TEXT), Tuple.of(TEXT))) {
      byte[] stored = (byte[]) with.plain().encode(value);

      assertThat(stored).hasSizeLessThan(TEXT.length());
      assertThat(with.plain().decode(stored)).isEqualTo(value);
    }
    byte[] bytes = new byte[10_000];
    assertThat((byte[]) with.plain().encode(bytes)).hasSizeLessThan(1000);
    assertThat((byte[]) with.plain().decode(with.plain().encode(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void encode_whatDoesNotShrink_isStoredAsItIs(With with) {
    byte[] random = new byte[10_000];
    new Random(7).nextBytes(random);

    for (Object value : List.of(5L, 1.5, true, "short", new byte[10], List.of(), random)) {
      assertThat(with.plain().encode(value)).isSameAs(value);
      assertThat(with.plain().decode(value)).isSameAs(value);
    }
  }

  @ParameterizedTest
  @EnumSource
  void encode_bytesThatLookCompressed_comeBackAllTheSame(With with) {
    byte[] compressed = (byte[]) with.plain().encode(TEXT);
    byte[] header = Arrays.copyOf(compressed, 3);

    for (byte[] value : List.of(compressed, header, Arrays.copyOf(compressed, 20))) {
      Object stored = with.plain().encode(value);

      assertThat((byte[]) stored).isNotEqualTo(value);
      assertThat((byte[]) with.plain().decode(stored)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource
  void encode_aThousandfold_isStoredAsItIsAbove1MiB(With with) {
    byte[] zeros = new byte[64 << 20];
    byte[] few = new byte[1 << 20];

    Object stored = with.plain().encode(zeros);

    assertThat((byte[]) with.plain().decode(stored)).hasSize(zeros.length);
    assertThat((byte[]) with.plain().encode(few)).hasSizeLessThan(10_000);
    assertThat((byte[]) with.plain().decode(with.plain().encode(few))).isEqualTo(few);
  }

  @ParameterizedTest
  @EnumSource
  void decode_bomb_isRefusedBeforeAnythingIsExpanded(With with) {
    byte[] stored = (byte[]) with.plain().encode(TEXT);

    for (int length : new int[] {Integer.MAX_VALUE, 300 << 20, 2 << 20}) {
      ByteBuffer.wrap(stored).putInt(4, length);
      assertThatThrownBy(() -> with.plain().decode(stored))
          .as("%d", length)
          .isInstanceOf(CacheTypeException.class)
          .hasMessageContaining("they would expand to " + length + " bytes");
    }
    for (int length : new int[] {-1, Integer.MIN_VALUE}) {
      ByteBuffer.wrap(stored).putInt(4, length);
      assertThatThrownBy(() -> with.plain().decode(stored))
          .isInstanceOf(DamagedValueException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decode_lengthThatIsNotTrue_isDamaged(With with) {
    byte[] stored = (byte[]) with.plain().encode(TEXT);
    int length = ByteBuffer.wrap(stored).getInt(4);

    for (int wrong : new int[] {0, 1, length - 1, length + 1, 100_000}) {
      ByteBuffer.wrap(stored).putInt(4, wrong);
      assertThatThrownBy(() -> with.plain().decode(stored))
          .as("%d", wrong)
          .isInstanceOf(DamagedValueException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decode_everyFlippedBitAndPrefix_isDamagedOrRefused(With with) {
    byte[] stored = (byte[]) with.plain().encode(TEXT);
    for (int bit = 8 * 3; bit < 8 * stored.length; bit++) {
      byte[] flipped = stored.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        // A bit in the kind makes bytes of text; zstd's header has bits that mean nothing.
        Object value = with.plain().decode(flipped);
        assertThat(value instanceof byte[] || TEXT.equals(value)).as("bit %d", bit).isTrue();
      } catch (DamagedValueException | CacheTypeException e) {
        // one of the two answers
      }
    }
    for (int length = 3; length < stored.length; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThatThrownBy(() -> with.plain().decode(cut)).isInstanceOf(DamagedValueException.class);
    }
    byte[] longer = Arrays.copyOf(stored, stored.length + 1);
    assertThatThrownBy(() -> with.plain().decode(longer)).isInstanceOf(DamagedValueException.class);
  }

  @Test
  void encode_aboveTheLimit_isRefused() {
    CompressingCodec<Object> codec = CompressingCodec.deflate(Codec.of(Object.class)).limit(1000);

    assertThat(codec.encode("x".repeat(1000))).isInstanceOf(byte[].class);
    assertThatThrownBy(() -> codec.encode("x".repeat(1001)))
        .isInstanceOf(CacheTypeException.class)
        .hasMessage(
            "Cannot compress [1001 bytes]: the limit is 1000; raise the limit, or store a stream");
    byte[] large = (byte[]) With.DEFLATE.plain().encode(TEXT);
    assertThatThrownBy(() -> codec.decode(large))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("raise the limit");
    assertThatThrownBy(() -> codec.limit(0)).isInstanceOf(CacheSettingException.class);
  }

  @Test
  void encode_loneSurrogate_isRefusedAndNotReplaced() {
    assertThatThrownBy(() -> With.DEFLATE.plain().encode("\ud800".repeat(1000)))
        .isInstanceOf(CacheTypeException.class);
  }

  @Test
  void decode_otherAlgorithm_isReadWhicheverWrites() {
    assertThat(With.DEFLATE.plain().decode(With.ZSTD.plain().encode(TEXT))).isEqualTo(TEXT);
    assertThat(With.ZSTD.plain().decode(With.DEFLATE.plain().encode(TEXT))).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void cache_compressedJson_takesLessAndReadsWhatWasThereBefore(With with) throws Exception {
    CodecTest.Line line = new CodecTest.Line(TEXT, 1, new java.math.BigDecimal("0.10"));
    Codec<CodecTest.Line> json = Codec.of(CodecTest.Line.class);
    stores.opened(stores.builder().open(String.class, CodecTest.Line.class)).set("before", line);
    Codec<CodecTest.Line> compressed = with.of(json);

    Cache<String, CodecTest.Line> cache =
        stores.opened(stores.builder().open(Codec.ofKey(String.class), compressed));
    cache.set("after", line);

    assertThat(cache.get("before")).isEqualTo(line);
    assertThat(cache.get("after")).isEqualTo(line);
    List<List<Object>> sizes =
        Stores.rows(stores.directory(), "SELECT length(CAST(value AS BLOB)) FROM Cache");
    assertThat((int) sizes.get(0).get(0)).isGreaterThan(20 * (int) sizes.get(1).get(0));
  }

  @Test
  void cache_damagedCompressedValue_isAMiss() throws Exception {
    Cache<String, String> cache =
        stores.opened(
            stores
                .builder()
                .nearTier(0)
                .open(Codec.ofKey(String.class), CompressingCodec.deflate(Codec.of(String.class))));
    cache.set("k", TEXT);
    byte[] value =
        (byte[]) Stores.rows(stores.directory(), "SELECT value FROM Cache").get(0).get(0);
    value[value.length - 5] ^= 1;
    Stores.rows(stores.directory(), "UPDATE Cache SET value = ?", (Object) value);

    assertThat(cache.entry("k")).isEmpty();
  }
}
