// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.property.access.internal.PropertyAccessStrategyBackRefImpl;
import org.jspecify.annotations.Nullable;

/** Decodes what {@link ValueWriter} has encoded. Confined to one thread. */
final class ValueReader {
  private final EntryShapes shapes;
  private final SerializedValues serialized;
  private final DataInputStream in;

  private ValueReader(byte[] bytes, EntryShapes shapes, SerializedValues serialized) {
    this.shapes = shapes;
    this.serialized = serialized;
    this.in = new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /**
   * Decodes a value.
   *
   * @throws UnreadableException when the bytes are no value, or one of a class that has changed
   */
  static @Nullable Object decode(byte[] bytes, EntryShapes shapes, SerializedValues serialized) {
    ValueReader reader = new ValueReader(bytes, shapes, serialized);
    try {
      Object value = reader.read();
      if (reader.in.available() > 0) {
        throw new UnreadableException("more bytes than a value");
      }
      return value;
    } catch (UnreadableException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnreadableException(e.toString(), e);
    }
  }

  private @Nullable Object read() throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      case Tag.BYTE -> in.readByte();
      case Tag.SHORT -> in.readShort();
      case Tag.INTEGER -> in.readInt();
      case Tag.LONG -> in.readLong();
      case Tag.FLOAT -> in.readFloat();
      case Tag.DOUBLE -> in.readDouble();
      case Tag.CHARACTER -> in.readChar();
      case Tag.LATIN_TEXT -> new String(readBytes(), StandardCharsets.ISO_8859_1);
      case Tag.WIDE_TEXT -> new String(readChars());
      case Tag.BIG_INTEGER -> new BigInteger(readBytes());
      case Tag.BIG_DECIMAL -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(readBytes()), scale);
      }
      case Tag.UUID -> new UUID(in.readLong(), in.readLong());
      case Tag.ENUM -> serialized.constant(in.readUTF(), in.readUTF());
      case Tag.CURRENCY -> Currency.getInstance(in.readUTF());
      case Tag.BYTES -> readBytes();
      case Tag.CHARS -> readChars();
      case Tag.INTS, Tag.LONGS, Tag.SHORTS, Tag.FLOATS, Tag.DOUBLES, Tag.BOOLEANS ->
          readPrimitives(tag);
      case Tag.ARRAY -> readArray();
      case Tag.ARRAY_LIST -> readAll(new ArrayList<>());
      case Tag.HASH_SET -> readAll(new HashSet<>());
      case Tag.LINKED_HASH_SET -> readAll(new LinkedHashSet<>());
      case Tag.TREE_SET -> readAll(new TreeSet<>());
      case Tag.HASH_MAP -> readMap(new HashMap<>());
      case Tag.LINKED_HASH_MAP -> readMap(new LinkedHashMap<>());
      case Tag.TREE_MAP -> readMap(new TreeMap<>());
      case Tag.UNFETCHED -> LazyPropertyInitializer.UNFETCHED_PROPERTY;
      case Tag.UNKNOWN -> PropertyAccessStrategyBackRefImpl.UNKNOWN;
      case Tag.ENTITY_ENTRY -> shapes.entityEntry(read(), read(), read());
      case Tag.COLLECTION_ENTRY -> shapes.collectionEntry(read());
      case Tag.QUERY_RESULTS -> shapes.queryResults(read(), read());
      case Tag.SERIALIZED -> serialized.read(readBytes());
      default -> readTime(tag);
    };
  }

  private Object readTime(byte tag) throws IOException {
    Object value = TimeValues.read(tag, in);
    if (value == null) {
      throw new UnreadableException("a value of the unknown tag " + tag);
    }
    return value;
  }

  private Object readArray() throws IOException {
    Class<?> component = ArrayTypes.type(in.readByte());
    int length = readLength(1);
    Object array = Array.newInstance(component, length);
    for (int i = 0; i < length; i++) {
      Array.set(array, i, read());
    }
    return array;
  }

  private Object readPrimitives(byte tag) throws IOException {
    Class<?> component =
        switch (tag) {
          case Tag.INTS -> int.class;
          case Tag.LONGS -> long.class;
          case Tag.SHORTS -> short.class;
          case Tag.FLOATS -> float.class;
          case Tag.DOUBLES -> double.class;
          default -> boolean.class;
        };
    int length = readLength(1);
    Object array = Array.newInstance(component, length);
    for (int i = 0; i < length; i++) {
      switch (tag) {
        case Tag.INTS -> Array.setInt(array, i, in.readInt());
        case Tag.LONGS -> Array.setLong(array, i, in.readLong());
        case Tag.SHORTS -> Array.setShort(array, i, in.readShort());
        case Tag.FLOATS -> Array.setFloat(array, i, in.readFloat());
        case Tag.DOUBLES -> Array.setDouble(array, i, in.readDouble());
        default -> Array.setBoolean(array, i, in.readBoolean());
      }
    }
    return array;
  }

  private Collection<@Nullable Object> readAll(Collection<@Nullable Object> values)
      throws IOException {
    int length = readLength(1);
    for (int i = 0; i < length; i++) {
      values.add(read());
    }
    return values;
  }

  private Map<@Nullable Object, @Nullable Object> readMap(
      Map<@Nullable Object, @Nullable Object> map) throws IOException {
    int length = readLength(2);
    for (int i = 0; i < length; i++) {
      map.put(read(), read());
    }
    return map;
  }

  private byte[] readBytes() throws IOException {
    byte[] bytes = new byte[readLength(1)];
    in.readFully(bytes);
    return bytes;
  }

  private char[] readChars() throws IOException {
    char[] chars = new char[readLength(2)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = in.readChar();
    }
    return chars;
  }

  /** A number of elements, refused when fewer bytes follow than they take at least. */
  private int readLength(int leastBytesEach) throws IOException {
    int length = in.readInt();
    if (length < 0 || (long) length * leastBytesEach > in.available()) {
      throw new UnreadableException("a length of " + length + " where fewer bytes follow");
    }
    return length;
  }
}
