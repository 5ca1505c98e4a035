// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import io.github.diskcache.hibernate.SoakMemory.Count;
import io.github.diskcache.hibernate.SoakModel.Change;
import io.github.diskcache.hibernate.SoakModel.Doc;
import io.github.diskcache.hibernate.SoakModel.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A process of the soak: its threads change and read at random until shared memory tells them to
 * stop, or until one of them ends the process where it hurts.
 */
@SuppressWarnings("EnumOrdinal")
final class SoakChild {
  private static final int THREADS = 2;

  private final SessionFactory factory;
  private final SoakMemory memory;
  private final String url;
  private final int deaths;
  private final Map<String, Long> committed = new ConcurrentHashMap<>();

  private SoakChild(SessionFactory factory, SoakMemory memory, String url, int deaths) {
    this.factory = factory;
    this.memory = memory;
    this.url = url;
    this.deaths = deaths;
  }

  /**
   * Runs.
   *
   * @param arguments cache directory, JDBC URL, shared memory, seed, and one of how many changes
   *     ends the process
   */
  public static void main(String[] arguments) throws Exception {
    SessionFactory factory = open(Path.of(arguments[0]), arguments[1], "none");
    SoakMemory memory = SoakMemory.map(Path.of(arguments[2]));
    long seed = Long.parseLong(arguments[3]);
    int deaths = Integer.parseInt(arguments[4]);
    SoakChild child = new SoakChild(factory, memory, arguments[1], deaths);
    System.out.println("ready");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed * THREADS + i);
      Thread thread = new Thread(() -> child.work(random));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    factory.close();
    System.out.println("done");
  }

  static SessionFactory open(Path directory, String url, String schema) {
    Configuration configuration = new Configuration();
    for (Class<?> entity : SoakModel.ENTITIES) {
      configuration.addAnnotatedClass(entity);
    }
    configuration
        .getProperties()
        .putAll(
            Map.ofEntries(
                Map.entry("jakarta.persistence.jdbc.url", url),
                Map.entry("hibernate.connection.pool_size", "6"),
                Map.entry("hibernate.hbm2ddl.auto", schema),
                Map.entry("hibernate.generate_statistics", "true"),
                Map.entry("hibernate.session.events.log", "false"),
                Map.entry("hibernate.cache.use_query_cache", "true"),
                Map.entry("hibernate.cache.region.factory_class", "diskcache"),
                Map.entry(DiskCacheSettings.DIRECTORY, directory.toString()),
                Map.entry(DiskCacheSettings.NAMESPACE, "soak"),
                Map.entry(DiskCacheSettings.WARM_START, "trust"),
                Map.entry(DiskCacheSettings.LOCK_TIMEOUT, "30s")));
    return configuration.buildSessionFactory();
  }

  private void work(Random random) {
    while (memory.get(Count.STOP) == 0) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      int key = random.nextInt(SoakMemory.KEYS);
      int act = random.nextInt(100);
      try {
        if (act < 20) {
          write(kind, key, random);
        } else if (act < 23) {
          evict(kind, key, random);
        } else {
          read(random);
        }
      } catch (RuntimeException | SQLException e) {
        // changes at the same time may fail by their version, or wait too long for another
        memory.add(Count.FAILED, 1);
      }
    }
  }

  private void write(Kind kind, int key, Random random) {
    boolean rollsBack = random.nextInt(8) == 0;
    boolean inBulk = kind == Kind.DOC && random.nextInt(4) == 0;
    int death = random.nextInt(deaths);
    long[] serial = new long[1];
    try {
      factory.inTransaction(
          session -> {
            if (death == 0) {
              Gate.afterCompletion(session, SoakChild::die);
            }
            Change change =
                session.doReturningWork(connection -> numbered(connection, kind, key, random));
            serial[0] = change.serial();
            if (inBulk) {
              bulk(session, key, change);
            } else {
              kind.change(session, key, change);
            }
            if (rollsBack || death < 3) {
              session.flush();
            }
            if (death == 1) {
              die();
            }
            if (rollsBack) {
              throw new RolledBack();
            }
            if (death == 2) {
              Gate.afterCompletion(session, SoakChild::die);
            }
          });
      memory.acknowledge(kind, key, serial[0]);
      memory.add(Count.WRITES, 1);
    } catch (RolledBack e) {
      memory.add(Count.ROLLBACKS, 1);
    }
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static void die() {
    Runtime.getRuntime().halt(137);
  }

  /** Takes the next number of a key, whose row stays locked, and notes the change. */
  private static Change numbered(Connection connection, Kind kind, int key, Random random)
      throws SQLException {
    long nonce = 1L + random.nextInt(Integer.MAX_VALUE - 1);
    update(
        connection, "update numbers set serial = serial + 1 where sort = ? and k = ?", kind, key);
    long serial =
        number(connection, "select serial from numbers where sort = ? and k = ?", kind, key);
    update(
        connection,
        "insert into journal (sort, k, serial, nonce) values (?, ?, ?, ?)",
        kind,
        key,
        serial,
        nonce);
    return new Change(serial, nonce);
  }

  private static void bulk(Session session, int key, Change change) {
    session
        .createMutationQuery("update versioned Doc set serial = ?1, nonce = ?2 where id = ?3")
        .setParameter(1, change.serial())
        .setParameter(2, change.nonce())
        .setParameter(3, (long) key)
        .executeUpdate();
  }

  private void evict(Kind kind, int key, Random random) {
    switch (kind) {
      case DOC -> factory.getCache().evict(Doc.class, (long) key);
      case LABELS ->
          factory
              .getCache()
              .evictCollectionData(SoakModel.Box.class.getName() + ".labels", (long) key);
      case PLAIN -> factory.getCache().evict(SoakModel.Plain.class, (long) key);
      default -> {
        if (random.nextInt(20) == 0) {
          factory.getCache().evictAllRegions();
        }
      }
    }
  }

  /** Reads some keys in one transaction, and holds them against what was acknowledged before. */
  private void read(Random random) throws SQLException {
    int size = 1 + random.nextInt(4);
    Kind[] kinds = new Kind[size];
    int[] keys = new int[size];
    long[] acknowledged = new long[size];
    Change[] found = new Change[size];
    for (int i = 0; i < size; i++) {
      kinds[i] = Kind.values()[random.nextInt(Kind.values().length)];
      keys[i] = random.nextInt(SoakMemory.KEYS);
      acknowledged[i] = memory.acknowledged(kinds[i], keys[i]);
    }
    int way = random.nextInt(20);
    long hits = factory.getStatistics().getSecondLevelCacheHitCount();
    factory.inTransaction(
        session -> {
          for (int i = 0; i < size; i++) {
            found[i] = read(session, kinds[i], keys[i], way);
          }
        });
    memory.add(Count.HITS, factory.getStatistics().getSecondLevelCacheHitCount() - hits);
    memory.add(Count.READS, size);
    for (int i = 0; i < size; i++) {
      judge(kinds[i], keys[i], acknowledged[i], found[i]);
    }
  }

  private static Change read(Session session, Kind kind, int key, int way) {
    if (kind == Kind.DOC && way < 8) {
      return session
          .createSelectionQuery("select serial, nonce from Doc where id = ?1", Object[].class)
          .setParameter(1, (long) key)
          .setCacheable(true)
          .getResultList()
          .stream()
          .map(row -> new Change((Long) row[0], (Long) row[1]))
          .findFirst()
          .orElse(null);
    }
    if (kind == Kind.DOC && way == 8) {
      session.refresh(session.find(Doc.class, (long) key));
    }
    return kind.read(session, key);
  }

  /** Natural id and row are two reads, and another may replace both between them. */
  private void judge(Kind kind, int key, long acknowledged, Change first) throws SQLException {
    Change found = first;
    long atLeast = acknowledged;
    for (int i = 0; found == null && i < 20; i++) {
      atLeast = memory.acknowledged(kind, key);
      found = factory.fromTransaction(session -> kind.read(session, key));
    }
    if (found == null || found.serial() < atLeast) {
      memory.add(Count.STALE, 1);
      System.err.println("stale: " + kind + " " + key + " " + found + ", acknowledged " + atLeast);
    } else if (found.nonce() != nonce(kind, key, found.serial())) {
      memory.add(Count.WRONG, 1);
      System.err.println("wrong: " + kind + " " + key + " " + found);
    }
  }

  /** The committed number of chance of a change; 0: nothing was committed. */
  private long nonce(Kind kind, int key, long serial) throws SQLException {
    String name = kind + " " + key + " " + serial;
    Long known = committed.get(name);
    if (known == null) {
      try (Connection connection = DriverManager.getConnection(url)) {
        known =
            number(
                connection,
                "select coalesce(max(nonce), 0) from journal where sort = ? and k = ? and serial = ?",
                kind,
                key,
                serial);
      }
      if (known != 0) {
        committed.put(name, known);
      }
    }
    return known;
  }

  static void update(Connection connection, String sql, Kind kind, long... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, kind, values)) {
      statement.executeUpdate();
    }
  }

  static long number(Connection connection, String sql, Kind kind, long... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, kind, values);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, Kind kind, long... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setInt(1, kind.ordinal());
    for (int i = 0; i < values.length; i++) {
      statement.setLong(i + 2, values[i]);
    }
    return statement;
  }
}
