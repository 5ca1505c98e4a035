// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.hibernate.SoakMemory.Count;
import io.github.diskcache.hibernate.SoakModel.Change;
import io.github.diskcache.hibernate.SoakModel.Kind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several JVMs on one cache directory and one database change and read the same rows, and are
 * killed. A read that gives an older state than the last one whose commit had returned before its
 * transaction began is stale; one of a state that was never committed is wrong. {@code
 * -Ddiskcache.l2.seconds}, {@code .l2.kills}, {@code .l2.jvms} and {@code .l2.seed} say how much;
 * the profile {@code soak} asks for more.
 */
class SoakTest {
  private static final long SECONDS = Long.getLong("diskcache.l2.seconds", 0);
  private static final int KILLS = Integer.getInteger("diskcache.l2.kills", 2);
  private static final int JVMS = Integer.getInteger("diskcache.l2.jvms", 2);
  private static final long SEED = Long.getLong("diskcache.l2.seed", System.nanoTime());
  private static final long READS = 1_000;

  @TempDir Path work;

  private record Totals(long stale, long wrong, long reads, long hits) {}

  @Test
  @Tag("long")
  void reads_onH2WhileOthersWriteAndAreKilled_areNeitherStaleNorWrong() throws Exception {
    try (Database database = h2()) {
      requireRight(soak("h2", database.url(), List.of(), KILLS));
    }
  }

  @Test
  @Tag("soak")
  void reads_onPostgresqlWhileOthersWriteAndAreKilled_areNeitherStaleNorWrong() throws Exception {
    try (EmbeddedPostgres postgres = postgres()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      requireRight(soak("postgresql", url, List.of(), KILLS));
    }
  }

  /** Shows that staleness would be seen: entries that a bulk update has made misses are read. */
  @Test
  @Tag("soak")
  void reads_floorsNotAsked_areStale() throws Exception {
    Mutant mutant =
        Mutant.ALL.stream()
            .filter(each -> each.race().equals("R2, near tier"))
            .findFirst()
            .orElseThrow();
    List<Path> faulty = List.of(MutantTest.compiled(mutant, work.resolve("mutant")));
    try (Database database = h2()) {
      assertThat(soak("h2 control=floors-not-asked", database.url(), faulty, 2).stale).isPositive();
    }
  }

  private static void requireRight(Totals totals) {
    assertThat(totals.stale).as("stale reads").isZero();
    assertThat(totals.wrong).as("wrong reads").isZero();
    assertThat(totals.reads).isGreaterThanOrEqualTo(READS);
    assertThat(totals.hits).as("hits").isGreaterThan(totals.reads / 10);
  }

  private Totals soak(String name, String url, List<Path> first, int kills) throws Exception {
    System.out.printf("L2SOAK %s seed=%d%n", name, SEED);
    Path directory = work.resolve("cache");
    Path file = work.resolve("memory");
    SoakMemory memory = SoakMemory.map(file);
    make(directory, url, memory);
    Random random = new Random(SEED);
    List<ChildJvm> children = new ArrayList<>();
    long started = System.nanoTime();
    int killed = 0;
    int begun = 0;
    try {
      for (int i = 0; i < JVMS; i++) {
        children.add(start(first, directory, url, file, begun++));
      }
      while (memory.get(Count.READS) < READS || killed < kills || seconds(started) < SECONDS) {
        TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(2000));
        ChildJvm victim = children.get(random.nextInt(children.size()));
        if (killed < kills && victim.hasAnswered()) {
          victim.kill();
        }
        for (int i = 0; i < children.size(); i++) {
          if (!children.get(i).isAlive()) {
            children.get(i).close();
            killed++;
            children.set(i, start(first, directory, url, file, begun++));
          }
        }
      }
      memory.add(Count.STOP, 1);
      for (ChildJvm child : children) {
        child.exit();
      }
    } finally {
      for (ChildJvm child : children) {
        child.close();
      }
    }
    long left = staleAtTheEnd(directory, url);
    Totals totals =
        new Totals(
            memory.get(Count.STALE) + left,
            memory.get(Count.WRONG),
            memory.get(Count.READS),
            memory.get(Count.HITS));
    System.out.printf(
        "L2SOAK %s seconds=%d kills=%d reads=%d hits=%d writes=%d rollbacks=%d failed=%d stale=%d"
            + " wrong=%d%n",
        name,
        seconds(started),
        killed,
        totals.reads,
        totals.hits,
        memory.get(Count.WRITES),
        memory.get(Count.ROLLBACKS),
        memory.get(Count.FAILED),
        totals.stale,
        totals.wrong);
    return totals;
  }

  private static long seconds(long started) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
  }

  private static ChildJvm start(
      List<Path> first, Path directory, String url, Path memory, int number) throws IOException {
    return ChildJvm.start(first, SoakChild.class, directory, url, memory, SEED + number, 1_000);
  }

  /** Makes the tables, with a first state of each key. */
  private static void make(Path directory, String url, SoakMemory memory) throws SQLException {
    try (SessionFactory factory = SoakChild.open(directory, url, "create");
        Connection connection = DriverManager.getConnection(url)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "create table numbers (sort int, k bigint, serial bigint, primary key (sort, k))");
        statement.execute(
            "create table journal (sort int, k bigint, serial bigint, nonce bigint,"
                + " primary key (sort, k, serial))");
      }
      for (Kind kind : Kind.values()) {
        for (int key = 0; key < SoakMemory.KEYS; key++) {
          SoakChild.update(connection, "insert into numbers values (?, ?, ?)", kind, key, 1);
          SoakChild.update(connection, "insert into journal values (?, ?, ?, ?)", kind, key, 1, 1);
          int each = key;
          factory.inTransaction(
              session -> {
                if (kind == Kind.LABELS) {
                  SoakModel.Box box = new SoakModel.Box();
                  box.id = each;
                  session.persist(box);
                }
                kind.change(session, each, new Change(1, 1));
              });
          memory.acknowledge(kind, key, 1);
        }
      }
    }
  }

  /** How many keys of the cache say something else than the database, when all is quiet. */
  private static long staleAtTheEnd(Path directory, String url) throws SQLException {
    long stale = 0;
    try (SessionFactory factory = SoakChild.open(directory, url, "none");
        Connection connection = DriverManager.getConnection(url)) {
      for (Kind kind : Kind.values()) {
        for (int key = 0; key < SoakMemory.KEYS; key++) {
          int each = key;
          long last =
              SoakChild.number(
                  connection, "select serial from numbers where sort = ? and k = ?", kind, key);
          Change found = factory.fromTransaction(session -> kind.read(session, each));
          if (found == null || found.serial() != last) {
            stale++;
            System.err.println("stale at the end: " + kind + " " + key + " " + found + ", " + last);
          }
        }
      }
    }
    return stale;
  }

  private record Database(Server server, Connection keeper, String url) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      keeper.close();
      server.stop();
    }
  }

  /** A server in this process, which outlives the killed ones, and keeps its tables in memory. */
  private Database h2() throws SQLException {
    Server server =
        Server.createTcpServer(
                "-tcpPort", "0", "-ifNotExists", "-baseDir", work.resolve("h2").toString())
            .start();
    String url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:soak;LOCK_TIMEOUT=10000";
    return new Database(server, DriverManager.getConnection(url), url);
  }

  /** Runs as any user, root too, where user namespaces are allowed. */
  private static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException | RuntimeException e) {
      return Assumptions.abort("PostgreSQL does not start here: " + e);
    }
  }
}
