// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Dates and times as {@link ValueWriter} encodes them. Stateless. */
@SuppressWarnings("JavaUtilDate")
final class TimeValues {
  private TimeValues() {}

  /** Writes a date or time; answers false for other types. */
  static boolean write(Object value, DataOutput out) throws IOException {
    if (value instanceof Date date) {
      return writeDate(date, out);
    }
    if (value instanceof Instant instant) {
      out.writeByte(Tag.INSTANT);
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    } else if (value instanceof LocalDate date) {
      out.writeByte(Tag.LOCAL_DATE);
      out.writeLong(date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      out.writeByte(Tag.LOCAL_TIME);
      out.writeLong(time.toNanoOfDay());
    } else if (value instanceof LocalDateTime time) {
      out.writeByte(Tag.LOCAL_DATE_TIME);
      writeLocal(time, out);
    } else if (value instanceof OffsetTime time) {
      out.writeByte(Tag.OFFSET_TIME);
      out.writeLong(time.toLocalTime().toNanoOfDay());
      out.writeInt(time.getOffset().getTotalSeconds());
    } else if (value instanceof OffsetDateTime time) {
      out.writeByte(Tag.OFFSET_DATE_TIME);
      writeLocal(time.toLocalDateTime(), out);
      out.writeInt(time.getOffset().getTotalSeconds());
    } else if (value instanceof ZonedDateTime time) {
      out.writeByte(Tag.ZONED_DATE_TIME);
      writeLocal(time.toLocalDateTime(), out);
      out.writeInt(time.getOffset().getTotalSeconds());
      out.writeUTF(time.getZone().getId());
    } else if (value instanceof Duration duration) {
      out.writeByte(Tag.DURATION);
      out.writeLong(duration.getSeconds());
      out.writeInt(duration.getNano());
    } else if (value instanceof Year year) {
      out.writeByte(Tag.YEAR);
      out.writeInt(year.getValue());
    } else if (value instanceof ZoneId zone) {
      out.writeByte(Tag.ZONE);
      out.writeUTF(zone.getId());
    } else {
      return false;
    }
    return true;
  }

  /** Reads a date or time; answers null for other tags. */
  static @Nullable Object read(byte tag, DataInput in) throws IOException {
    return switch (tag) {
      case Tag.INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case Tag.LOCAL_DATE -> LocalDate.ofEpochDay(in.readLong());
      case Tag.LOCAL_TIME -> LocalTime.ofNanoOfDay(in.readLong());
      case Tag.LOCAL_DATE_TIME -> readLocal(in);
      case Tag.OFFSET_TIME ->
          OffsetTime.of(
              LocalTime.ofNanoOfDay(in.readLong()), ZoneOffset.ofTotalSeconds(in.readInt()));
      case Tag.OFFSET_DATE_TIME ->
          OffsetDateTime.of(readLocal(in), ZoneOffset.ofTotalSeconds(in.readInt()));
      case Tag.ZONED_DATE_TIME -> {
        LocalDateTime local = readLocal(in);
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.readInt());
        yield ZonedDateTime.ofLocal(local, ZoneId.of(in.readUTF()), offset);
      }
      case Tag.DURATION -> Duration.ofSeconds(in.readLong(), in.readInt());
      case Tag.YEAR -> Year.of(in.readInt());
      case Tag.ZONE -> ZoneId.of(in.readUTF());
      case Tag.DATE -> new Date(in.readLong());
      case Tag.SQL_DATE -> new java.sql.Date(in.readLong());
      case Tag.SQL_TIME -> new java.sql.Time(in.readLong());
      case Tag.SQL_TIMESTAMP -> {
        java.sql.Timestamp timestamp = new java.sql.Timestamp(in.readLong());
        timestamp.setNanos(in.readInt());
        yield timestamp;
      }
      default -> null;
    };
  }

  /** Only the platform's own classes: a subclass would not come back. */
  private static boolean writeDate(Date date, DataOutput out) throws IOException {
    Class<?> type = date.getClass();
    if (type == java.sql.Timestamp.class) {
      out.writeByte(Tag.SQL_TIMESTAMP);
      out.writeLong(date.getTime());
      out.writeInt(((java.sql.Timestamp) date).getNanos());
      return true;
    }
    if (type == Date.class) {
      out.writeByte(Tag.DATE);
    } else if (type == java.sql.Date.class) {
      out.writeByte(Tag.SQL_DATE);
    } else if (type == java.sql.Time.class) {
      out.writeByte(Tag.SQL_TIME);
    } else {
      return false;
    }
    out.writeLong(date.getTime());
    return true;
  }

  private static void writeLocal(LocalDateTime time, DataOutput out) throws IOException {
    out.writeLong(time.toLocalDate().toEpochDay());
    out.writeLong(time.toLocalTime().toNanoOfDay());
  }

  private static LocalDateTime readLocal(DataInput in) throws IOException {
    return LocalDateTime.of(
        LocalDate.ofEpochDay(in.readLong()), LocalTime.ofNanoOfDay(in.readLong()));
  }
}
