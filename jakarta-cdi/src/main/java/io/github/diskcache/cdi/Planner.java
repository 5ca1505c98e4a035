// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.recipes.Rate;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes of annotations what the interceptors do. Confined to one thread at a time. */
final class Planner {
  private final Registry registry;
  private final Settings settings;
  private final BeanManager beans;
  private final MemoizedNames names = new MemoizedNames();

  Planner(Registry registry, BeanManager beans) {
    this.registry = registry;
    this.settings = registry.settings();
    this.beans = beans;
  }

  MemoizedNames names() {
    return names;
  }

  /** The plans of all methods that are known. */
  Plans plan(List<Declared> methods, Problems problems) {
    Plans plans = new Plans(this);
    Map<Declared, MemoizedMethod> memoized = new LinkedHashMap<>();
    // What others evict and put must be known first.
    for (Declared one : methods) {
      MemoizedMethod made = memoized(one, problems);
      if (made != null) {
        memoized.put(one, made);
      }
    }
    for (Declared one : methods) {
      plans.add(one, rest(one, memoized.get(one), problems));
    }
    return plans;
  }

  /** The plan of a method that deployment has not seen, such as one of a servlet. */
  MethodPlan late(Declared one) {
    Problems problems = new Problems();
    MethodPlan plan = rest(one, memoized(one, problems), problems);
    if (!problems.isEmpty()) {
      throw problems.report();
    }
    return plan;
  }

  private @Nullable MemoizedMethod memoized(Declared one, Problems problems) {
    return made(
        one,
        BeanMethods.first(one.annotations(), DiskMemoized.class),
        problems,
        says -> {
          MemoizedMethod memoized = memoized(one.bean(), one.method(), says);
          names.add(one.bean(), one.method(), memoized);
          return memoized;
        });
  }

  private MethodPlan rest(Declared one, @Nullable MemoizedMethod memoized, Problems problems) {
    List<EvictCall> evictions = new ArrayList<>();
    for (DiskEvict says : BeanMethods.evictions(one.annotations())) {
      EvictCall call = made(one, says, problems, evict -> evict(one.bean(), one.method(), evict));
      if (call != null) {
        evictions.add(call);
      }
    }
    PutCall put =
        made(
            one,
            BeanMethods.first(one.annotations(), DiskPut.class),
            problems,
            says -> put(one, says));
    ThrottleCall throttle =
        made(
            one,
            BeanMethods.first(one.annotations(), DiskThrottled.class),
            problems,
            says -> throttle(one.bean(), one.method(), says));
    BarrierCall barrier =
        made(
            one,
            BeanMethods.first(one.annotations(), DiskBarrier.class),
            problems,
            says -> barrier(one.bean(), one.method(), says));
    return new MethodPlan(memoized, evictions, put, throttle, barrier);
  }

  private static <A extends Annotation, P> @Nullable P made(
      Declared one, @Nullable A says, Problems problems, Function<A, P> maker) {
    if (says == null) {
      return null;
    }
    try {
      return maker.apply(says);
    } catch (InvalidSetting e) {
      problems.add(e, one.subject(says.annotationType()));
      return null;
    }
  }

  /**
   * What a method's {@link DiskMemoized} means.
   *
   * @throws InvalidSetting when it means nothing
   */
  private MemoizedMethod memoized(Class<?> bean, Method method, DiskMemoized says) {
    checkIntercepted(bean, method);
    String cache = settings.cacheName(says.cache());
    CacheSettings ofCache = settings.of(cache);
    ofCache.check();
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
  private static void checkIntercepted(Class<?> bean, Method method) {
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

  /** What a method's {@link DiskEvict} means. */
  private EvictCall evict(Class<?> bean, Method method, DiskEvict says) {
    checkIntercepted(bean, method);
    String cache = settings.cacheName(says.cache());
    names.checkKnown(cache);
    MemoCache area = registry.memoCache(cache);
    if (!says.tag().isEmpty()) {
      registry.stores().expectTags(cache);
      TagText tag = TagText.of(settings.resolve(says.tag()), method);
      return new EvictCall(
          area, arguments -> new Eviction.OfTag(String.valueOf(tag.of(arguments))));
    }
    if (says.name().isEmpty()) {
      if (!says.all()) {
        throw new InvalidSetting(Message.EVICTS_NOTHING);
      }
      return new EvictCall(area, arguments -> new Eviction.OfAll());
    }
    MemoizedMethod of = names.find(bean, cache, settings.resolve(says.name()));
    if (says.all()) {
      return new EvictCall(area, arguments -> new Eviction.OfName(of.name()));
    }
    KeyText keys = keysFor(of, bean, method, says.ignore(), says.keyGenerator());
    return new EvictCall(area, arguments -> new Eviction.OfKey(keys.of(arguments)));
  }

  /** What a method's {@link DiskPut} means. */
  private PutCall put(Declared one, DiskPut says) {
    Class<?> bean = one.bean();
    Method method = one.method();
    checkIntercepted(bean, method);
    if (BeanMethods.first(one.annotations(), DiskMemoized.class) != null) {
      throw new InvalidSetting(Message.CONTRADICTION);
    }
    MemoizedMethod of =
        names.find(bean, settings.cacheName(says.cache()), settings.resolve(says.name()));
    ResultType type = ResultType.of(method, bean);
    if (!Parameters.boxed(type.data()).equals(Parameters.boxed(of.type().data()))) {
      throw new InvalidSetting(
          Message.RESULT_MISMATCH,
          type.data().getTypeName(),
          of.subject(),
          of.type().data().getTypeName());
    }
    return new PutCall(of, keysFor(of, bean, method, says.ignore(), says.keyGenerator()), type);
  }

  /** Makes the keys of a memoized method's results from the arguments of another method. */
  private KeyText keysFor(
      MemoizedMethod of,
      Class<?> bean,
      Method method,
      String[] ignore,
      Class<? extends CacheKeyGenerator> generatedBy) {
    Parameters parameters = Parameters.of(method, ignore, bean);
    if (generatedBy != CacheKeyGenerator.class) {
      return new KeyText(
          of.name(), method, parameters.positionsOnly(), of.isTyped(), component(generatedBy));
    }
    if (of.hasGenerator() || !parameters.described().equals(of.parameters().described())) {
      throw new InvalidSetting(
          Message.KEY_MISMATCH,
          parameters.described(),
          of.subject(),
          of.hasGenerator() ? "what its generator makes" : of.parameters().described());
    }
    return new KeyText(of.name(), method, parameters.parts(), of.isTyped(), null);
  }

  /** What a method's {@link DiskThrottled} means. */
  private ThrottleCall throttle(Class<?> bean, Method method, DiskThrottled says) {
    checkIntercepted(bean, method);
    if (says.count() < 1) {
      throw new InvalidSetting(Message.VALUE, "count", "1 or more", says.count());
    }
    Duration per = Durations.parse(settings.resolve(says.per()));
    if (per == null) {
      throw new InvalidSetting(Message.DURATION, says.per(), "a rate needs one");
    }
    String name = name(bean, method, says.name());
    Rate rate = Rate.of(says.count(), per);
    return new ThrottleCall(
        new Once<>(() -> registry.throttleOf(name, rate)),
        registry.memoCache(OpenStores.RECIPES).account());
  }

  /** What a method's {@link DiskBarrier} means. */
  private BarrierCall barrier(Class<?> bean, Method method, DiskBarrier says) {
    checkIntercepted(bean, method);
    String name = name(bean, method, says.name());
    if (says.permits() < 0) {
      throw new InvalidSetting(Message.VALUE, "permits", "0 or more", says.permits());
    }
    if (says.permits() > 0) {
      return new BarrierCall.BySemaphore(
          new Once<>(() -> registry.semaphoreOf(name, says.permits())));
    }
    if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
      throw new InvalidSetting(Message.LOCK_OF_STAGE);
    }
    return new BarrierCall.ByLock(new Once<>(() -> registry.lockOf(name)));
  }

  private String name(Class<?> bean, Method method, String given) {
    return given.isEmpty() ? BeanMethods.described(bean, method) : settings.resolve(given);
  }
}
