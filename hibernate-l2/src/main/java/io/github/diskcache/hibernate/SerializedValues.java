// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization of single values, for classes that the mapping names or the settings allow. A
 * cache directory may be written by somebody else: no other class is ever loaded by what it says.
 * What could not be read back is not written. Thread-safe.
 */
final class SerializedValues {
  private static final int DEEPEST = 50;
  private static final int MOST_REFERENCES = 100_000;

  private final ClassLoaderService loaders;
  private final Supplier<Set<String>> mapped;
  private final @Nullable ObjectInputFilter allowed;
  private final long maxBytes;

  /**
   * Made when a session factory starts.
   *
   * @param mapped the names of the mapping's classes, which are known after the start only
   */
  SerializedValues(
      ClassLoaderService loaders,
      Supplier<Set<String>> mapped,
      @Nullable String patterns,
      long maxBytes) {
    this.loaders = loaders;
    this.mapped = mapped;
    this.allowed = patterns == null ? null : ObjectInputFilter.Config.createFilter(patterns);
    this.maxBytes = maxBytes;
  }

  byte[] write(Serializable value) {
    String type = value.getClass().getName();
    if (!allows(value.getClass())) {
      throw new UnstorableException(
          type,
          "the class is not in the mapping; allow it by setting "
              + DiskCacheSettings.SERIALIZATION_ALLOW);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException | RuntimeException e) {
      throw new UnstorableException(type, e.toString());
    }
    if (bytes.size() > maxBytes) {
      throw new UnstorableException(
          type, bytes.size() + " bytes are more than " + DiskCacheSettings.SERIALIZATION_MAX_BYTES);
    }
    byte[] stream = bytes.toByteArray();
    try {
      read(stream);
    } catch (UnreadableException e) {
      throw new UnstorableException(type, "it cannot be read back: " + e.getMessage());
    }
    return stream;
  }

  @Nullable Object read(byte[] stream) {
    try (ObjectInputStream in = new FilteredInput(stream)) {
      return in.readObject();
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      throw new UnreadableException(e.toString(), e);
    }
  }

  /** The constant of an enum: no class but an enum's can be named this way. */
  Object constant(String className, String name) {
    try {
      Class<?> type = load(className);
      if (type.isEnum()) {
        for (Object constant : type.getEnumConstants()) {
          if (((Enum<?>) constant).name().equals(name)) {
            return constant;
          }
        }
      }
    } catch (ClassNotFoundException | LinkageError e) {
      throw new UnreadableException(e.toString(), e);
    }
    throw new UnreadableException("[" + className + "] has no constant [" + name + "]");
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    try {
      return loaders.workWithClassLoader(
          loader -> {
            try {
              return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
              throw new IllegalArgumentException(e);
            }
          });
    } catch (IllegalArgumentException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private boolean allows(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return element.isPrimitive()
        || mapped.get().contains(element.getName())
        || (allowed != null
            && allowed.checkInput(new OnlyClass(element)) == ObjectInputFilter.Status.ALLOWED);
  }

  private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info) {
    if (info.depth() > DEEPEST
        || info.references() > MOST_REFERENCES
        || info.streamBytes() > maxBytes
        || info.arrayLength() > maxBytes) {
      return ObjectInputFilter.Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    if (type == null) {
      return ObjectInputFilter.Status.UNDECIDED;
    }
    return allows(type) ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
  }

  private final class FilteredInput extends ObjectInputStream {
    FilteredInput(byte[] stream) throws IOException {
      super(new ByteArrayInputStream(stream));
      setObjectInputFilter(SerializedValues.this::check);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      Class<?> type;
      try {
        type = load(description.getName());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
      if (!allows(type)) {
        throw new InvalidClassException(type.getName(), "class is not allowed");
      }
      return type;
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      throw new InvalidClassException("proxies are not allowed");
    }
  }

  /** Asks a filter about a class apart from any stream. */
  private record OnlyClass(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 0;
    }
  }
}
