// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import io.github.diskcache.hibernate.Library.Account;
import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import io.github.diskcache.hibernate.Library.Tag;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionManager;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ObjectAssert;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cache in global transactions, which a transaction manager commits in two phases. */
class JtaTest {
  private static final String PLATFORM =
      "org.hibernate.engine.transaction.jta.platform.internal.JBossStandAloneJtaPlatform";

  @RegisterExtension final Factories factories = new Factories();
  private final TransactionManager transactions =
      com.arjuna.ats.jta.TransactionManager.transactionManager();
  private SessionFactory factory;

  @BeforeAll
  static void keepTheLogInMemory() {
    for (String store : List.of("", "communicationStore.", "stateStore.")) {
      String bean = "ObjectStoreEnvironmentBean." + store;
      System.setProperty(bean + "objectStoreType", VolatileStore.class.getName());
      System.setProperty(bean + "objectStoreDir", "target/transactions");
    }
    System.setProperty("CoreEnvironmentBean.nodeIdentifier", "1");
  }

  @BeforeEach
  void open() throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(factories.url());
    source.setUser("sa");
    Map<String, Object> settings = new HashMap<>();
    settings.put("jakarta.persistence.jdbc.url", "");
    settings.put("jakarta.persistence.jtaDataSource", JtaSource.of(source, transactions));
    settings.put("hibernate.transaction.coordinator_class", "jta");
    settings.put("hibernate.transaction.jta.platform", PLATFORM);
    settings.put("hibernate.dialect", "org.hibernate.dialect.H2Dialect");
    factory = factories.open(settings, Author.class, Book.class, Tag.class, Account.class);
    commit(
        session -> {
          session.persist(new Book(1, "Solaris"));
          session.persist(new Tag(1, "old"));
          session.persist(new Account(1, 10));
        });
  }

  @AfterEach
  void leaveNoTransaction() throws Exception {
    if (transactions.getTransaction() != null) {
      transactions.rollback();
    }
  }

  private void commit(Consumer<Session> work) throws Exception {
    transactions.begin();
    work(work);
    transactions.commit();
  }

  private void work(Consumer<Session> work) {
    try (Session session = factory.openSession()) {
      session.joinTransaction();
      work.accept(session);
      session.flush();
    }
  }

  private ObjectAssert<Object> assertRead(Function<Session, Object> work) throws Exception {
    transactions.begin();
    try (Session session = factory.openSession()) {
      Object found = work.apply(session);
      return assertThat(found);
    } finally {
      transactions.commit();
    }
  }

  private long statements(Consumer<Session> work) throws Exception {
    long before = factory.getStatistics().getPrepareStatementCount();
    commit(work);
    return factory.getStatistics().getPrepareStatementCount() - before;
  }

  private static long titles(Session session, String title) {
    return session
        .createSelectionQuery("select count(*) from Book where title = :title", Long.class)
        .setParameter("title", title)
        .setCacheable(true)
        .getSingleResult();
  }

  @Test
  void find_committedBefore_needsNoStatement() throws Exception {
    assertThat(
            statements(
                session -> {
                  assertThat(session.find(Book.class, 1L).title).isEqualTo("Solaris");
                  assertThat(session.find(Account.class, 1L).balance).isEqualTo(10);
                }))
        .isZero();
  }

  @Test
  void commit_change_isCached() throws Exception {
    commit(
        session -> {
          session.find(Book.class, 1L).title = "Fiasco";
          session.find(Tag.class, 1L).label = "new";
          session.find(Account.class, 1L).balance = 20;
        });

    assertRead(session -> session.find(Tag.class, 1L).label).isEqualTo("new");
    assertThat(
            statements(
                session -> {
                  assertThat(session.find(Book.class, 1L).title).isEqualTo("Fiasco");
                  assertThat(session.find(Account.class, 1L).balance).isEqualTo(20);
                }))
        .isZero();
  }

  @Test
  void rollback_change_leavesTheOld() throws Exception {
    transactions.begin();
    work(session -> session.find(Book.class, 1L).title = "rolled back");
    transactions.rollback();

    assertRead(session -> session.find(Book.class, 1L).title).isEqualTo("Solaris");
    assertThat(statements(session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void commit_anotherResourceRefuses_leavesTheOld() throws Exception {
    transactions.begin();
    work(session -> session.find(Book.class, 1L).title = "refused");
    transactions.getTransaction().enlistResource(refusing());

    assertThatThrownBy(transactions::commit).isInstanceOf(RollbackException.class);

    assertRead(session -> session.find(Book.class, 1L).title).isEqualTo("Solaris");
  }

  @Test
  void commit_twoSessionsOfOneTransaction_cachesTheLast() throws Exception {
    transactions.begin();
    work(session -> session.find(Book.class, 1L).title = "first");
    work(session -> session.find(Book.class, 1L).title = "second");
    transactions.commit();

    assertRead(session -> session.find(Book.class, 1L).title).isEqualTo("second");
    assertRead(session -> session.find(Book.class, 1L).title).isEqualTo("second");
  }

  @Test
  void find_whileAnotherTransactionIsUnderWay_isWhatWasCommitted() throws Exception {
    transactions.begin();
    work(session -> session.find(Tag.class, 1L).label = "under way");
    var suspended = transactions.suspend();
    try {
      // H2 reads what was committed beside a writer
      assertRead(session -> session.find(Tag.class, 1L).label).isEqualTo("old");
    } finally {
      transactions.resume(suspended);
      transactions.commit();
    }

    assertRead(session -> session.find(Tag.class, 1L).label).isEqualTo("under way");
  }

  @Test
  void query_cachedAndTableChanged_isAskedAgain() throws Exception {
    assertRead(session -> titles(session, "Eden")).isEqualTo(0L);
    assertThat(statements(session -> titles(session, "Eden"))).isZero();

    commit(session -> session.persist(new Book(2, "Eden")));

    assertRead(session -> titles(session, "Eden")).isEqualTo(1L);
  }

  /** A resource that cannot be prepared, so that all roll back. */
  private static XAResource refusing() {
    return (XAResource)
        Proxy.newProxyInstance(
            JtaTest.class.getClassLoader(),
            new Class<?>[] {XAResource.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "prepare" -> throw new XAException(XAException.XA_RBROLLBACK);
                  case "isSameRM", "setTransactionTimeout" -> false;
                  case "getTransactionTimeout" -> 0;
                  case "recover" -> new javax.transaction.xa.Xid[0];
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "toString" -> "refusing";
                  default -> null;
                });
  }
}
