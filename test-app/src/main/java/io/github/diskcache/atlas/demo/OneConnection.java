// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.service.spi.Stoppable;
import org.jspecify.annotations.Nullable;

/**
 * The pool of an application with one thread: a connection that stays open, in manual commit.
 *
 * <p>Hibernate's own pool sets the commit mode each time it lends a connection, which to H2 is a
 * message to the server and back; pools made for production do not, so neither does this one.
 * Confined to one thread.
 */
final class OneConnection implements ConnectionProvider, Stoppable {

  private static final long serialVersionUID = 1L;

  private final String url;
  private transient @Nullable Connection connection;

  OneConnection(String url) {
    this.url = url;
  }

  static Connection connect(String url) throws SQLException {
    var source = new JdbcDataSource();
    source.setUrl(url);
    return source.getConnection("sa", "");
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connect(url);
      open.setAutoCommit(false);
      connection = open;
    }
    return open;
  }

  @Override
  public void closeConnection(Connection connection) {
    // It is kept for the next session.
  }

  @Override
  public void stop() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new DemoException("Cannot close the connection to [" + url + "]", e);
    }
  }

  @Override
  public boolean supportsAggressiveRelease() {
    return false;
  }

  @Override
  public boolean isUnwrappableAs(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.cast(this);
  }
}
