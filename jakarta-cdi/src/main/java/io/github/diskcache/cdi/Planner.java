// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes of annotations what the interceptors do. Confined to one thread at a time. */
final class Planner {
  private final Registry registry;
  private final Settings settings;
  private final BeanManager beans;

  Planner(Registry registry, BeanManager beans) {
    this.registry = registry;
    this.settings = registry.settings();
    this.beans = beans;
  }

  /**
   * What a method's {@link DiskMemoized} means.
   *
   * @throws InvalidSetting when it means nothing
   */
  MemoizedMethod memoized(Class<?> bean, Method method, DiskMemoized says) {
    checkIntercepted(bean, method);
    String cache = settings.cacheName(says.cache());
    CacheSettings ofCache = settings.of(cache);
    String described = BeanMethods.described(bean, method);
    String name = says.name().isEmpty() ? described : settings.resolve(says.name());
    ResultType type = ResultType.of(method, bean);
    Parameters parameters = Parameters.of(method, says.ignore(), bean);
    if (!(says.beta() >= 0)) {
      throw new InvalidSetting(Message.VALUE, "beta", "0 or more", says.beta());
    }
    Supplier<CacheKeyGenerator> generator = null;
    if (says.keyGenerator() != CacheKeyGenerator.class) {
      generator = component(says.keyGenerator());
    }
    List<KeyText.Parameter> parts =
        generator == null ? parameters.parts() : parameters.positionsOnly();
    KeyText keys = new KeyText(name, method, parts, says.typed(), generator);
    MemoOptions options =
        new MemoOptions(
            duration(bean, method, "expire", says.expire(), ofCache::expire),
            duration(bean, method, "lockTimeout", says.lockTimeout(), ofCache::lockTimeout),
            says.beta(),
            says.cacheNull(),
            rule(says));
    if (!says.tag().isEmpty()) {
      registry.stores().expectTags(cache);
    }
    TagText tag = TagText.of(settings.resolve(says.tag()), method);
    Memo memo = registry.memo(cache, type.data(), type.codec(ofCache), options);
    return new MemoizedMethod(described, name, parameters, keys, tag, type, memo);
  }

  /** Refuses methods on which an annotation does nothing. */
  static void checkIntercepted(Class<?> bean, Method method) {
    int modifiers = method.getModifiers();
    if (Modifier.isPrivate(modifiers)) {
      throw new InvalidSetting(Message.METHOD_PRIVATE);
    }
    if (Modifier.isStatic(modifiers)) {
      throw new InvalidSetting(Message.METHOD_STATIC);
    }
    if (Modifier.isFinal(modifiers) || Modifier.isFinal(bean.getModifiers())) {
      throw new InvalidSetting(Message.METHOD_FINAL);
    }
  }

  /** The duration of a member: the method's setting, the annotation, the cache's setting. */
  private @Nullable Duration duration(
      Class<?> bean,
      Method method,
      String member,
      String given,
      Supplier<@Nullable Duration> ofCache) {
    String setting =
        bean.getName() + '/' + method.getName() + '/' + DiskMemoized.class.getSimpleName() + '/';
    Optional<String> configured = settings.value(setting + member);
    if (configured.isPresent()) {
      return Durations.parse(configured.get());
    }
    return given.isEmpty() ? ofCache.get() : Durations.parse(settings.resolve(given));
  }

  @SuppressWarnings("unchecked") // results of the method are what its rule takes
  private @Nullable Supplier<ResultRule<@Nullable Object>> rule(DiskMemoized says) {
    return says.rule() == ResultRule.class
        ? null
        : (Supplier<ResultRule<@Nullable Object>>) (Supplier<?>) component(says.rule());
  }

  /** The bean of a class, or an instance of our own. Made now, lest the first call fail. */
  private <T> Supplier<T> component(Class<? extends T> type) {
    Set<Bean<?>> found = beans.getBeans(type);
    if (found.isEmpty()) {
      T made = made(type);
      return () -> made;
    }
    return new Once<>(
        () -> {
          Bean<?> bean = beans.resolve(found);
          CreationalContext<?> context = beans.createCreationalContext(bean);
          return type.cast(beans.getReference(bean, type, context));
        });
  }

  private static <T> T made(Class<? extends T> type) {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new InvalidSetting(Message.COMPONENT, type.getName(), e.toString());
    }
  }

  /** The plan of a method that deployment has not seen, such as one of a servlet. */
  MethodPlan late(Class<?> bean, Method method) {
    List<Annotation> annotations = List.of(method.getAnnotations());
    DiskMemoized memoized = BeanMethods.first(annotations, DiskMemoized.class);
    return new MethodPlan(memoized == null ? null : memoized(bean, method, memoized));
  }
}
