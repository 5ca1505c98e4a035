// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.CacheTypeException;
import io.github.diskcache.Codec;
import io.github.diskcache.recipes.BoundedSemaphore;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.InterceptionType;
import jakarta.inject.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds all that cannot work, before anything is called. Confined to one thread. */
final class Validation {
  private final Registry registry;
  private final Settings settings;
  private final Planner planner;
  private final BeanManager beans;
  private final Problems problems = new Problems();
  private final Map<String, MemoizedMethod> byName = new HashMap<>();

  Validation(Registry registry, Planner planner, BeanManager beans) {
    this.registry = registry;
    this.settings = registry.settings();
    this.planner = planner;
    this.beans = beans;
  }

  Problems problems() {
    return problems;
  }

  /** Plans all methods of beans that carry our annotations. */
  Plans plan(Map<Class<?>, AnnotatedType<?>> annotated) {
    settings.unknown().forEach(Validation::warn);
    Plans plans = new Plans(planner);
    Set<Class<?>> deployed =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .map(Bean::getBeanClass)
            .collect(Collectors.toSet());
    annotated.forEach(
        (type, bean) -> {
          if (deployed.contains(type)) {
            BeanMethods.of(bean).forEach((method, says) -> plan(plans, type, method, says));
          }
        });
    return plans;
  }

  private static void warn(String message) {
    System.getLogger(DiskCaches.class.getName()).log(System.Logger.Level.WARNING, message);
  }

  private void plan(Plans plans, Class<?> bean, Method method, List<Annotation> annotations) {
    DiskMemoized memoized = BeanMethods.first(annotations, DiskMemoized.class);
    if (memoized == null) {
      return;
    }
    String subject = "@DiskMemoized on [" + BeanMethods.described(bean, method) + ']';
    try {
      checkActive(DiskMemoized.class);
      MemoizedMethod plan = planner.memoized(bean, method, memoized);
      plans.add(bean, method, new MethodPlan(plan));
      MemoizedMethod other = byName.put(plan.memo().area().name() + '/' + plan.name(), plan);
      if (other != null) {
        problems.add(
            Message.NAME_TAKEN, subject, other.subject(), plan.name(), plan.memo().area().name());
      }
    } catch (InvalidSetting e) {
      problems.add(e, subject);
    }
  }

  /**
   * Whether the container has our interceptor: it is lost in silence where a module is half seen.
   */
  private void checkActive(Class<? extends Annotation> binding) {
    boolean active =
        beans
            .resolveInterceptors(InterceptionType.AROUND_INVOKE, Bindings.pattern(binding))
            .stream()
            .anyMatch(found -> found.getBeanClass() == Bindings.interceptor(binding));
    if (!active) {
      throw new InvalidSetting(Message.NOT_INTERCEPTED, '@' + binding.getSimpleName());
    }
  }

  /** No interceptor sees calls of what a producer has made. */
  void checkProduced(List<DiskCacheExtension.Produced> produced) {
    for (DiskCacheExtension.Produced one : produced) {
      Class<?> type = Types.raw(one.type());
      if (BeanMethods.hasAny(type, DiskCacheExtension::isOurs)) {
        problems.add(Message.BEAN_PRODUCED, '[' + type.getName() + "] of [" + one.by() + ']');
      }
    }
  }

  /** Names and types of all that is injected. */
  void checkInjected(Collection<Bean<?>> all) {
    for (Bean<?> bean : all) {
      for (InjectionPoint point : bean.getInjectionPoints()) {
        try {
          check(point);
        } catch (InvalidSetting e) {
          problems.add(e, "@Inject of [" + point.getMember() + ']');
        }
      }
    }
  }

  private void check(InjectionPoint point) {
    Type type = point.getType();
    List<Type> arguments = Types.arguments(type);
    Class<?> raw = Types.raw(type);
    if ((raw == Instance.class || raw == Provider.class) && !arguments.isEmpty()) {
      type = arguments.get(0);
    }
    Optional<StoreKind> kind = StoreKind.of(type);
    if (kind.isPresent()) {
      check(kind.get().id(settings.cacheName(InjectedStores.name(point)), type));
    } else if (Types.raw(type) == BoundedSemaphore.class) {
      checkPermits(point);
    }
  }

  private void check(HandleId id) {
    checkType(id.key());
    checkType(id.value());
    CacheSettings ofCache = settings.of(id.name());
    ofCache.check();
    registry.stores().expectView(id.name());
    if (id.kind() == StoreKind.FANOUT) {
      if (ofCache.isPlainByName()) {
        throw new InvalidSetting(Message.KIND, id.name(), id.name());
      }
      registry.stores().expectFanout(id.name());
    }
  }

  private static void checkType(Type type) {
    Optional<String> unusable = Unusable.reason(type);
    if (unusable.isPresent()) {
      throw new InvalidSetting(Message.INJECTED_TYPE, type.getTypeName(), unusable.get());
    }
    try {
      Codec.of(type);
    } catch (CacheTypeException e) {
      throw new InvalidSetting(
          Message.INJECTED_TYPE, type.getTypeName(), String.valueOf(e.getMessage()));
    }
  }

  private void checkPermits(InjectionPoint point) {
    String name = settings.cacheName(InjectedStores.name(point));
    Permits says = point.getAnnotated().getAnnotation(Permits.class);
    int permits = settings.of(name).permits().orElse(says == null ? 0 : says.value());
    if (permits < 1) {
      throw new InvalidSetting(
          Message.VALUE,
          "the permits of [" + name + "], by @Permits or setting,",
          "1 or more",
          permits);
    }
  }
}
