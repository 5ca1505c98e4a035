// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the attributes of a mapping, of their fields, and of the platform's plain values:
 * those that may be cached by Java serialization without being asked for. Confined to one thread.
 */
final class MappedClasses {
  private static final int MOST = 2000;

  private static final Set<String> PLATFORM =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Double",
          "java.lang.Enum",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Number",
          "java.lang.Object",
          "java.lang.Short",
          "java.lang.String",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp",
          "java.time.Ser",
          "java.util.ArrayList",
          "java.util.CollSer",
          "java.util.Collections$EmptyList",
          "java.util.Collections$EmptyMap",
          "java.util.Collections$EmptySet",
          "java.util.Collections$SingletonList",
          "java.util.Collections$SingletonMap",
          "java.util.Collections$SingletonSet",
          "java.util.Collections$UnmodifiableCollection",
          "java.util.Collections$UnmodifiableList",
          "java.util.Collections$UnmodifiableMap",
          "java.util.Collections$UnmodifiableRandomAccessList",
          "java.util.Collections$UnmodifiableSet",
          "java.util.Currency",
          "java.util.Date",
          "java.util.EnumSet$SerializationProxy",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.ImmutableCollections$List12",
          "java.util.ImmutableCollections$ListN",
          "java.util.ImmutableCollections$Map1",
          "java.util.ImmutableCollections$MapN",
          "java.util.ImmutableCollections$Set12",
          "java.util.ImmutableCollections$SetN",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.LinkedList",
          "java.util.Locale",
          "java.util.Map$Entry",
          "java.util.TreeMap",
          "java.util.TreeSet",
          "java.util.UUID");

  private final Set<String> names = new TreeSet<>(PLATFORM);
  private final Set<Class<?>> seen = new HashSet<>();

  private MappedClasses() {}

  /** The platform's plain values and collections. */
  static Set<String> ofThePlatform() {
    return PLATFORM;
  }

  static Set<String> of(SessionFactoryImplementor factory) {
    MappedClasses classes = new MappedClasses();
    factory.getMappingMetamodel().forEachEntityDescriptor(classes::addEntity);
    factory.getMappingMetamodel().forEachCollectionDescriptor(classes::addCollection);
    return Set.copyOf(classes.names);
  }

  private void addEntity(EntityPersister persister) {
    add(persister.getIdentifierType());
    for (Type type : persister.getPropertyTypes()) {
      add(type);
    }
  }

  private void addCollection(CollectionPersister persister) {
    CollectionTypes types = CollectionTypes.of(persister);
    add(types.key());
    add(types.element());
    add(types.index());
  }

  private void add(@Nullable Type type) {
    if (type instanceof CompositeType composite) {
      for (Type part : composite.getSubtypes()) {
        add(part);
      }
    } else if (type != null && !type.isEntityType() && !type.isCollectionType()) {
      add(type.getReturnedClass());
    }
  }

  private void add(@Nullable Class<?> type) {
    Class<?> element = type;
    while (element != null && element.isArray()) {
      element = element.getComponentType();
    }
    if (element == null
        || element.isPrimitive()
        || element == Object.class
        || seen.size() >= MOST
        || !seen.add(element)) {
      return;
    }
    if (Serializable.class.isAssignableFrom(element)) {
      names.add(element.getName());
      add(element.getSuperclass());
      if (!element.getName().startsWith("java.")) {
        for (Field field : element.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())
              && !Modifier.isTransient(field.getModifiers())) {
            add(field.getType());
          }
        }
      }
    }
  }
}
