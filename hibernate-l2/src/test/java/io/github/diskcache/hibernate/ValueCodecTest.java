// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.boot.registry.BootstrapServiceRegistry;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.property.access.internal.PropertyAccessStrategyBackRefImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("JavaUtilDate")
class ValueCodecTest {
  private static final BootstrapServiceRegistry SERVICES =
      new BootstrapServiceRegistryBuilder().build();

  private final ValueCodec codec = codec(null, MappedClasses.ofThePlatform());

  private static ValueCodec codec(String allowed, Set<String> mapped) {
    ClassLoaderService loaders = SERVICES.requireService(ClassLoaderService.class);
    return new ValueCodec(
        EntryShapes.found(), new SerializedValues(loaders, () -> mapped, allowed, 4096));
  }

  @AfterAll
  static void close() {
    SERVICES.close();
  }

  static List<Object> values() {
    ZonedDateTime overlap =
        ZonedDateTime.ofLocal(
            LocalDateTime.of(2026, 10, 25, 2, 30),
            ZoneId.of("Europe/Warsaw"),
            ZoneOffset.ofHours(1));
    java.sql.Timestamp timestamp = java.sql.Timestamp.valueOf("1969-12-31 23:59:58.123456789");
    return List.of(
        true,
        (byte) 1,
        (short) -2,
        3,
        Long.MIN_VALUE,
        1.5f,
        Double.NaN,
        'ł',
        "",
        "latin é",
        "łódź 😀",
        "\ud800 alone",
        new BigInteger("-123456789012345678901234567890"),
        new BigDecimal("12.50"),
        new UUID(1, 2),
        Library.Genre.FICTION,
        Instant.MAX,
        LocalDate.MIN,
        LocalTime.MAX,
        LocalDateTime.MAX,
        OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
        OffsetDateTime.MIN,
        overlap,
        Duration.ofSeconds(-5, 3),
        Year.of(2026),
        ZoneId.of("Europe/Warsaw"),
        ZoneOffset.UTC,
        new Date(-1),
        new java.sql.Date(5),
        new java.sql.Time(6),
        timestamp,
        Currency.getInstance("PLN"),
        new byte[] {1, 2},
        new char[] {'a'},
        new int[] {1},
        new long[] {2},
        new short[] {3},
        new float[] {4},
        new double[] {5},
        new boolean[] {true, false},
        new Serializable[] {1, null, "x"},
        new Object[] {new Object[] {1}, null},
        new String[] {"a"},
        new Integer[] {1, null},
        new ArrayList<>(Arrays.asList(1, null)),
        new HashSet<>(List.of(1, 2)),
        new TreeSet<>(List.of(2, 1)),
        new HashMap<>(Map.of("k", 1)),
        new LinkedHashMap<>(Map.of("k", List.of())),
        new TreeMap<>(Map.of("k", 1)),
        List.of(1, 2, 3),
        Map.of(1, 2));
  }

  @ParameterizedTest
  @MethodSource("values")
  void decode_whatWasEncoded_isEqualAndOfTheSameClass(Object value) {
    Object decoded = codec.decode(codec.encode(value));

    assertThat(decoded).hasSameClassAs(value);
    assertThat(Objects.deepEquals(decoded, value)).as("%s and %s", decoded, value).isTrue();
  }

  @Test
  void decode_hibernatesMarkers_areTheSameObjects() {
    Object[] decoded =
        (Object[])
            codec.decode(
                codec.encode(
                    new Object[] {
                      LazyPropertyInitializer.UNFETCHED_PROPERTY,
                      PropertyAccessStrategyBackRefImpl.UNKNOWN,
                      null
                    }));

    assertThat(decoded[0]).isSameAs(LazyPropertyInitializer.UNFETCHED_PROPERTY);
    assertThat(decoded[1]).isSameAs(PropertyAccessStrategyBackRefImpl.UNKNOWN);
    assertThat(decoded[2]).isNull();
  }

  @Test
  void shapes_ofThisHibernate_areAllKnown() {
    assertThat(EntryShapes.found().unknown()).isEmpty();
  }

  record Secret(String word) implements Serializable {}

  record Outer(Object inner) implements Serializable {}

  @Test
  void encode_classThatIsNotAllowed_isRefused() {
    assertThatThrownBy(() -> codec.encode(new Secret("x")))
        .isInstanceOf(UnstorableException.class)
        .hasMessageContaining(Secret.class.getName())
        .hasMessageContaining(DiskCacheSettings.SERIALIZATION_ALLOW);
    assertThatThrownBy(() -> codec.encode(new Thread()))
        .isInstanceOf(UnstorableException.class)
        .hasMessageContaining("it is not serialisable");
  }

  @Test
  void encode_classOfTheMappingOrTheSettings_isRead() {
    ValueCodec mapped = codec(null, Set.of(Secret.class.getName(), "java.lang.String"));
    ValueCodec allowed = codec("io.github.diskcache.**;java.base/*", Set.of());

    assertThat(mapped.decode(mapped.encode(new Secret("x")))).isEqualTo(new Secret("x"));
    assertThat(allowed.decode(allowed.encode(new Secret("x")))).isEqualTo(new Secret("x"));
  }

  @Test
  void decode_classThatIsNotAllowedAnyMore_isUnreadableAndNotLoaded() {
    ValueCodec before = codec("io.github.diskcache.**;java.base/*", Set.of());
    byte[] bytes = before.encode(new Secret("x"));

    assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(UnreadableException.class);
  }

  @Test
  void encode_allowedClassThatHoldsOthers_isRefused() {
    ValueCodec outerOnly = codec(null, Set.of(Outer.class.getName()));

    assertThatThrownBy(() -> outerOnly.encode(new Outer(new Secret("x"))))
        .isInstanceOf(UnstorableException.class)
        .hasMessageContaining("it cannot be read back");
  }

  @Test
  void encode_largerThanTheLimit_isRefused() {
    ValueCodec allowed = codec("io.github.diskcache.**;java.base/*", Set.of());

    assertThatThrownBy(() -> allowed.encode(new Secret("x".repeat(5000))))
        .isInstanceOf(UnstorableException.class)
        .hasMessageContaining(DiskCacheSettings.SERIALIZATION_MAX_BYTES);
  }

  @Test
  void decode_anyDamage_isUnreadableOrAnotherValue() {
    byte[] good =
        codec.encode(
            new Object[] {"text", 1, new BigDecimal("1.5"), Library.Genre.FICTION, List.of()});
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      try {
        codec.decode(bad);
      } catch (UnreadableException e) {
        assertThat(e).hasMessage(e.getMessage());
      }
    }
  }
}
