// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.assertIn;
import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The known races of second-level caches, by their numbers, with two session factories that are
 * stopped where it matters: the other acts between two steps of the one. {@link LatePutTest},
 * {@link SoftLockTest}, {@link FloorTest} and {@link TwoJvmTest} have more of them one level below.
 */
class RaceTest {
  @RegisterExtension final Factories factories = new Factories();

  private SessionFactory here;
  private SessionFactory there;

  @Entity(name = "Item")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @NaturalIdCache
  static class Item {
    @Id Long id;
    @Version int version;

    @Convert(converter = Gate.Text.class)
    String text;

    @NaturalId(mutable = true)
    String code;

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @Convert(converter = Gate.Text.class)
    Set<String> labels = new HashSet<>();

    Item() {}

    Item(long id, String text, String code) {
      this.id = id;
      this.text = text;
      this.code = code;
    }
  }

  @Entity(name = "Note")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
  static class Note {
    @Id Long id;

    @Convert(converter = Gate.Text.class)
    String text;

    Note() {}

    Note(long id, String text) {
      this.id = id;
      this.text = text;
    }
  }

  @Entity(name = "Fact")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
  static class Fact {
    @Id Long id;

    @Convert(converter = Gate.Text.class)
    String text;

    Fact() {}

    Fact(long id, String text) {
      this.id = id;
      this.text = text;
    }
  }

  @BeforeEach
  void open() {
    here = factories.open(Item.class, Note.class, Fact.class);
    there =
        factories.open(
            Map.of("hibernate.hbm2ddl.auto", "none"), Item.class, Note.class, Fact.class);
    run(
        here,
        session -> {
          Item item = new Item(1, "one", "code-1");
          item.labels.add("red");
          session.persist(item);
          session.persist(new Note(1, "one"));
          session.persist(new Fact(1, "one"));
        });
    here.getCache().evictAllRegions();
  }

  @AfterEach
  void everyGateWasPassed() {
    assertThat(Gate.isArmed()).isFalse();
  }

  private static String text(Session session) {
    return session.find(Item.class, 1L).text;
  }

  private static void write(Session session, String text) {
    session.find(Item.class, 1L).text = text;
  }

  private static List<String> texts(Session session) {
    return session
        .createSelectionQuery("select text from Item", String.class)
        .setCacheable(true)
        .getResultList();
  }

  /** The other changes the item and evicts it, when this one has read the old row. */
  @Test
  void R1_find_rowChangedAndEvictedWhileItIsRead_isNotPut() {
    Gate.whenRead(
        () -> {
          run(there, session -> write(session, "two"));
          there.getCache().evict(Item.class, 1L);
        });

    assertIn(here, RaceTest::text).isEqualTo("one");

    assertIn(there, RaceTest::text).isEqualTo("two");
  }

  @Test
  void R1_find_nonstrictRowChangedWhileItIsRead_isNotPut() {
    Gate.whenRead(() -> run(there, session -> session.find(Note.class, 1L).text = "two"));

    assertIn(here, session -> session.find(Note.class, 1L).text).isEqualTo("one");

    assertIn(there, session -> session.find(Note.class, 1L).text).isEqualTo("two");
  }

  @Test
  void R1_find_readOnlyRowDeletedWhileItIsRead_isNotPut() {
    Gate.whenRead(() -> run(there, session -> session.remove(session.find(Fact.class, 1L))));

    assertIn(here, session -> session.find(Fact.class, 1L).text).isEqualTo("one");

    assertIn(there, session -> session.find(Fact.class, 1L)).isNull();
  }

  @Test
  void R1_labels_changedAndEvictedWhileTheyAreRead_areNotPut() {
    run(
        here,
        session -> {
          Item item = session.find(Item.class, 1L);
          Gate.whenRead(() -> run(there, other -> other.find(Item.class, 1L).labels.add("blue")));
          assertThat(item.labels).containsExactly("red");
        });

    run(
        there,
        session ->
            assertThat(session.find(Item.class, 1L).labels)
                .containsExactlyInAnyOrder("red", "blue"));
  }

  /** A later life of the same id has lower versions. */
  @Test
  void R1_find_rowDeletedAndInsertedAgainWhileItIsRead_isNotPut() {
    run(here, session -> write(session, "higher version"));
    here.getCache().evictAllRegions();
    Gate.whenRead(
        () -> {
          run(there, session -> session.remove(session.find(Item.class, 1L)));
          run(there, session -> session.persist(new Item(1, "again", "code-1")));
          there.getCache().evict(Item.class, 1L);
          assertIn(there, RaceTest::text).isEqualTo("again");
        });

    assertIn(here, RaceTest::text).isEqualTo("higher version");

    assertIn(there, RaceTest::text).isEqualTo("again");
  }

  /** Between the change and its commit, others read the old row: right then, wrong soon. */
  @Test
  void R1_find_nonstrictChangeNotCommitted_isNotPut() {
    run(
        there,
        writer -> {
          // the writer may die here, before it removes anything again
          Gate.afterCompletion(
              writer,
              () -> assertThat(here.getCache().contains(Note.class, 1L)).as("cached").isFalse());
          writer.find(Note.class, 1L).text = "two";
          writer.flush();
          assertIn(here, session -> session.find(Note.class, 1L).text).isEqualTo("one");
        });

    assertIn(here, session -> session.find(Note.class, 1L).text).isEqualTo("two");
  }

  @Test
  void R1_find_readOnlyDeletionNotCommitted_isNotPut() {
    run(
        there,
        writer -> {
          writer.remove(writer.find(Fact.class, 1L));
          writer.flush();
          assertIn(here, session -> session.find(Fact.class, 1L).text).isEqualTo("one");
          assertThat(here.getCache().contains(Fact.class, 1L)).isFalse();
        });

    assertIn(here, session -> session.find(Fact.class, 1L)).isNull();
  }

  @Test
  void R2_find_rowChangedInBulkWhileItIsRead_isNotPut() {
    Gate.whenRead(
        () ->
            run(
                there,
                session ->
                    session.createMutationQuery("update Item set text = 'bulk'").executeUpdate()));

    assertIn(here, RaceTest::text).isEqualTo("one");

    assertIn(there, RaceTest::text).isEqualTo("bulk");
  }

  @Test
  void R2_find_duringABulkUpdate_isNotPut() {
    run(
        there,
        writer -> {
          writer.createMutationQuery("update Item set text = 'bulk'").executeUpdate();
          assertIn(here, RaceTest::text).isEqualTo("one");
          assertThat(here.getCache().contains(Item.class, 1L)).isFalse();
        });

    assertIn(here, RaceTest::text).isEqualTo("bulk");
  }

  /** The bulk update has been committed, and the cache does not know yet. */
  @Test
  void R2_find_afterABulkUpdatesCommit_doesNotSeeTheOldRow() {
    run(here, RaceTest::text);
    run(
        there,
        writer -> {
          Gate.afterCompletion(writer, () -> assertIn(here, RaceTest::text).isEqualTo("bulk"));
          writer.createMutationQuery("update Item set text = 'bulk'").executeUpdate();
        });

    assertIn(here, RaceTest::text).isEqualTo("bulk");
  }

  /** Both write; the second ends while the first is between its commit and its last word. */
  @Test
  void R4_query_anotherWriterEndsBetweenCommitAndInvalidation_isNotBelieved() {
    run(
        here,
        first -> {
          first.persist(new Item(2, "first", "code-2"));
          first.flush();
          run(there, second -> second.persist(new Item(3, "second", "code-3")));
          // this result lacks what the first has not committed
          run(there, session -> assertThat(texts(session)).hasSize(2));
          Gate.afterCompletion(
              first, () -> run(there, session -> assertThat(texts(session)).hasSize(3)));
        });

    run(there, session -> assertThat(texts(session)).hasSize(3));
  }

  @Test
  void R5_query_afterAWriterHasEnded_isCachedAtOnce() {
    run(here, session -> write(session, "two"));
    run(there, RaceTest::texts);

    assertThat(statements(here, RaceTest::texts)).isZero();
  }

  @Test
  void R5_query_afterAWriterHasRolledBack_isCachedAtOnce() {
    assertThatThrownBy(
            () ->
                run(
                    here,
                    session -> {
                      write(session, "two");
                      session.flush();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    run(there, RaceTest::texts);

    assertThat(statements(here, RaceTest::texts)).isZero();
  }

  @Test
  void R6_query_timestampsForgotten_isNotBelieved() {
    run(here, RaceTest::texts);

    here.unwrap(org.hibernate.engine.spi.SessionFactoryImplementor.class)
        .getCache()
        .getTimestampsCache()
        .getRegion()
        .clear();

    assertThat(statements(there, RaceTest::texts)).isEqualTo(1);
  }

  /** What it has written and not committed is nobody else's business. */
  @Test
  void R8_find_byTheSessionThatChangedTheRow_isNotPut() {
    assertThatThrownBy(
            () ->
                run(
                    here,
                    session -> {
                      write(session, "not committed");
                      session.find(Note.class, 1L).text = "not committed";
                      session.persist(new Item(2, "not committed", "code-2"));
                      session.flush();
                      session.clear();
                      assertThat(text(session)).isEqualTo("not committed");
                      assertThat(session.find(Note.class, 1L).text).isEqualTo("not committed");
                      assertThat(session.find(Item.class, 2L).text).isEqualTo("not committed");
                      assertIn(there, RaceTest::text).isEqualTo("one");
                      assertThat(there.getCache().contains(Item.class, 2L)).isFalse();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    assertIn(there, RaceTest::text).isEqualTo("one");
    assertIn(there, session -> session.find(Note.class, 1L).text).isEqualTo("one");
    assertIn(there, session -> session.find(Item.class, 2L)).isNull();
  }

  /** An older session must not see what was committed after it had begun only in part. */
  @Test
  void R8_find_bySessionOlderThanTheEntry_readsTheDatabase() {
    run(
        here,
        old -> {
          run(there, session -> write(session, "two"));
          assertThat(statementsOf(old, RaceTest::text)).isEqualTo(1);
        });
  }

  private long statementsOf(Session session, java.util.function.Consumer<Session> work) {
    long before = here.getStatistics().getPrepareStatementCount();
    work.accept(session);
    return here.getStatistics().getPrepareStatementCount() - before;
  }

  private static Item byCode(Session session, String code) {
    return session.bySimpleNaturalId(Item.class).load(code);
  }

  /** The old code is read by one, given up by another, and put by the first. */
  @Test
  void R9_load_codeGivenUpWhileItIsRead_isNotPut() {
    Gate.whenRead(() -> run(there, session -> session.find(Item.class, 1L).code = "code-new"));

    run(here, session -> assertThat(byCode(session, "code-1").id).isEqualTo(1));

    run(there, session -> assertThat(byCode(session, "code-1")).isNull());
    run(there, session -> assertThat(byCode(session, "code-new").id).isEqualTo(1));
  }

  @Test
  void R9_load_codeGivenToAnotherWhileItIsRead_isNotPut() {
    Gate.whenRead(
        () -> {
          run(there, session -> session.find(Item.class, 1L).code = "code-new");
          run(there, session -> session.persist(new Item(2, "other", "code-1")));
        });

    run(here, session -> assertThat(byCode(session, "code-1").id).isEqualTo(1));

    run(there, session -> assertThat(byCode(session, "code-1").id).isEqualTo(2));
  }

  @Test
  void R9_load_whileAnotherGivesUpTheCode_findsWhatIsCommitted() {
    run(here, session -> byCode(session, "code-1"));
    run(
        there,
        writer -> {
          writer.find(Item.class, 1L).code = "code-new";
          writer.flush();
          run(
              here,
              session -> {
                assertThat(byCode(session, "code-1").id).isEqualTo(1);
                assertThat(byCode(session, "code-new")).isNull();
              });
        });

    run(
        here,
        session -> {
          assertThat(byCode(session, "code-1")).isNull();
          assertThat(byCode(session, "code-new").id).isEqualTo(1);
        });
  }
}
