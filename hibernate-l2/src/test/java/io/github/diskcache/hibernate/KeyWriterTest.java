// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate")
class KeyWriterTest {

  private static byte[] key(Object value) {
    KeyWriter writer = new KeyWriter().value(value);
    assertThat(writer.isCanonical()).isTrue();
    return writer.bytes();
  }

  @Test
  void bytes_valuesOfOneDatabaseValue_areEqual() {
    assertThat(key(1)).isEqualTo(key(1L)).isEqualTo(key(BigInteger.ONE)).isEqualTo(key((short) 1));
    assertThat(key(new BigDecimal("1.50"))).isEqualTo(key(new BigDecimal("1.5")));
    assertThat(key(0.0)).isEqualTo(key(-0.0));
    assertThat(key(new Date(5))).isEqualTo(key(new Timestamp(5)));
    assertThat(key(OffsetDateTime.parse("2026-01-01T02:00:00+02:00")))
        .isEqualTo(key(Instant.parse("2026-01-01T00:00:00Z")));
    assertThat(key(new Object[] {1, "a"})).isEqualTo(key(List.of(1L, "a")));
  }

  @Test
  void bytes_differentValues_differ() {
    List<Object> values =
        List.of(
            1,
            2,
            "1",
            "",
            "a",
            'a',
            "\ud800",
            "\ud801",
            true,
            false,
            1.0,
            new BigDecimal("1.5"),
            new BigInteger("99999999999999999999"),
            new byte[] {1},
            new UUID(0, 1),
            LocalDate.EPOCH,
            Instant.EPOCH,
            Library.Genre.FICTION,
            Library.Genre.SCIENCE,
            List.of("a", "b"),
            List.of("ab"),
            List.of(List.of("a"), "b"));
    List<byte[]> seen = new ArrayList<>();
    for (Object value : values) {
      byte[] bytes = key(value);
      assertThat(seen).noneMatch(other -> Arrays.equals(other, bytes));
      seen.add(bytes);
    }
  }

  @Test
  void isCanonical_typeWithoutCanonicalForm_isFalse() {
    assertThat(new KeyWriter().value(new Object()).isCanonical()).isFalse();
    assertThat(new KeyWriter().value(List.of(1, new Thread())).isCanonical()).isFalse();
  }
}
