// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessProducerField;
import jakarta.enterprise.inject.spi.ProcessProducerMethod;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings caches into a CDI container. The container finds it by itself; nothing of it is to be
 * called. It registers its beans and interceptors itself, and so works from whatever archive or
 * module it comes.
 */
public class DiskCacheExtension implements Extension {
  private Chance chance = Chance.SYSTEM;
  private final Map<Class<?>, AnnotatedType<?>> annotated = new LinkedHashMap<>();
  private final List<Produced> produced = new ArrayList<>();
  private @Nullable Registry registry;
  private @Nullable Plans plans;
  private @Nullable AutoCloseable meters;

  /** What a producer makes. */
  record Produced(Type type, String by) {}

  /** Made by the container. */
  public DiskCacheExtension() {}

  /** Sets clock and chance, before beans are discovered. */
  void use(Chance other) {
    chance = other;
  }

  /** The extension of a container. */
  static DiskCacheExtension of(BeanManager beans) {
    return beans.getExtension(DiskCacheExtension.class);
  }

  Registry registry() {
    return Objects.requireNonNull(registry, "registry");
  }

  OpenStores stores() {
    return registry().stores();
  }

  Plans plans() {
    return Objects.requireNonNull(plans, "plans");
  }

  void register(@Observes BeforeBeanDiscovery event) {
    event.addAnnotatedType(InjectedStores.class, InjectedStores.class.getName());
    Bindings.register(event);
  }

  void collect(
      @Observes
          @WithAnnotations({
            DiskMemoized.class,
            DiskEvict.class,
            DiskEvict.List.class,
            DiskPut.class,
            DiskThrottled.class,
            DiskBarrier.class
          })
          ProcessAnnotatedType<?> event) {
    AnnotatedType<?> type = event.getAnnotatedType();
    annotated.put(type.getJavaClass(), type);
    Bindings.adapt(event);
  }

  void collectProduced(@Observes ProcessProducerMethod<?, ?> event) {
    produced.add(
        new Produced(
            event.getAnnotatedProducerMethod().getBaseType(),
            event.getAnnotatedProducerMethod().getJavaMember().toString()));
  }

  void collectProduced(@Observes ProcessProducerField<?, ?> event) {
    produced.add(
        new Produced(
            event.getAnnotatedProducerField().getBaseType(),
            event.getAnnotatedProducerField().getJavaMember().toString()));
  }

  void addRegistry(@Observes AfterBeanDiscovery event) {
    Settings settings = new Settings(ConfigLookup.ofApplication());
    Registry made = new Registry(settings, new OpenStores(settings, chance.clock()), chance);
    registry = made;
    event
        .<DiskCaches>addBean()
        .id(DiskCaches.class.getName())
        .beanClass(DiskCaches.class)
        .types(DiskCaches.class, Object.class)
        .scope(ApplicationScoped.class)
        .createWith(context -> made);
    if (ClassPath.has(HealthBridge.API)) {
      HealthBridge.register(event, made.stores());
    }
  }

  void validate(@Observes AfterDeploymentValidation event, BeanManager beans) {
    Validation validation = new Validation(registry(), new Planner(registry(), beans), beans);
    validation.warn();
    validation.checkInjected(beans.getBeans(Object.class, Any.Literal.INSTANCE));
    plans = validation.plan(annotated);
    validation.checkProduced(produced);
    annotated.clear();
    produced.clear();
    if (!validation.problems().isEmpty()) {
      // Thrown, not added: OpenWebBeans tells what is added in its log only.
      throw validation.problems().report();
    }
  }

  /** Beans may be asked for from here on. Every web module of an EAR tells its own beginning. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event, BeanManager beans) {
    if (meters != null || !ClassPath.has(MeterBridge.API)) {
      return;
    }
    try {
      meters = MeterBridge.start(beans, stores());
    } catch (RuntimeException | LinkageError e) {
      System.getLogger(DiskCacheExtension.class.getName())
          .log(System.Logger.Level.WARNING, "Caches are not shown as meters", e);
    }
  }

  void close(@Observes BeforeShutdown event) throws Exception {
    AutoCloseable bridge = meters;
    if (bridge != null) {
      bridge.close();
    }
    Registry made = registry;
    if (made != null) {
      made.close();
    }
  }

  /** Whether some annotations are ours. */
  static boolean isOurs(List<Annotation> annotations) {
    return !Bindings.of(annotations).isEmpty();
  }
}
