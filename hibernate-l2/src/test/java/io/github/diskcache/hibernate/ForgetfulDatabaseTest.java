// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import io.github.diskcache.hibernate.Library.Country;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A database that changes while nobody has the cache open: by others, or by falling back to an
 * older state, as it does from a backup, and where it acknowledged commits that it had not made
 * durable. Then the cache is ahead of it.
 */
class ForgetfulDatabaseTest {
  private static final Class<?>[] ENTITIES = {Author.class, Book.class, Country.class};
  private static final String COUNTER = "select max(version), count(*) from Book";

  @RegisterExtension final Factories factories = new Factories();
  private Path database = Path.of("");

  @BeforeEach
  void fill() {
    database = factories.directory().resolve("base");
    try (SessionFactory factory = open(Map.of(DiskCacheSettings.PROBE_SQL, COUNTER))) {
      run(
          factory,
          session -> {
            session.persist(new Book(1, "durable"));
            session.persist(new Country("pl", "Poland"));
          });
    }
  }

  private SessionFactory open(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("jakarta.persistence.jdbc.url", "jdbc:h2:file:" + database);
    return factories.open(all, ENTITIES);
  }

  private SessionFactory opened(String warmStart) {
    return open(
        Map.of(DiskCacheSettings.WARM_START, warmStart, DiskCacheSettings.PROBE_SQL, COUNTER));
  }

  private void commitAndForget(String warmStart) throws IOException, SQLException {
    Path file = database.resolveSibling("base.mv.db");
    Path backup = database.resolveSibling("backup");
    shutDown();
    Files.copy(file, backup);
    try (SessionFactory factory = opened(warmStart)) {
      run(factory, session -> session.find(Book.class, 1L).title = "forgotten");
      run(factory, session -> session.persist(new Book(2, "never was")));
    }
    shutDown();
    Files.move(backup, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Pooled connections may still be open and hold the file. */
  private void shutDown() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + database, "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown");
    }
  }

  private static String title(SessionFactory factory, long id) {
    return factory.fromTransaction(
        session -> {
          Book book = session.find(Book.class, id);
          return book == null ? "none" : book.title;
        });
  }

  @Test
  void find_trustedCacheAheadOfTheDatabase_isWrong() throws IOException, SQLException {
    commitAndForget("trust");

    SessionFactory factory = opened("trust");

    // this is what the other policies are for
    assertThat(title(factory, 1)).isEqualTo("forgotten");
    assertThat(title(factory, 2)).isEqualTo("never was");
  }

  @Test
  void find_probedCacheAheadOfTheDatabase_isRight() throws IOException, SQLException {
    commitAndForget("probe");

    SessionFactory factory = opened("probe");

    assertThat(title(factory, 1)).isEqualTo("durable");
    assertThat(title(factory, 2)).isEqualTo("none");
    assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isEqualTo(1);
  }

  @Test
  void find_byDefaultWithTheCacheAheadOfTheDatabase_isRight() throws IOException, SQLException {
    commitAndForget("read_only");

    SessionFactory factory = opened("read_only");

    assertThat(title(factory, 1)).isEqualTo("durable");
    assertThat(title(factory, 2)).isEqualTo("none");
  }

  @Test
  void find_probedAndNothingHappened_needsNoStatement() {
    SessionFactory factory = opened("probe");

    assertThat(
            statements(
                factory,
                session -> {
                  assertThat(session.find(Book.class, 1L).title).isEqualTo("durable");
                  assertThat(session.find(Country.class, "pl").name).isEqualTo("Poland");
                }))
        .isZero();
  }

  @Test
  void find_probedAndChangedByOthers_seesTheChange() {
    try (SessionFactory other =
        open(
            Map.of(
                "hibernate.cache.use_second_level_cache",
                "false",
                "hibernate.cache.use_query_cache",
                "false"))) {
      run(other, session -> session.find(Book.class, 1L).title = "by others");
    }

    SessionFactory factory = opened("probe");

    assertThat(title(factory, 1)).isEqualTo("by others");
  }

  @Test
  void open_probeThatFails_startsColdAndGoesOn() {
    SessionFactory factory =
        open(Map.of(DiskCacheSettings.PROBE_SQL, "select nothing from nowhere"));

    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isEqualTo(1);
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
    factory.close();
    assertThat(
            statements(
                open(Map.of(DiskCacheSettings.PROBE_SQL, "select nothing from nowhere")),
                session -> session.find(Book.class, 1L)))
        .isEqualTo(1);
  }

  @Test
  void open_probeWithoutQuery_saysWhatToSet() {
    assertThatThrownBy(() -> open(Map.of(DiskCacheSettings.WARM_START, "probe")))
        .hasStackTraceContaining("give it a query to ask, as [hibernate.diskcache.probe_sql]");
  }
}
