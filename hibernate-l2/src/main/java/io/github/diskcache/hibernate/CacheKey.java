// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key of an entity, collection or natural id: its canonical bytes are equal in every process
 * exactly when role, tenant and id are, which hash codes and serialised forms do not promise.
 * Immutable.
 */
final class CacheKey implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] bytes;
  private final boolean storable;
  private final boolean ofATenant;
  private final transient @Nullable Object id;

  CacheKey(byte[] bytes, boolean storable, @Nullable Object id) {
    this(bytes, storable, false, id);
  }

  CacheKey(byte[] bytes, boolean storable, boolean ofATenant, @Nullable Object id) {
    this.bytes = bytes;
    this.storable = storable;
    this.ofATenant = ofATenant;
    this.id = id;
  }

  byte[] bytes() {
    return bytes;
  }

  /** False: the id is of a type that has no canonical form, so that nothing is cached for it. */
  boolean isStorable() {
    return storable;
  }

  /** False: the tenant was not told, or there are none. */
  boolean isOfATenant() {
    return ofATenant;
  }

  @Nullable Object id() {
    return id;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (storable && other instanceof CacheKey key && Arrays.equals(bytes, key.bytes));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "CacheKey[" + id + "]";
  }
}
