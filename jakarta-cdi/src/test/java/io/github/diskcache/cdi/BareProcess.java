// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.util.List;

/** An application on a class path without anything optional: says what it has, and what it did. */
final class BareProcess {
  private BareProcess() {}

  @ApplicationScoped
  static class Shop {
    private int calls;

    @Inject
    @CacheName("prices")
    Cache<String, Long> prices;

    public Long stored(String article) {
      prices.set(article, 5L);
      return prices.get(article);
    }

    @DiskMemoized(expire = "${bare.expire:1h}")
    public String label(String article) {
      calls++;
      return article + ' ' + calls;
    }
  }

  public static void main(String[] arguments) {
    SeContainerInitializer initializer =
        SeContainerInitializer.newInstance().addBeanClasses(Shop.class);
    if (initializer.getClass().getName().startsWith("org.apache")) {
      initializer.disableDiscovery();
    }
    List<String> optional =
        List.of(HealthBridge.API, MeterBridge.API, "org.eclipse.microprofile.config.Config");
    System.out.println("has " + optional.stream().filter(ClassPath::has).toList());
    try (SeContainer container = initializer.initialize()) {
      Shop shop = container.select(Shop.class).get();
      System.out.println("stored " + shop.stored("hat"));
      System.out.println("labels " + List.of(shop.label("hat"), shop.label("hat")));
    }
    System.out.println("closed");
  }
}
