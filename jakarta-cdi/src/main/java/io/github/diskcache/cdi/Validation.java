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
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
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
    Set<Class<?>> deployed =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .map(Bean::getBeanClass)
            .collect(Collectors.toSet());
    List<Declared> methods = new ArrayList<>();
    annotated.forEach(
        (type, bean) -> {
          if (deployed.contains(type)) {
            BeanMethods.of(bean)
                .forEach((method, all) -> methods.add(new Declared(type, method, all)));
          }
        });
    methods.removeIf(method -> !DiskCacheExtension.isOurs(method.annotations()));
    methods.stream()
        .flatMap(method -> Bindings.of(method.annotations()).stream())
        .distinct()
        .forEach(this::checkActive);
    return planner.plan(methods, problems);
  }

  /** What is odd, and yet no reason to fail. */
  void warn() {
    settings.unknown().forEach(Validation::warn);
    if (!settings.isEnabled()) {
      warn(Message.DISABLED.text());
    }
  }

  private static void warn(String message) {
    System.getLogger(DiskCaches.class.getName()).log(System.Logger.Level.WARNING, message);
  }

  /**
   * Finds whether the container has our interceptor. It is lost in silence where a module is seen
   * by half.
   */
  private void checkActive(Class<? extends Annotation> binding) {
    boolean active =
        beans
            .resolveInterceptors(InterceptionType.AROUND_INVOKE, Bindings.pattern(binding))
            .stream()
            .anyMatch(found -> found.getBeanClass() == Bindings.interceptor(binding));
    if (!active) {
      String name = '@' + binding.getSimpleName();
      problems.add(Message.NOT_INTERCEPTED, name, name);
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
    planner.names().addCache(id.name());
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
