// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.Session;
import org.hibernate.event.spi.EventSource;

/** Stops a session at a known point, and lets others do what they like there. */
final class Gate {
  private static final AtomicReference<Runnable> WHEN_READ = new AtomicReference<>();

  private Gate() {}

  /** Runs something once, when a gated text has been read from the database and is not yet put. */
  static void whenRead(Runnable others) {
    WHEN_READ.set(others);
  }

  /** Whether something waits for a read that has not come. */
  static boolean isArmed() {
    return WHEN_READ.getAndSet(null) != null;
  }

  /**
   * Runs something after the end of the session's transaction, before anything that the session
   * does from here on is told to the cache.
   */
  static void afterCompletion(Session session, Runnable others) {
    session
        .unwrap(EventSource.class)
        .getActionQueue()
        .registerProcess((success, source) -> others.run());
  }

  /** The type of gated texts. */
  @Converter
  static final class Text implements AttributeConverter<String, String> {
    @Override
    public String convertToDatabaseColumn(String attribute) {
      return attribute;
    }

    @Override
    public String convertToEntityAttribute(String column) {
      Runnable others = WHEN_READ.getAndSet(null);
      if (others != null) {
        others.run();
      }
      return column;
    }
  }
}
