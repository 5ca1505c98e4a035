// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.ManyToOne;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ids of all forms are equal in the cache exactly when they are in the database. */
class IdTest {
  @RegisterExtension final Factories factories = new Factories();

  @Entity(name = "Blob")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Blob {
    @Id byte[] id;
    String name;
  }

  @Entity(name = "Device")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  static class Device {
    @Id UUID id;
    @NaturalId String maker;
    @NaturalId int serial;
  }

  /** An id that holds a reference to another entity. */
  @Entity(name = "Reading")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @IdClass(ReadingId.class)
  static class Reading {
    @Id @ManyToOne Device device;
    @Id int number;
    double celsius;
  }

  static class ReadingId implements Serializable {
    private static final long serialVersionUID = 1;
    UUID device;
    int number;

    ReadingId() {}

    ReadingId(UUID device, int number) {
      this.device = device;
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ReadingId id && id.number == number && id.device.equals(device);
    }

    @Override
    public int hashCode() {
      return Objects.hash(device, number);
    }
  }

  @Test
  void find_arrayId_isHitByEqualContent() {
    SessionFactory factory = factories.open(Blob.class);
    run(
        factory,
        session -> {
          Blob blob = new Blob();
          blob.id = new byte[] {1, 2, 3};
          blob.name = "first";
          session.persist(blob);
        });

    assertThat(
            statements(
                factory,
                session ->
                    assertThat(session.find(Blob.class, new byte[] {1, 2, 3}).name)
                        .isEqualTo("first")))
        .isZero();
    run(factory, session -> assertThat(session.find(Blob.class, new byte[] {1, 2, 4})).isNull());
    run(factory, session -> session.find(Blob.class, new byte[] {1, 2, 3}).name = "changed");
    assertThat(
            statements(
                factory,
                session ->
                    assertThat(session.find(Blob.class, new byte[] {1, 2, 3}).name)
                        .isEqualTo("changed")))
        .isZero();
  }

  @Test
  void find_idWithAReference_isHit() {
    SessionFactory factory = factories.open(Device.class, Reading.class);
    UUID id = new UUID(7, 8);
    run(
        factory,
        session -> {
          Device device = new Device();
          device.id = id;
          device.maker = "Acme";
          device.serial = 12;
          session.persist(device);
          Reading reading = new Reading();
          reading.device = device;
          reading.number = 3;
          reading.celsius = 21.5;
          session.persist(reading);
        });

    assertThat(
            statements(
                factory,
                session -> {
                  Reading found = session.find(Reading.class, new ReadingId(id, 3));
                  assertThat(found.celsius).isEqualTo(21.5);
                  assertThat(found.device.maker).isEqualTo("Acme");
                }))
        .isZero();
    run(factory, session -> assertThat(session.find(Reading.class, new ReadingId(id, 4))).isNull());
  }

  @Test
  void load_naturalIdOfTwoAttributes_isHitInAnyOrder() {
    SessionFactory factory = factories.open(Device.class);
    run(
        factory,
        session -> {
          Device device = new Device();
          device.id = new UUID(7, 8);
          device.maker = "Acme";
          device.serial = 12;
          session.persist(device);
        });

    assertThat(
            statements(
                factory,
                session ->
                    assertThat(
                            session
                                .byNaturalId(Device.class)
                                .using("serial", 12)
                                .using("maker", "Acme")
                                .load())
                        .isNotNull()))
        .isZero();
    run(
        factory,
        session ->
            assertThat(
                    session
                        .byNaturalId(Device.class)
                        .using("maker", "Acme")
                        .using("serial", 13)
                        .load())
                .isNull());
  }
}
