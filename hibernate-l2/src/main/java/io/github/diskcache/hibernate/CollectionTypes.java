// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The types of a collection. Hibernate has marked these methods for removal in favour of a model
 * that has no counterpart of {@link Type#disassemble} yet; they are called here only.
 *
 * @param kind the class of the collection's type: bag, list, map and so on
 */
@SuppressWarnings("removal")
record CollectionTypes(
    Class<?> kind, Type key, @Nullable Type index, Type element, @Nullable Type id) {

  static CollectionTypes of(CollectionPersister persister) {
    return new CollectionTypes(
        persister.getCollectionType().getClass(),
        persister.getKeyType(),
        persister.getIndexType(),
        persister.getElementType(),
        persister.getIdentifierType());
  }

  static Type keyOf(CollectionPersister persister) {
    return persister.getKeyType();
  }
}
