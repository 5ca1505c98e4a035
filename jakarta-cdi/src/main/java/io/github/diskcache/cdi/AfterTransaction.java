// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Repeats something after the transaction of the container in which it is done. Thread-safe. */
final class AfterTransaction {
  private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";

  /** Where there is no such interface, there are no transactions. */
  private static final boolean POSSIBLE = isPossible();

  private AfterTransaction() {}

  private static boolean isPossible() {
    try {
      Class.forName(
          "jakarta.transaction.TransactionSynchronizationRegistry",
          false,
          AfterTransaction.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Does it now, and again when the present transaction, if there is one, has ended. */
  static void nowAndThen(Runnable act) {
    act.run();
    if (POSSIBLE) {
      Registration.register(act);
    }
  }

  /** Loaded only where transactions are possible. */
  private static final class Registration {
    private Registration() {}

    static void register(Runnable act) {
      TransactionSynchronizationRegistry registry = registry();
      if (registry == null) {
        return;
      }
      try {
        int status = registry.getTransactionStatus();
        if (status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK) {
          registry.registerInterposedSynchronization(new AtEnd(act));
        }
      } catch (IllegalStateException e) {
        // It ends already: what was done now is done late enough.
      }
    }

    @SuppressWarnings("BanJNDI") // a constant name of the container's own
    private static @Nullable TransactionSynchronizationRegistry registry() {
      try {
        return (TransactionSynchronizationRegistry) new InitialContext().lookup(REGISTRY);
      } catch (NamingException | RuntimeException e) {
        return null;
      }
    }
  }

  /** Does it after the end. */
  private record AtEnd(Runnable act) implements Synchronization {
    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      act.run();
    }
  }
}
