// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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
    Object queue = session.unwrap(EventSource.class).getActionQueue();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          others.run();
          return null;
        };
    for (Method method : queue.getClass().getMethods()) {
      // its name and its parameter's differ between Hibernate's lines
      Class<?> type = method.getParameterCount() == 1 ? method.getParameterTypes()[0] : Void.class;
      if (method.getName().startsWith("register") && type.getSimpleName().startsWith("After")) {
        Object process =
            Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        try {
          method.invoke(queue, process);
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(method.toString(), e);
        }
        return;
      }
    }
    throw new AssertionError("no way to register what comes after a transaction");
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
