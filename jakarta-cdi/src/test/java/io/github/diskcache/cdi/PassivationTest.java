// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.recipes.Lock;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thread 20: a bean of a session goes to disk and comes back, and its caches with it. */
class PassivationTest {
  @RegisterExtension final Containers containers = new Containers();

  /** Not the container's own scope of sessions: each would have to be told what one is. */
  @NormalScope(passivating = true)
  @Retention(RUNTIME)
  @Target(TYPE)
  @interface Visit {}

  @Visit
  @SuppressWarnings("serial") // what is injected, which is the point
  static class Basket implements Serializable {
    private static final long serialVersionUID = 1;

    @Inject
    @CacheName("articles")
    Cache<String, Long> articles;

    @Inject DiskCaches caches;

    private int changes;

    public void add(String article, long pieces) {
      articles.set(article, pieces);
      changes++;
    }

    public Long pieces(String article) {
      return articles.get(article);
    }

    public int changes() {
      return changes;
    }

    public boolean tryLock() throws Exception {
      Lock taken = caches.lock("basket");
      boolean isFree = taken.tryLock();
      if (isFree) {
        taken.unlock();
      }
      return isFree;
    }
  }

  /** One session, whose beans are bytes while it is passive. */
  static final class Session implements Context, Extension {
    private final Map<Contextual<?>, Object> beans = new HashMap<>();

    void add(@Observes AfterBeanDiscovery event) {
      event.addContext(this);
    }

    @Override
    public Class<? extends Annotation> getScope() {
      return Visit.class;
    }

    @Override
    @SuppressWarnings("unchecked") // what the contextual has made
    public <T> T get(Contextual<T> contextual) {
      return (T) beans.get(contextual);
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public <T> T get(Contextual<T> contextual, CreationalContext<T> creation) {
      return (T) beans.computeIfAbsent(contextual, key -> contextual.create(creation));
    }

    @Override
    public boolean isActive() {
      return true;
    }

    /** Puts another object of the same bytes into the place of each bean. */
    int passivateAndBack() throws IOException, ClassNotFoundException {
      for (Map.Entry<Contextual<?>, Object> bean : beans.entrySet()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
          out.writeObject(bean.getValue());
        }
        try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
          Object back = in.readObject();
          assertThat(back).isNotSameAs(bean.getValue());
          bean.setValue(back);
        }
      }
      return beans.size();
    }
  }

  @Test
  void bean_passivatedAndBack_hasItsCachesStill() throws Exception {
    Session session = new Session();
    containers.extend(session);
    Basket basket = containers.start(Basket.class).select(Basket.class).get();
    basket.add("hat", 1);

    assertThat(session.passivateAndBack()).isEqualTo(1);

    assertThat(basket.changes()).isEqualTo(1);
    assertThat(basket.pieces("hat")).isEqualTo(1);
    basket.add("coat", 2);
    assertThat(basket.pieces("coat")).isEqualTo(2);
    assertThat(basket.changes()).isEqualTo(2);
    assertThat(basket.tryLock()).isTrue();
  }
}
