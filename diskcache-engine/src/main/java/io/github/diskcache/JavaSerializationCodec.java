// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.StreamCorruptedException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores objects by Java serialization, and reads those whose classes are on an allow-list. For
 * types that no other codec can store, as last resort: it is slow, large, and ties the stored bytes
 * to the classes. Immutable.
 *
 * <p>Whoever can write to the cache's directory chooses the bytes that are read here. They name
 * classes, and only those on the list are made, arrays by their component type; proxies and lambdas
 * never are. {@code Object} and the boxes of {@code java.lang} are always allowed, collections are
 * not. Depth is limited to 20; references and array lengths by the number of bytes there are. A
 * filter of the whole JVM holds besides. List no package of which you do not know every class.
 *
 * <p>An object is read back once before it is stored, so that what cannot be read is refused while
 * somebody still has it. Equal objects may well be different bytes: this is no codec for keys.
 *
 * <pre>{@code
 * JavaSerializationCodec.allowing(
 *     Invoice.class, Invoice.class.getClassLoader(), "com.acme.billing.*", "java.util.ArrayList")
 * }</pre>
 *
 * @param <T> the type of the objects
 */
public final class JavaSerializationCodec<T> implements Codec<T> {
  private static final int DEEPEST = 20;
  private static final int MOST_BYTES = 256 << 20;

  /** A hash map of n entries may make a table of 8 n, each entry being two bytes at least. */
  private static final int SLOTS_PER_BYTE = 4;

  private static final int ALWAYS_SLOTS = 64;

  private static final Pattern ALLOWED =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)+(\\.\\*\\*?)?");

  private static final List<String> ALWAYS =
      Stream.of(
              "Object",
              "Number",
              "Boolean",
              "Byte",
              "Character",
              "Double",
              "Enum",
              "Float",
              "Integer",
              "Long",
              "Short",
              "String")
          .map("java.lang."::concat)
          .toList();

  private final Class<T> type;
  private final ClassLoader loader;
  private final ObjectInputFilter classes;

  private JavaSerializationCodec(Class<T> type, ClassLoader loader, ObjectInputFilter classes) {
    this.type = type;
    this.loader = loader;
    this.classes = classes;
  }

  /**
   * Returns a codec with an allow-list.
   *
   * @param <T> the type of the objects
   * @param type the type of the objects
   * @param loader finds the classes; that of the application, not of a thread
   * @param first a class, {@code com.acme.Order}; the classes of a package, {@code
   *     com.acme.billing.*}; or those of a package and all inside it, {@code com.acme.**}. A
   *     package has two parts at least
   * @param more such too
   * @return the codec
   * @throws CacheSettingException when a pattern is none such
   */
  public static <T> JavaSerializationCodec<T> allowing(
      Class<T> type, ClassLoader loader, String first, String... more) {
    StringBuilder filter = new StringBuilder("!java.lang.invoke.**;");
    ALWAYS.forEach(name -> filter.append(name).append(';'));
    Stream.concat(Stream.of(first), Stream.of(more))
        .forEach(pattern -> filter.append(requireNarrow(pattern)).append(';'));
    return new JavaSerializationCodec<>(
        Objects.requireNonNull(type, "type"),
        Objects.requireNonNull(loader, "loader"),
        ObjectInputFilter.Config.createFilter(filter.append("!*").toString()));
  }

  private static String requireNarrow(String pattern) {
    if (!ALLOWED.matcher(pattern).matches()) {
      throw new CacheSettingException(
          "allow",
          pattern,
          "it is neither a class nor a package of two or more parts",
          "write com.acme.Order, com.acme.billing.* or com.acme.**");
    }
    return pattern;
  }

  @Override
  public Object encode(T object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new CacheTypeException(
          "serialize", object.getClass().getTypeName(), e.getClass().getName(), "see the cause", e);
    }
    byte[] serialized = bytes.toByteArray();
    if (serialized.length > MOST_BYTES) {
      throw new CacheTypeException(
          "serialize",
          object.getClass().getTypeName(),
          "it is more than " + MOST_BYTES + " bytes",
          "store less in one value");
    }
    decode(serialized);
    return serialized;
  }

  @Override
  public T decode(Object stored) {
    if (!(stored instanceof byte[] bytes)) {
      throw Codecs.mismatch(type.getTypeName(), stored);
    }
    Gate gate = new Gate(bytes.length);
    try (Input in = new Input(new ByteArrayInputStream(bytes), gate)) {
      T object = type.cast(in.readObject());
      if (object == null || in.read() >= 0) {
        throw new DamagedValueException("a serialized object is null, or something follows it");
      }
      return object;
    } catch (EOFException | StreamCorruptedException e) {
      throw new DamagedValueException("a serialized object is damaged");
    } catch (InvalidClassException e) {
      throw gate.refusal == null
          ? refused("of a class that has changed since", "delete the entry", e)
          : refused(gate.refusal, "allow it, if you know all that reading it does", e);
    } catch (IOException | ClassNotFoundException | ClassCastException e) {
      throw refused(e.getClass().getName(), "see the cause", e);
    }
  }

  private CacheTypeException refused(String reason, String remedy, Exception cause) {
    return new CacheTypeException(
        "read as " + type.getTypeName(), "serialized object", reason, remedy, cause);
  }

  /** Decides about each class and each size in a stream, before it is made. */
  private final class Gate implements ObjectInputFilter {
    private final int length;
    @Nullable String refusal;

    Gate(int length) {
      this.length = length;
    }

    @Override
    public Status checkInput(FilterInfo info) {
      if (info.depth() > DEEPEST) {
        return refuse("it is deeper than " + DEEPEST);
      }
      if (info.references() > length
          || info.arrayLength() > ALWAYS_SLOTS + (long) SLOTS_PER_BYTE * length) {
        return refuse("it has more references or longer arrays than bytes");
      }
      Status status = classes.checkInput(info);
      Class<?> found = info.serialClass();
      return status == Status.REJECTED && found != null
          ? refuse("class [" + found.getTypeName() + "] is not on the allow-list")
          : status;
    }

    private Status refuse(String reason) {
      refusal = refusal == null ? reason : refusal;
      return Status.REJECTED;
    }
  }

  /** Finds classes in one class loader only. */
  private final class Input extends ObjectInputStream {
    private final Gate gate;

    Input(InputStream in, Gate gate) throws IOException {
      super(in);
      this.gate = gate;
      setObjectInputFilter(ObjectInputFilter.merge(gate, getObjectInputFilter()));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
      return Class.forName(description.getName(), false, loader);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      gate.refuse("it has a proxy");
      throw new InvalidClassException("a proxy of " + String.join(", ", interfaces));
    }
  }
}
