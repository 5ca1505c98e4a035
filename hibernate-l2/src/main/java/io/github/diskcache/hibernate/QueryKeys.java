// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.cache.spi.QueryKey;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys of queries: a digest of SQL text, parameters, limits and filters. Where Hibernate's
 * class is not as expected, or a parameter has no canonical form, its serialised bytes are taken.
 * Those may differ for equal queries, which costs a miss and never a wrong result: what a query
 * depends on is checked by the timestamps of its tables. Immutable.
 */
final class QueryKeys {
  private static final List<String> FIELDS =
      List.of("sqlQueryString", "firstRow", "maxRows", "enabledFilterNames");

  private final @Nullable List<MethodHandle> getters;
  private final @Nullable MethodHandle memento;

  private QueryKeys(@Nullable List<MethodHandle> getters, @Nullable MethodHandle memento) {
    this.getters = getters;
    this.memento = memento;
  }

  static QueryKeys found() {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(QueryKey.class, MethodHandles.lookup());
      List<MethodHandle> getters = new ArrayList<>();
      for (String field : FIELDS) {
        getters.add(lookup.unreflectGetter(QueryKey.class.getDeclaredField(field)));
      }
      return new QueryKeys(
          getters,
          lookup.unreflectGetter(QueryKey.class.getDeclaredField("parameterBindingsMemento")));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return new QueryKeys(null, null);
    }
  }

  /** The digest of a query key; null when it is not even serialisable. */
  byte @Nullable [] digest(Object key) {
    byte[] bytes = canonical(key);
    if (bytes == null) {
      bytes = serialised(key);
    }
    return bytes == null ? null : Hash.digest(bytes);
  }

  private byte @Nullable [] canonical(Object key) {
    if (getters == null || memento == null || key.getClass() != QueryKey.class) {
      return null;
    }
    try {
      KeyWriter writer = new KeyWriter();
      for (MethodHandle getter : getters) {
        writer.value(getter.invoke(key));
      }
      writer.value(parameters(memento.invoke(key)));
      return writer.isCanonical() ? writer.bytes() : null;
    } catch (Throwable e) {
      if (e instanceof Error error) {
        throw error;
      }
      return null;
    }
  }

  /** The values of the parameters. The tenant is among them. */
  private static Object parameters(Object memento) throws ReflectiveOperationException {
    var values = memento.getClass().getDeclaredField("values");
    values.setAccessible(true);
    Object array = values.get(memento);
    return array == null ? memento : array;
  }

  private static byte @Nullable [] serialised(Object key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(key);
    } catch (IOException | RuntimeException e) {
      return null;
    }
    return bytes.toByteArray();
  }
}
