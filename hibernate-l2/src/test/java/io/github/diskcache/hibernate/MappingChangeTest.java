// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new version of an application finds the directory of the old one. */
class MappingChangeTest {
  private static final Map<String, Object> TRUST = Map.of(DiskCacheSettings.WARM_START, "trust");

  /** The mapping of the version before the attribute {@code age}. */
  private static final String WITHOUT_AGE =
      """
      <entity-mappings xmlns="https://jakarta.ee/xml/ns/persistence/orm" version="3.1">
        <entity class="io.github.diskcache.hibernate.MappingChangeTest$Reader">
          <attributes><transient name="age"/></attributes>
        </entity>
      </entity-mappings>
      """;

  @RegisterExtension final Factories factories = new Factories();

  @Entity(name = "Reader")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  static class Reader {
    @Id Long id;
    String name;
    Integer age;
  }

  @Test
  void find_sameMappingAsBefore_isHit() {
    store(factories.open(TRUST, Reader.class));

    SessionFactory again = factories.open(TRUST, Reader.class);

    assertThat(statements(again, session -> session.find(Reader.class, 1L))).isZero();
  }

  @Test
  void find_attributeAddedSince_isMiss() {
    store(factories.openWithXml(TRUST, WITHOUT_AGE, Reader.class));

    SessionFactory after = factories.open(TRUST, Reader.class);

    assertThat(
            statements(
                after,
                session -> assertThat(session.find(Reader.class, 1L).name).isEqualTo("first")))
        .isEqualTo(1);
    assertThat(Factories.statistics(after, Library.region(Reader.class)).misses())
        .containsEntry(MissCause.OTHER_MAPPING, 1L);
    assertThat(statements(after, session -> session.find(Reader.class, 1L))).isZero();
  }

  @Test
  void update_byTheNewVersionWhileTheOldOneRuns_isSeenByTheOldOne() {
    SessionFactory before = factories.openWithXml(TRUST, WITHOUT_AGE, Reader.class);
    store(before);
    SessionFactory after = factories.open(TRUST, Reader.class);

    run(after, session -> session.find(Reader.class, 1L).name = "second");

    run(before, session -> assertThat(session.find(Reader.class, 1L).name).isEqualTo("second"));
  }

  private static void store(SessionFactory factory) {
    run(
        factory,
        session -> {
          Reader reader = new Reader();
          reader.id = 1L;
          reader.name = "first";
          session.persist(reader);
        });
  }
}
