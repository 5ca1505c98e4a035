// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * Encodes what Hibernate hands over to be cached: a closed set of types by a tag each, other
 * serialisable types by Java serialization where {@link SerializedValues} lets them. Read back by
 * {@link ValueReader}. Confined to one thread.
 */
final class ValueWriter {
  private static final int DEEPEST = 100;
  private static final Class<?> AS_LIST = Arrays.asList().getClass();

  private final EntryShapes shapes;
  private final SerializedValues serialized;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private int depth;

  private ValueWriter(EntryShapes shapes, SerializedValues serialized) {
    this.shapes = shapes;
    this.serialized = serialized;
  }

  /**
   * Encodes a value.
   *
   * @throws UnstorableException when something in it is of a type that is not cached
   */
  static byte[] encode(@Nullable Object value, EntryShapes shapes, SerializedValues serialized) {
    ValueWriter writer = new ValueWriter(shapes, serialized);
    try {
      writer.write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.bytes.toByteArray();
  }

  private void write(@Nullable Object value) throws IOException {
    if (++depth > DEEPEST) {
      throw new UnstorableException(String.valueOf(value), "it is nested too deeply");
    }
    if (value == null) {
      tag(Tag.NULL);
    } else if (value == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
      tag(Tag.UNFETCHED);
    } else if (value == PropertyAccessStrategyBackRefImpl.UNKNOWN) {
      tag(Tag.UNKNOWN);
    } else if (value instanceof String text) {
      writeText(text);
    } else if (!writeScalar(value)
        && !TimeValues.write(value, out)
        && !writeContainer(value)
        && !writeEntry(value)) {
      writeSerialized(value);
    }
    depth--;
  }

  private void writeText(String text) throws IOException {
    boolean latin = text.chars().allMatch(c -> c < 256);
    tag(latin ? Tag.LATIN_TEXT : Tag.WIDE_TEXT);
    out.writeInt(text.length());
    if (latin) {
      out.writeBytes(text);
    } else {
      out.writeChars(text);
    }
  }

  private boolean writeScalar(Object value) throws IOException {
    if (value instanceof Boolean flag) {
      tag(flag ? Tag.TRUE : Tag.FALSE);
    } else if (value instanceof Integer number) {
      tag(Tag.INTEGER);
      out.writeInt(number);
    } else if (value instanceof Long number) {
      tag(Tag.LONG);
      out.writeLong(number);
    } else if (value instanceof Short number) {
      tag(Tag.SHORT);
      out.writeShort(number);
    } else if (value instanceof Byte number) {
      tag(Tag.BYTE);
      out.writeByte(number);
    } else if (value instanceof Float number) {
      tag(Tag.FLOAT);
      out.writeFloat(number);
    } else if (value instanceof Double number) {
      tag(Tag.DOUBLE);
      out.writeDouble(number);
    } else if (value instanceof Character character) {
      tag(Tag.CHARACTER);
      out.writeChar(character);
    } else if (value.getClass() == BigInteger.class) {
      tag(Tag.BIG_INTEGER);
      writeBytes(((BigInteger) value).toByteArray());
    } else if (value.getClass() == BigDecimal.class) {
      tag(Tag.BIG_DECIMAL);
      out.writeInt(((BigDecimal) value).scale());
      writeBytes(((BigDecimal) value).unscaledValue().toByteArray());
    } else if (value instanceof UUID uuid) {
      tag(Tag.UUID);
      out.writeLong(uuid.getMostSignificantBits());
      out.writeLong(uuid.getLeastSignificantBits());
    } else if (value instanceof Enum<?> constant) {
      tag(Tag.ENUM);
      out.writeUTF(constant.getDeclaringClass().getName());
      out.writeUTF(constant.name());
    } else if (value instanceof Currency currency) {
      tag(Tag.CURRENCY);
      out.writeUTF(currency.getCurrencyCode());
    } else {
      return false;
    }
    return true;
  }

  private boolean writeContainer(Object value) throws IOException {
    Class<?> type = value.getClass();
    if (type.isArray()) {
      return writeArray(value, type.getComponentType());
    }
    if (type == ArrayList.class || type == AS_LIST) {
      writeAll(Tag.ARRAY_LIST, (Collection<?>) value);
    } else if (type == HashSet.class) {
      writeAll(Tag.HASH_SET, (Collection<?>) value);
    } else if (type == LinkedHashSet.class) {
      writeAll(Tag.LINKED_HASH_SET, (Collection<?>) value);
    } else if (type == TreeSet.class && ((TreeSet<?>) value).comparator() == null) {
      writeAll(Tag.TREE_SET, (Collection<?>) value);
    } else if (type == HashMap.class) {
      writeMap(Tag.HASH_MAP, (Map<?, ?>) value);
    } else if (type == LinkedHashMap.class) {
      writeMap(Tag.LINKED_HASH_MAP, (Map<?, ?>) value);
    } else if (type == TreeMap.class && ((TreeMap<?, ?>) value).comparator() == null) {
      writeMap(Tag.TREE_MAP, (Map<?, ?>) value);
    } else {
      return false;
    }
    return true;
  }

  private boolean writeArray(Object array, Class<?> component) throws IOException {
    if (component == byte.class) {
      tag(Tag.BYTES);
      writeBytes((byte[]) array);
      return true;
    }
    byte tag = component.isPrimitive() ? primitiveTag(component) : Tag.ARRAY;
    int number = ArrayTypes.number(component);
    if (tag == Tag.ARRAY && number < 0) {
      return false;
    }
    tag(tag);
    if (tag == Tag.ARRAY) {
      out.writeByte(number);
    }
    int length = Array.getLength(array);
    out.writeInt(length);
    for (int i = 0; i < length; i++) {
      Object element = Array.get(array, i);
      switch (tag) {
        case Tag.CHARS -> out.writeChar((char) element);
        case Tag.INTS -> out.writeInt((int) element);
        case Tag.LONGS -> out.writeLong((long) element);
        case Tag.SHORTS -> out.writeShort((short) element);
        case Tag.FLOATS -> out.writeFloat((float) element);
        case Tag.DOUBLES -> out.writeDouble((double) element);
        case Tag.BOOLEANS -> out.writeBoolean((boolean) element);
        default -> write(element);
      }
    }
    return true;
  }

  private static byte primitiveTag(Class<?> component) {
    return switch (component.getName()) {
      case "char" -> Tag.CHARS;
      case "int" -> Tag.INTS;
      case "long" -> Tag.LONGS;
      case "short" -> Tag.SHORTS;
      case "float" -> Tag.FLOATS;
      case "double" -> Tag.DOUBLES;
      case "boolean" -> Tag.BOOLEANS;
      default -> throw new IllegalArgumentException("No primitive type: " + component);
    };
  }

  private boolean writeEntry(Object value) throws IOException {
    EntryShapes.Parts parts = shapes.parts(value);
    if (parts == null) {
      return false;
    }
    tag(parts.tag());
    for (Object part : parts.values()) {
      write(part);
    }
    return true;
  }

  private void writeSerialized(Object value) throws IOException {
    if (!(value instanceof Serializable serializable)) {
      throw new UnstorableException(value.getClass().getName(), "it is not serialisable");
    }
    byte[] stream = serialized.write(serializable);
    tag(Tag.SERIALIZED);
    writeBytes(stream);
  }

  private void writeAll(byte tag, Collection<?> values) throws IOException {
    tag(tag);
    out.writeInt(values.size());
    for (Object value : values) {
      write(value);
    }
  }

  private void writeMap(byte tag, Map<?, ?> map) throws IOException {
    tag(tag);
    out.writeInt(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      write(entry.getKey());
      write(entry.getValue());
    }
  }

  private void writeBytes(byte[] content) throws IOException {
    out.writeInt(content.length);
    out.write(content);
  }

  private void tag(byte tag) {
    bytes.write(tag);
  }
}
