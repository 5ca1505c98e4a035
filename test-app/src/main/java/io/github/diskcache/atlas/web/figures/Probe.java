// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import io.github.diskcache.hibernate.Lookups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.hibernate.BaseSessionEventListener;
import org.hibernate.Session;

/**
 * Tells where an answer came from and how long it took, by what its session and its thread did for
 * it: whatever other requests do at the same time is not mistaken for it. Thread-safe.
 */
@ApplicationScoped
public class Probe {

  @Inject private Latencies latencies;

  /**
   * An answer.
   *
   * @param source the slowest place that had to be asked
   * @param time from the question to the answer
   */
  record Answer<T>(T value, Source source, Duration time) {

    /** As a header that browsers show beside the request, and the page in its table. */
    String timing() {
      return String.format(
          Locale.ROOT, "%s;dur=%.3f", source.label(), time.toNanos() / 1_000_000.0);
    }
  }

  /** Asks a question about a region with a session that does nothing else meanwhile. */
  <T> Answer<T> ask(String region, EntityManager entities, Supplier<T> question) {
    var statements = new Statements();
    entities.unwrap(Session.class).addEventListeners(statements);
    Lookups before = Lookups.ofThisThread();
    long start = System.nanoTime();
    T value = question.get();
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Source source = slowest(statements, Lookups.ofThisThread().since(before));
    latencies.add(region, source, time);
    return new Answer<>(value, source, time);
  }

  private static Source slowest(Statements statements, Lookups lookups) {
    if (statements.run > 0) {
      return Source.DATABASE;
    }
    return lookups.diskHits() > 0 ? Source.DISK : Source.NEAR;
  }

  /** Counts what one session sends to the database. Confined to that session. */
  private static final class Statements extends BaseSessionEventListener {
    private static final long serialVersionUID = 1;

    private int run;

    @Override
    public void jdbcExecuteStatementStart() {
      run++;
    }
  }
}
