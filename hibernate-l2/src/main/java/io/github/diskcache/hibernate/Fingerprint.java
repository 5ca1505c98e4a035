// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.Version;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a cached value depends on besides its database row: the mapping of its role, this codec and
 * the line of Hibernate. An entry with another fingerprint is a miss. It stays under the same key,
 * so that during a rolling deployment an update by one version locks and replaces the other's.
 *
 * <p>Access type and structure are part of it: entries that a role in read-write access left behind
 * were not invalidated while it was read-only elsewhere.
 */
final class Fingerprint {
  private final StringBuilder text = new StringBuilder(500);

  private Fingerprint(SessionFactoryImplementor factory, AccessType access) {
    String version = Version.getVersionString();
    text.append("orm ").append(version, 0, lineEnd(version));
    text.append(" codec ").append(Tag.CODEC_VERSION);
    text.append(" access ").append(access);
    text.append(" structured ")
        .append(factory.getSessionFactoryOptions().isStructuredCacheEntriesEnabled())
        .append('\n');
  }

  static long ofEntity(SessionFactoryImplementor factory, String role, AccessType access) {
    return new Fingerprint(factory, access).entity(factory, role).hash();
  }

  static long ofNaturalId(SessionFactoryImplementor factory, String role, AccessType access) {
    Fingerprint fingerprint = new Fingerprint(factory, access);
    EntityPersister persister = factory.getMappingMetamodel().getEntityDescriptor(role);
    fingerprint.property("id", persister.getIdentifierType());
    int[] properties = persister.getNaturalIdentifierProperties();
    if (properties != null) {
      for (int property : properties) {
        fingerprint.property(
            persister.getPropertyNames()[property], persister.getPropertyTypes()[property]);
      }
    }
    return fingerprint.hash();
  }

  static long ofCollection(SessionFactoryImplementor factory, String role, AccessType access) {
    return new Fingerprint(factory, access).collection(factory, role).hash();
  }

  /** Query results may hold anything of the persistence unit. */
  static long ofUnit(SessionFactoryImplementor factory) {
    Fingerprint fingerprint = new Fingerprint(factory, AccessType.READ_WRITE);
    Set<String> entities = new TreeSet<>();
    factory
        .getMappingMetamodel()
        .forEachEntityDescriptor(persister -> entities.add(persister.getEntityName()));
    entities.forEach(name -> fingerprint.oneEntity(factory, name));
    Set<String> collections = new TreeSet<>();
    factory
        .getMappingMetamodel()
        .forEachCollectionDescriptor(persister -> collections.add(persister.getRole()));
    collections.forEach(role -> fingerprint.collection(factory, role));
    return fingerprint.hash();
  }

  private Fingerprint entity(SessionFactoryImplementor factory, String root) {
    EntityPersister persister = factory.getMappingMetamodel().getEntityDescriptor(root);
    for (String name : new TreeSet<>(persister.getSubclassEntityNames())) {
      oneEntity(factory, name);
    }
    return this;
  }

  private void oneEntity(SessionFactoryImplementor factory, String name) {
    EntityPersister persister = factory.getMappingMetamodel().getEntityDescriptor(name);
    text.append("entity ").append(name).append('\n');
    property("id", persister.getIdentifierType());
    if (persister.isVersioned()) {
      property("version", persister.getVersionType());
    }
    String[] names = persister.getPropertyNames();
    Type[] types = persister.getPropertyTypes();
    for (int i = 0; i < names.length; i++) {
      property(names[i], types[i]);
    }
    text.append("lazy ").append(Arrays.toString(persister.getPropertyLaziness())).append('\n');
  }

  private Fingerprint collection(SessionFactoryImplementor factory, String role) {
    CollectionPersister persister = factory.getMappingMetamodel().getCollectionDescriptor(role);
    text.append("collection ").append(role).append('\n');
    CollectionTypes types = CollectionTypes.of(persister);
    text.append("kind ").append(types.kind().getName()).append('\n');
    property("key", types.key());
    property("index", types.index());
    property("element", types.element());
    property("id", types.id());
    return this;
  }

  private void property(String name, @Nullable Type type) {
    text.append(name).append(": ");
    type(type);
    text.append('\n');
  }

  /** Never by {@link Type#getName}: it counts up for types without a registered name. */
  private void type(@Nullable Type type) {
    if (type == null) {
      text.append('-');
    } else if (type instanceof CompositeType composite) {
      text.append('{');
      String[] names = composite.getPropertyNames();
      Type[] types = composite.getSubtypes();
      for (int i = 0; i < types.length; i++) {
        text.append(names[i]).append('=');
        type(types[i]);
        text.append(' ');
      }
      text.append('}');
    } else if (type instanceof EntityType entity) {
      text.append("entity ").append(entity.getAssociatedEntityName());
    } else if (type instanceof CollectionType collection) {
      text.append("collection ").append(collection.getRole());
    } else if (type instanceof JdbcMapping basic) {
      text.append(basic.getJavaTypeDescriptor().getJavaType().getTypeName())
          .append(" as ")
          .append(basic.getJdbcType().getJdbcTypeCode());
    } else {
      text.append(type.getReturnedClass().getName());
    }
  }

  private long hash() {
    return Hash.digest64(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static int lineEnd(String version) {
    int minor = version.indexOf('.');
    int patch = minor < 0 ? -1 : version.indexOf('.', minor + 1);
    return patch < 0 ? version.length() : patch;
  }
}
