// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.io.Serializable;
import java.lang.reflect.Type;

/**
 * What an injected store is opened by: equal ones share an instance.
 *
 * @param kind what it is
 * @param name its name
 * @param key the type of keys, or {@code Object}
 * @param value the type of values or elements, or {@code Object}
 */
@SuppressWarnings("serial") // classes and Types.Generic, which are
record HandleId(StoreKind kind, String name, Type key, Type value) implements Serializable {

  /** Whether it takes whatever a cache stores. */
  boolean isRaw() {
    return key == Object.class && value == Object.class;
  }

  @Override
  public String toString() {
    return kind.type().getSimpleName() + '[' + name + ']';
  }
}
