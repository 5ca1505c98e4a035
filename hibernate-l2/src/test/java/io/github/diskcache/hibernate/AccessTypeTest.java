// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.assertIn;
import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.hibernate.Library.Account;
import io.github.diskcache.hibernate.Library.Country;
import io.github.diskcache.hibernate.Library.Journal;
import io.github.diskcache.hibernate.Library.Language;
import io.github.diskcache.hibernate.Library.Loan;
import io.github.diskcache.hibernate.Library.LoanId;
import io.github.diskcache.hibernate.Library.Novel;
import io.github.diskcache.hibernate.Library.Publication;
import io.github.diskcache.hibernate.Library.Tag;
import java.time.LocalDate;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessTypeTest {
  @RegisterExtension final Factories factories = new Factories();

  @Test
  void find_nonstrictEntity_isCachedFromLoadAndDroppedByUpdate() {
    SessionFactory factory = factories.open(Tag.class);
    run(factory, session -> session.persist(new Tag(1, "new")));
    assertThat(statements(factory, session -> session.find(Tag.class, 1L))).isEqualTo(1);
    assertThat(statements(factory, session -> session.find(Tag.class, 1L))).isZero();

    run(factory, session -> session.find(Tag.class, 1L).label = "changed");

    assertIn(factory, session -> session.find(Tag.class, 1L).label).isEqualTo("changed");
    assertThat(statements(factory, session -> session.find(Tag.class, 1L))).isZero();
  }

  @Test
  void find_nonstrictEntityDeleted_isNull() {
    SessionFactory factory = factories.open(Tag.class);
    run(factory, session -> session.persist(new Tag(1, "new")));
    run(factory, session -> session.find(Tag.class, 1L));

    run(factory, session -> session.remove(session.find(Tag.class, 1L)));

    assertIn(factory, session -> session.find(Tag.class, 1L)).isNull();
  }

  @Test
  void find_readOnlyEntity_isCachedFromInsert() {
    SessionFactory factory = factories.open(Country.class);
    run(factory, session -> session.persist(new Country("pl", "Poland")));

    assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isZero();
  }

  @Test
  void find_readOnlyEntityDeleted_isNull() {
    SessionFactory factory = factories.open(Language.class);
    run(factory, session -> session.persist(new Language(1, "Polish")));

    run(factory, session -> session.remove(session.find(Language.class, 1L)));

    assertIn(factory, session -> session.find(Language.class, 1L)).isNull();
  }

  @Test
  void update_readOnlyEntity_isRefused() {
    SessionFactory factory = factories.open(Language.class);
    run(factory, session -> session.persist(new Language(1, "Polish")));

    assertThatThrownBy(
            () -> run(factory, session -> session.find(Language.class, 1L).name = "Kashubian"))
        .hasStackTraceContaining("it is cached for read-only access");
    assertIn(factory, session -> session.find(Language.class, 1L).name).isEqualTo("Polish");
  }

  @Test
  void find_transactionalEntity_runsAsReadWrite() {
    SessionFactory factory = factories.open(Account.class);
    run(factory, session -> session.persist(new Account(1, 10)));
    run(factory, session -> session.find(Account.class, 1L).balance = 20);

    assertThat(
            statements(
                factory,
                session -> assertThat(session.find(Account.class, 1L).balance).isEqualTo(20)))
        .isZero();
  }

  @Test
  void open_transactionalEntityWhereItMustFail_isRefused() {
    assertThatThrownBy(
            () -> factories.open(Map.of(DiskCacheSettings.TRANSACTIONAL, "fail"), Account.class))
        .hasStackTraceContaining("the cache takes no part in XA transactions");
  }

  @Test
  void find_hierarchy_givesTheRightSubclasses() {
    SessionFactory factory = factories.open(Publication.class, Journal.class, Novel.class);
    run(
        factory,
        session -> {
          Journal journal = new Journal();
          journal.id = 1L;
          journal.issue = 7;
          session.persist(journal);
          Novel novel = new Novel();
          novel.id = 2L;
          novel.chapters = 12;
          session.persist(novel);
        });

    long count =
        statements(
            factory,
            session -> {
              assertThat(session.find(Publication.class, 1L)).isInstanceOf(Journal.class);
              assertThat(session.find(Novel.class, 2L).chapters).isEqualTo(12);
              assertThat(session.find(Publication.class, 1L))
                  .extracting(each -> ((Journal) each).issue)
                  .isEqualTo(7);
            });

    assertThat(count).isZero();
  }

  @Test
  void find_embeddedId_isCachedAndUpdated() {
    SessionFactory factory = factories.open(Loan.class);
    run(
        factory,
        session -> session.persist(new Loan(new LoanId(1, "copy-1"), LocalDate.of(2026, 1, 1))));
    run(
        factory,
        session ->
            session.find(Loan.class, new LoanId(1, "copy-1")).due = LocalDate.of(2026, 2, 2));

    long count =
        statements(
            factory,
            session ->
                assertThat(session.find(Loan.class, new LoanId(1, "copy-1")).due)
                    .isEqualTo(LocalDate.of(2026, 2, 2)));

    assertThat(count).isZero();
    assertThat(statements(factory, session -> session.find(Loan.class, new LoanId(1, "copy-2"))))
        .isEqualTo(1);
  }
}
