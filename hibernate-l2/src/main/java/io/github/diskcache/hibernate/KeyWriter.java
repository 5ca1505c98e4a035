// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys in a canonical form: values that stand for the same database value give the same
 * bytes, others give other ones. Whole numbers of all types are alike, decimals lose their trailing
 * zeros, and moments their zone. Types not known here have no canonical form: their serialised
 * bytes may differ for equal values, and then an update would miss the entry it must invalidate.
 * Confined to one thread.
 */
@SuppressWarnings("JavaUtilDate")
final class KeyWriter {
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private boolean canonical = true;

  /** Whether all that was written has a canonical form. */
  boolean isCanonical() {
    return canonical;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  KeyWriter letter(char letter) {
    bytes.write(letter);
    return this;
  }

  KeyWriter text(@Nullable String text) {
    return value(text);
  }

  KeyWriter raw(byte[] raw) {
    bytes.writeBytes(raw);
    return this;
  }

  KeyWriter value(@Nullable Object value) {
    try {
      write(value);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(@Nullable Object value) throws IOException {
    if (value == null) {
      letter('0');
    } else if (value instanceof String text) {
      writeText(text);
    } else if (value instanceof Number number) {
      writeNumber(number);
    } else if (value instanceof Boolean flag) {
      letter(flag ? 't' : 'f');
    } else if (value instanceof Character character) {
      letter('c');
      out.writeChar(character);
    } else if (value instanceof UUID uuid) {
      letter('u');
      out.writeLong(uuid.getMostSignificantBits());
      out.writeLong(uuid.getLeastSignificantBits());
    } else if (value instanceof byte[] array) {
      sized('b', array);
    } else if (value instanceof char[] array) {
      writeText(new String(array));
    } else if (value instanceof Enum<?> constant) {
      letter('e');
      write(constant.getDeclaringClass().getName());
      write(constant.name());
    } else if (value instanceof Object[] array) {
      writeAll(Arrays.asList(array));
    } else if (value instanceof List<?> list) {
      writeAll(list);
    } else {
      writeOther(value);
    }
  }

  /** In chars: an encoder would make unpaired surrogates equal. */
  private void writeText(String text) throws IOException {
    letter('s');
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private void writeNumber(Number number) throws IOException {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      letter('l');
      out.writeLong(number.longValue());
    } else if (number instanceof BigInteger big) {
      if (big.compareTo(LONG_MIN) >= 0 && big.compareTo(LONG_MAX) <= 0) {
        write(big.longValue());
      } else {
        sized('i', big.toByteArray());
      }
    } else if (number instanceof BigDecimal decimal) {
      BigDecimal shortest = decimal.stripTrailingZeros();
      letter('n');
      out.writeInt(shortest.scale());
      sized('i', shortest.unscaledValue().toByteArray());
    } else if (number instanceof Double || number instanceof Float) {
      letter('d');
      out.writeDouble(number.doubleValue() + 0.0);
    } else {
      writeOther(number);
    }
  }

  private void writeOther(Object value) throws IOException {
    if (value instanceof Date date) {
      writeMoment(moment(date));
    } else if (value instanceof Calendar calendar) {
      writeMoment(calendar.toInstant());
    } else if (value instanceof Instant instant) {
      writeMoment(instant);
    } else if (value instanceof OffsetDateTime time) {
      writeMoment(time.toInstant());
    } else if (value instanceof ZonedDateTime time) {
      writeMoment(time.toInstant());
    } else if (isPlainText(value)) {
      letter('x');
      write(value.getClass().getName());
      write(value.toString());
    } else {
      canonical = false;
    }
  }

  private void writeMoment(Instant instant) throws IOException {
    letter('m');
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Instant moment(Date date) {
    // java.sql.Date and Time refuse toInstant()
    return date instanceof java.sql.Timestamp timestamp
        ? timestamp.toInstant()
        : Instant.ofEpochMilli(date.getTime());
  }

  /** Final classes of the platform whose text is equal exactly when they are. */
  private static boolean isPlainText(Object value) {
    return value instanceof Locale
        || value instanceof Currency
        || value instanceof Class<?>
        || value instanceof java.time.ZoneId
        || value instanceof java.time.Duration
        || value instanceof java.time.Period
        || (value instanceof TemporalAccessor
            && value.getClass().getName().startsWith("java.time."));
  }

  private void writeAll(List<?> values) throws IOException {
    letter('a');
    out.writeInt(values.size());
    for (Object value : values) {
      write(value);
    }
  }

  private void sized(char letter, byte[] content) throws IOException {
    letter(letter);
    out.writeInt(content.length);
    out.write(content);
  }
}
