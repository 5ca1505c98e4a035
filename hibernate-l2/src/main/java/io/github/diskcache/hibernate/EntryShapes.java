// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.entry.CacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * Takes Hibernate's own cached objects apart and makes them again. Their classes are public API of
 * no version and differ between them, so they are looked for when the factory starts and never
 * linked. One that is not found as expected is cached by Java serialization instead. Immutable.
 */
final class EntryShapes {
  private static final String ENTITY_ENTRY = "org.hibernate.cache.spi.entry.StandardCacheEntryImpl";
  private static final String COLLECTION_ENTRY =
      "org.hibernate.cache.spi.entry.CollectionCacheEntry";
  private static final String QUERY_RESULTS =
      "org.hibernate.cache.internal.QueryResultsCacheImpl$CacheItem";

  private final @Nullable Shape entity;
  private final @Nullable Shape collection;
  private final @Nullable Shape query;

  private EntryShapes(@Nullable Shape entity, @Nullable Shape collection, @Nullable Shape query) {
    this.entity = entity;
    this.collection = collection;
    this.query = query;
  }

  /** An object of Hibernate's, in parts that {@link ValueWriter} can write. */
  record Parts(byte tag, List<@Nullable Object> values) {}

  private record Shape(Class<?> type, MethodHandle constructor, List<MethodHandle> getters) {}

  static EntryShapes found() {
    return new EntryShapes(
        shape(ENTITY_ENTRY, List.of(Serializable[].class, String.class, Object.class), List.of()),
        shape(COLLECTION_ENTRY, List.of(Serializable.class), List.of("state")),
        shape(QUERY_RESULTS, List.of(long.class, List.class), List.of("timestamp", "results")));
  }

  /** The classes that are cached by Java serialization, as their shape is unknown. */
  Set<String> unknown() {
    Set<String> names = new TreeSet<>();
    if (entity == null) {
      names.add(ENTITY_ENTRY);
    }
    if (collection == null) {
      names.add(COLLECTION_ENTRY);
    }
    if (query == null) {
      names.add(QUERY_RESULTS);
    }
    return names;
  }

  /** The parts of an object of Hibernate's; null for any other. */
  @Nullable Parts parts(Object value) {
    if (is(entity, value)) {
      CacheEntry entry = (CacheEntry) value;
      return new Parts(
          Tag.ENTITY_ENTRY,
          Arrays.asList(entry.getDisassembledState(), entry.getSubclass(), entry.getVersion()));
    }
    if (collection != null && is(collection, value)) {
      return new Parts(Tag.COLLECTION_ENTRY, Arrays.asList(part(collection, 0, value)));
    }
    if (query != null && is(query, value)) {
      List<?> results = (List<?>) part(query, 1, value);
      return new Parts(
          Tag.QUERY_RESULTS,
          Arrays.asList(
              part(query, 0, value), results == null ? null : new ArrayList<Object>(results)));
    }
    return null;
  }

  Object entityEntry(@Nullable Object state, @Nullable Object subclass, @Nullable Object version) {
    return made(entity, state, subclass, version);
  }

  Object collectionEntry(@Nullable Object state) {
    return made(collection, state);
  }

  Object queryResults(@Nullable Object timestamp, @Nullable Object results) {
    return made(query, timestamp, results);
  }

  private static @Nullable Shape shape(
      String className, List<Class<?>> parameters, List<String> fields) {
    try {
      Class<?> type = Class.forName(className, true, RegionFactory.class.getClassLoader());
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      var constructor = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
      MethodHandle maker = lookup.unreflectConstructor(constructor);
      List<MethodHandle> getters = new ArrayList<>();
      for (String field : fields) {
        getters.add(lookup.unreflectGetter(type.getDeclaredField(field)));
      }
      return new Shape(type, maker, getters);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  private static boolean is(@Nullable Shape shape, Object value) {
    return shape != null && shape.type == value.getClass();
  }

  private static @Nullable Object part(Shape shape, int index, Object value) {
    try {
      return shape.getters.get(index).invoke(value);
    } catch (Throwable e) {
      throw failed(shape, e);
    }
  }

  private static Object made(@Nullable Shape shape, @Nullable Object... parts) {
    if (shape == null) {
      throw new UnreadableException("an object of Hibernate's that this version cannot make");
    }
    try {
      return shape.constructor.invokeWithArguments(parts);
    } catch (Throwable e) {
      throw failed(shape, e);
    }
  }

  private static UnreadableException failed(Shape shape, Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return new UnreadableException(shape.type.getName() + " could not be made or read", cause);
  }
}
