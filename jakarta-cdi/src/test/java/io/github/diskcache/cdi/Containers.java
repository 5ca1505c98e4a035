// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a temporary directory, a clock, settings and CDI containers; after the test every
 * cache in the directory must pass its check.
 */
final class Containers implements BeforeEachCallback, AfterEachCallback {
  private final List<SeContainer> started = new ArrayList<>();
  private final List<Extension> extensions = new ArrayList<>();
  private final Map<String, String> replaced = new HashMap<>();
  private Path root = Path.of("");
  private TestClock clock = new TestClock();
  private double chance = 1;
  private boolean damaged;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root = Files.createTempDirectory("diskcache-cdi-");
    clock = new TestClock();
    set("diskcache.directory", root.toString());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    try {
      stop();
      if (!damaged && context.getExecutionException().isEmpty()) {
        check();
      }
    } finally {
      replaced.forEach(Containers::restore);
      replaced.clear();
      try (Stream<Path> files = Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }

  private static void restore(String name, String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  private void check() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.endsWith("cache.db")).toList()) {
        try (Cache<Object, Object> cache = Cache.open(file.getParent())) {
          assertThat(cache.maintenance().check().problems()).isEmpty();
        }
      }
    }
  }

  /** Sets a system property until the test is over. */
  void set(String name, String value) {
    String before = System.setProperty(name, value);
    if (!replaced.containsKey(name)) {
      replaced.put(name, before);
    }
  }

  Path root() {
    return root;
  }

  /** Where the entries of a cache are. */
  Path cache(String name) {
    return root.resolve("cache").resolve(name);
  }

  TestClock clock() {
    return clock;
  }

  /** What the next decisions by chance draw: near 0 recomputes early, 1 never. */
  void chance(double drawn) {
    chance = drawn;
  }

  /** Adds an extension to the containers that are started from now on. */
  void extend(Extension extension) {
    extensions.add(extension);
  }

  /** Says that this test damages its caches on purpose. */
  void expectDamage() {
    damaged = true;
  }

  /** Gives our extension, which the container finds by itself, the clock of the test. */
  static final class Time implements Extension {
    private final Chance chance;

    Time(Chance chance) {
      this.chance = chance;
    }

    void give(@Observes BeforeBeanDiscovery event, BeanManager beans) {
      beans.getExtension(DiskCacheExtension.class).use(chance);
    }
  }

  /** A container with some beans and what it finds by itself. */
  SeContainer start(Class<?>... beans) {
    try {
      SeContainer container = initializer(beans).initialize();
      started.add(container);
      return container;
    } catch (RuntimeException e) {
      forgetFailed();
      throw e;
    }
  }

  /** OpenWebBeans keeps a container that did not start, and starts no other one. */
  private static void forgetFailed() {
    try {
      Class.forName("org.apache.webbeans.config.WebBeansFinder")
          .getMethod("clearInstances", Object.class)
          .invoke(null, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      // It is Weld.
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private SeContainerInitializer initializer(Class<?>... beans) {
    SeContainerInitializer initializer =
        SeContainerInitializer.newInstance()
            .addExtensions(new Time(new Chance(clock, () -> chance)))
            .addExtensions(extensions.toArray(Extension[]::new))
            .addBeanClasses(beans);
    // It would take the tests' classes for beans, and finds extensions all the same.
    return initializer.getClass().getName().startsWith("org.apache")
        ? initializer.disableDiscovery()
        : initializer;
  }

  /** Closes all containers, as a restart does. */
  void stop() {
    started.forEach(
        container -> {
          if (container.isRunning()) {
            container.close();
          }
        });
    started.clear();
  }
}
