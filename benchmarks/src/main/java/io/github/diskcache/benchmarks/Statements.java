// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.concurrent.atomic.LongAdder;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts what is sent to the database. Thread-safe. */
final class Statements implements StatementInspector {
  private static final long serialVersionUID = 1;

  private final LongAdder count = new LongAdder();

  @Override
  public String inspect(String sql) {
    count.increment();
    return sql;
  }

  long count() {
    return count.sum();
  }
}
