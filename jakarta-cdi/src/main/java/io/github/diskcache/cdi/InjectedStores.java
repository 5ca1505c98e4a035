// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Index;
import io.github.diskcache.recipes.BoundedSemaphore;
import io.github.diskcache.recipes.Lock;
import io.github.diskcache.recipes.RLock;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/** Makes what beans inject. */
@Dependent
class InjectedStores {
  private final Registry registry;

  @Inject
  InjectedStores(BeanManager beans) {
    this.registry = DiskCacheExtension.of(beans).registry();
  }

  @Produces
  @Default
  @CacheName
  @Typed(Cache.class)
  @SuppressWarnings("unchecked") // what the injection point says
  <K, V> Cache<K, V> cache(InjectionPoint point) {
    return (Cache<K, V>) store(StoreKind.CACHE, point);
  }

  @Produces
  @Default
  @CacheName
  @Typed(FanoutCache.class)
  @SuppressWarnings("unchecked") // what the injection point says
  <K, V> FanoutCache<K, V> fanoutCache(InjectionPoint point) {
    return (FanoutCache<K, V>) store(StoreKind.FANOUT, point);
  }

  @Produces
  @Default
  @CacheName
  @Typed(Deque.class)
  @SuppressWarnings("unchecked") // what the injection point says
  <E> Deque<E> deque(InjectionPoint point) {
    return (Deque<E>) store(StoreKind.DEQUE, point);
  }

  @Produces
  @Default
  @CacheName
  @Typed(Index.class)
  @SuppressWarnings("unchecked") // what the injection point says
  <K, V> Index<K, V> index(InjectionPoint point) {
    return (Index<K, V>) store(StoreKind.INDEX, point);
  }

  @Produces
  @Default
  @CacheName
  @Typed(Lock.class)
  Lock lock(InjectionPoint point) {
    return registry.lock(name(point));
  }

  @Produces
  @Default
  @CacheName
  @Typed(RLock.class)
  RLock reentrantLock(InjectionPoint point) {
    return registry.reentrantLock(name(point));
  }

  @Produces
  @Default
  @CacheName
  @Typed(BoundedSemaphore.class)
  BoundedSemaphore semaphore(InjectionPoint point) {
    return registry.semaphore(name(point), permits(point));
  }

  private Object store(StoreKind kind, InjectionPoint point) {
    return registry.handle(id(kind, registry.settings(), point));
  }

  /** What an injection point asks for. */
  static HandleId id(StoreKind kind, Settings settings, InjectionPoint point) {
    return kind.id(settings.cacheName(name(point)), asked(kind, point));
  }

  /** The type asked for. OpenWebBeans tells the producer's instead for a lookup by Instance. */
  private static Type asked(StoreKind kind, InjectionPoint point) {
    Type type = point.getType();
    Annotated annotated = point.getAnnotated();
    if (Types.raw(type) != kind.type() && annotated != null) {
      type = annotated.getBaseType();
    }
    List<Type> arguments = Types.arguments(type);
    if (Instance.class.isAssignableFrom(Types.raw(type)) && !arguments.isEmpty()) {
      type = arguments.get(0);
    }
    return Types.raw(type) == kind.type() ? type : kind.type();
  }

  /** The name asked for, as it is given. */
  static String name(InjectionPoint point) {
    for (Annotation qualifier : point.getQualifiers()) {
      if (qualifier instanceof CacheName name) {
        return name.value();
      }
    }
    return "";
  }

  private static int permits(InjectionPoint point) {
    return Optional.ofNullable(point.getAnnotated())
        .map(annotated -> annotated.getAnnotation(Permits.class))
        .map(Permits::value)
        .orElse(0);
  }
}
