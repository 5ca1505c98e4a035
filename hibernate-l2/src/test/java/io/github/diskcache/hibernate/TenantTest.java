// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.hibernate.annotations.TenantId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TenantTest {
  @RegisterExtension final Factories factories = new Factories();
  private SessionFactory factory;

  @Entity(name = "Letter")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  static class Letter {
    @Id Long id;
    @TenantId String tenant;
    @NaturalId String code;
    String text;

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    List<String> stamps = new ArrayList<>();
  }

  @BeforeEach
  void fill() {
    factory = factories.open(Letter.class);
    add("north", 1);
    add("south", 2);
    for (String tenant : List.of("north", "south")) {
      long id = tenant.equals("north") ? 1 : 2;
      as(tenant, session -> assertThat(session.find(Letter.class, id).stamps).hasSize(1));
    }
  }

  private void add(String tenant, long id) {
    as(
        tenant,
        session -> {
          Letter letter = new Letter();
          letter.id = id;
          letter.code = "code-" + id;
          letter.text = "of the " + tenant;
          letter.stamps.add("red");
          session.persist(letter);
        });
  }

  private void as(String tenant, Consumer<Session> work) {
    from(
        tenant,
        session -> {
          work.accept(session);
          return 0;
        });
  }

  private <T> T from(String tenant, Function<Session, T> work) {
    try (Session session = factory.withOptions().tenantIdentifier((Object) tenant).openSession()) {
      session.beginTransaction();
      T result = work.apply(session);
      session.getTransaction().commit();
      return result;
    }
  }

  private long statements(String tenant, Consumer<Session> work) {
    long before = factory.getStatistics().getPrepareStatementCount();
    as(tenant, work);
    return factory.getStatistics().getPrepareStatementCount() - before;
  }

  @Test
  void find_ownAndOther_seesTheOwnOnly() {
    assertThat(
            statements(
                "north",
                session -> assertThat(session.find(Letter.class, 1L).text).endsWith("north")))
        .isZero();
    as("south", session -> assertThat(session.find(Letter.class, 1L)).isNull());
    as(
        "south",
        session -> assertThat(session.bySimpleNaturalId(Letter.class).load("code-1")).isNull());
  }

  @Test
  void query_cached_seesTheOwnOnly() {
    Function<Session, List<String>> texts =
        session ->
            session
                .createSelectionQuery("select l.text from Letter l", String.class)
                .setCacheable(true)
                .getResultList();

    assertThat(from("north", texts)).containsExactly("of the north");
    assertThat(from("south", texts)).containsExactly("of the south");
    assertThat(statements("north", session -> assertThat(texts.apply(session)).hasSize(1)))
        .isZero();
  }

  // Hibernate's API tells no tenant, and looks for the entry of none
  @Test
  void evict_byId_evictsAllTenantsRows() {
    factory.getCache().evict(Letter.class, 1L);

    assertThat(statements("north", session -> session.find(Letter.class, 1L))).isEqualTo(1);
    assertThat(statements("north", session -> session.find(Letter.class, 1L))).isZero();
  }

  @Test
  void evictCollectionData_byOwner_evictsAllTenantsRows() {
    factory.getCache().evictCollectionData(Letter.class.getName() + ".stamps", 1L);

    assertThat(
            statements(
                "north", session -> assertThat(session.find(Letter.class, 1L).stamps).hasSize(1)))
        .isEqualTo(1);
  }
}
