// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The codec of a type whose text says all about it. Immutable. */
final class TextCodec<T> implements Codec<T> {
  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.ofEntries(
          Map.entry(Instant.class, Instant::parse),
          Map.entry(LocalDate.class, LocalDate::parse),
          Map.entry(LocalTime.class, LocalTime::parse),
          Map.entry(LocalDateTime.class, LocalDateTime::parse),
          Map.entry(OffsetTime.class, OffsetTime::parse),
          Map.entry(OffsetDateTime.class, OffsetDateTime::parse),
          Map.entry(ZonedDateTime.class, ZonedDateTime::parse),
          Map.entry(Duration.class, Duration::parse),
          Map.entry(Period.class, Period::parse),
          Map.entry(Year.class, text -> Year.of(Integer.parseInt(text))),
          Map.entry(YearMonth.class, TextCodec::yearMonth),
          Map.entry(MonthDay.class, MonthDay::parse),
          Map.entry(ZoneId.class, ZoneId::of),
          Map.entry(ZoneOffset.class, ZoneOffset::of),
          Map.entry(UUID.class, UUID::fromString),
          Map.entry(URI.class, URI::create),
          Map.entry(BigDecimal.class, BigDecimal::new),
          Map.entry(Character.class, TextCodec::character),
          Map.entry(char.class, TextCodec::character));

  private final Class<?> type;
  private final Function<T, String> writer;
  private final Function<String, ?> parser;

  private TextCodec(Class<?> type, Function<T, String> writer, Function<String, ?> parser) {
    this.type = type;
    this.writer = writer;
    this.parser = parser;
  }

  /** The codec of a type, or null when there is none. */
  static @Nullable Codec<?> of(Class<?> type) {
    if (type.isEnum()) {
      return new TextCodec<Enum<?>>(type, Enum::name, name -> constant(type, name));
    }
    Function<String, Object> parser = PARSERS.get(type);
    return parser == null ? null : new TextCodec<>(type, Object::toString, parser);
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no constant of that name");
  }

  /** Beyond the year 9999 the JDK does not read what it writes. */
  private static YearMonth yearMonth(String text) {
    int dash = text.lastIndexOf('-');
    return YearMonth.of(
        Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  private static Character character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("not one character");
    }
    return text.charAt(0);
  }

  @Override
  public boolean isImmutable() {
    return true;
  }

  @Override
  public Object encode(T object) {
    return writer.apply(object);
  }

  @Override
  @SuppressWarnings("unchecked")
  public T decode(Object stored) {
    if (!(stored instanceof String text)) {
      throw Codecs.mismatch(type.getTypeName(), stored);
    }
    try {
      return (T) parser.apply(text);
    } catch (RuntimeException e) {
      throw Codecs.mismatch(type.getTypeName(), stored);
    }
  }
}
