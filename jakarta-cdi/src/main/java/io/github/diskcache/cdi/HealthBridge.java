// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says by MicroProfile Health whether the open caches can be used. Loaded only where that is.
 *
 * <p>Its answer is made by the constructor, not the builder, which would need an implementation of
 * MicroProfile Health on our class path.
 */
final class HealthBridge implements HealthCheck {
  static final String API = "org.eclipse.microprofile.health.HealthCheck";

  private final OpenStores stores;

  private HealthBridge(OpenStores stores) {
    this.stores = stores;
  }

  /** Adds the check to a container. */
  static void register(AfterBeanDiscovery event, OpenStores stores) {
    event
        .<HealthCheck>addBean()
        .id(HealthBridge.class.getName())
        .beanClass(HealthBridge.class)
        .types(HealthCheck.class, Object.class)
        .qualifiers(Readiness.Literal.INSTANCE)
        .scope(Singleton.class)
        .createWith(context -> new HealthBridge(stores));
  }

  @Override
  public HealthCheckResponse call() {
    Map<String, Object> data = new LinkedHashMap<>();
    boolean isUp = true;
    for (OpenStore store : stores.figures()) {
      Optional<String> fault = fault(store);
      // Names only: what asks for health may be anybody.
      String directory = String.valueOf(store.directory().getFileName());
      data.put(store.label(), fault.map(what -> directory + ": " + what).orElse(directory));
      isUp &= fault.isEmpty();
    }
    return new HealthCheckResponse(
        "diskcache",
        isUp ? HealthCheckResponse.Status.UP : HealthCheckResponse.Status.DOWN,
        Optional.of(data));
  }

  private static Optional<String> fault(OpenStore store) {
    if (!Files.isDirectory(store.directory())) {
      return Optional.of("no such directory");
    }
    if (!Files.isWritable(store.directory())) {
      return Optional.of("not writable");
    }
    try {
      store.size();
      return Optional.empty();
    } catch (RuntimeException e) {
      System.getLogger(HealthBridge.class.getName())
          .log(System.Logger.Level.DEBUG, "Cannot read [" + store.directory() + "]", e);
      return Optional.of("not readable");
    }
  }
}
