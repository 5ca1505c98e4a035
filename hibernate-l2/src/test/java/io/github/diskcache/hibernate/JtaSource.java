// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;

/** A data source whose connections take part in the global transaction of their thread. */
final class JtaSource {
  private final XADataSource source;
  private final TransactionManager transactions;
  private final Map<Transaction, Connection> enlisted = new ConcurrentHashMap<>();

  private JtaSource(XADataSource source, TransactionManager transactions) {
    this.source = source;
    this.transactions = transactions;
  }

  static DataSource of(XADataSource source, TransactionManager transactions) {
    JtaSource made = new JtaSource(source, transactions);
    return (DataSource)
        Proxy.newProxyInstance(
            JtaSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getConnection" -> made.connection();
                  case "isWrapperFor" -> false;
                  case "toString" -> "JtaSource";
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Connection connection() throws SQLException {
    try {
      Transaction transaction = transactions.getTransaction();
      if (transaction == null || transaction.getStatus() != Status.STATUS_ACTIVE) {
        XAConnection own = source.getXAConnection();
        return closing(own.getConnection(), own);
      }
      Connection shared = enlisted.get(transaction);
      if (shared == null) {
        shared = enlisted(transaction);
      }
      return closing(shared, null);
    } catch (SystemException | RollbackException e) {
      throw new SQLException(e);
    }
  }

  /** One handle for the whole transaction: asking for another would roll back. */
  private Connection enlisted(Transaction transaction)
      throws SQLException, SystemException, RollbackException {
    XAConnection made = source.getXAConnection();
    Connection handle = made.getConnection();
    transaction.enlistResource(made.getXAResource());
    enlisted.put(transaction, handle);
    transaction.registerSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            enlisted.remove(transaction);
            try {
              made.close();
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    return handle;
  }

  /** A connection that is closed with the one it belongs to, or stays with its transaction. */
  private static Connection closing(Connection connection, XAConnection owner) {
    return (Connection)
        Proxy.newProxyInstance(
            JtaSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                if (owner != null) {
                  owner.close();
                }
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
