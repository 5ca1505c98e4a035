// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.hibernate.Library.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import org.hibernate.SessionFactory;
import org.hibernate.exception.LockAcquisitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many sessions of two factories on one directory: none may read an older state than the last one
 * whose commit was acknowledged before it began.
 */
class ConcurrencyTest {
  private static final int ACCOUNTS = 5;
  private static final int ROUNDS = 50;

  @RegisterExtension final Factories factories = new Factories();

  private final AtomicLongArray committed = new AtomicLongArray(ACCOUNTS);
  private final Queue<String> stale = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @Test
  void find_whileOthersUpdateEvictAndRollBack_isNeverStale() throws InterruptedException {
    SessionFactory first = factories.open(Account.class);
    SessionFactory second = factories.open(Map.of("hibernate.hbm2ddl.auto", "none"), Account.class);
    run(
        first,
        session -> {
          for (long id = 0; id < ACCOUNTS; id++) {
            session.persist(new Account(id, 0));
          }
        });

    List<Thread> threads = new ArrayList<>();
    for (int writer = 0; writer < ACCOUNTS; writer++) {
      int account = writer;
      SessionFactory factory = writer % 2 == 0 ? first : second;
      threads.add(new Thread(() -> write(factory, account)));
    }
    for (int reader = 0; reader < 4; reader++) {
      int seed = reader;
      SessionFactory factory = reader % 2 == 0 ? first : second;
      threads.add(new Thread(() -> read(factory, new Random(seed))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(failures).isEmpty();
    assertThat(stale).isEmpty();
    assertThat(hits(first) + hits(second)).isPositive();
  }

  private static long hits(SessionFactory factory) {
    return Factories.statistics(factory, Library.region(Account.class)).hits();
  }

  /** Each account has one writer, so that the last acknowledged balance is known. */
  private void write(SessionFactory factory, int account) {
    Random random = new Random(account);
    for (int round = 1; round <= ROUNDS; round++) {
      long balance = round;
      int kind = random.nextInt(10);
      try {
        if (kind == 0) {
          rollBack(factory, account);
        }
        if (kind == 1) {
          factory.getCache().evict(Account.class, (long) account);
        }
        if (kind == 2) {
          run(
              factory,
              session ->
                  session
                      .createMutationQuery("update Account set balance = ?1 where id = ?2")
                      .setParameter(1, balance)
                      .setParameter(2, (long) account)
                      .executeUpdate());
        } else {
          run(factory, session -> session.find(Account.class, (long) account).balance = balance);
        }
        committed.set(account, balance);
      } catch (RuntimeException e) {
        if (!(e instanceof LockAcquisitionException)) {
          failures.add(e);
        }
      }
    }
  }

  private static void rollBack(SessionFactory factory, int account) {
    try {
      run(
          factory,
          session -> {
            session.find(Account.class, (long) account).balance = -1;
            session.flush();
            throw new IllegalStateException("rolled back");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("rolled back");
    }
  }

  private void read(SessionFactory factory, Random random) {
    for (int round = 0; round < 4 * ROUNDS; round++) {
      int account = random.nextInt(ACCOUNTS);
      long acknowledged = committed.get(account);
      try {
        run(
            factory,
            session -> {
              long balance = session.find(Account.class, (long) account).balance;
              if (balance < acknowledged) {
                stale.add("account " + account + ": " + balance + " after " + acknowledged);
              }
            });
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
  }
}
