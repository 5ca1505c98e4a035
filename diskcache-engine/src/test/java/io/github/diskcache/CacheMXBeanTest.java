// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Caches as JMX shows them. */
class CacheMXBeanTest {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  @RegisterExtension final Stores stores = new Stores();

  private Set<ObjectName> names() throws Exception {
    String directory = ObjectName.quote(stores.directory().toRealPath().toString());
    return SERVER.queryNames(
        new ObjectName("io.github.diskcache:type=Cache,directory=" + directory + ",*"), null);
  }

  private static <C extends Cache<?, ?>> C shown(C cache) {
    ((RoutedCache<?, ?>) cache).publication().publish();
    return cache;
  }

  private static CacheMXBean bean(ObjectName name) {
    return JMX.newMXBeanProxy(SERVER, name, CacheMXBean.class);
  }

  private CacheMXBean onlyBean() throws Exception {
    assertThat(names()).hasSize(1);
    return bean(names().iterator().next());
  }

  @Test
  void bean_openCache_appearsByItself() throws Exception {
    stores.open();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (names().isEmpty()) {
      assertThat(System.nanoTime()).as("shown within a bound").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }

    assertThat(onlyBean().getDirectory()).isEqualTo(stores.directory().toRealPath().toString());
  }

  @Test
  void bean_attributes_areTheCachesFigures() throws Exception {
    Cache<Object, Object> cache =
        shown(stores.open(stores.builder().nearTier(1 << 20).sizeLimit(1 << 22)));
    cache.set("k", "value");
    cache.get("k");
    cache.get("absent");

    CacheMXBean bean = onlyBean();
    assertThat(bean.getShards()).isEqualTo(1);
    assertThat(bean.getEntries()).isEqualTo(1);
    assertThat(bean.getVolumeBytes()).isEqualTo(cache.volume());
    assertThat(bean.getSizeLimitBytes()).isEqualTo(1 << 22);
    assertThat(bean.getEvictionPolicy()).isEqualTo("least-recently-stored");
    assertThat(bean.getHits()).isEqualTo(1);
    assertThat(bean.getMisses()).isEqualTo(1);
    assertThat(bean.getHitRate()).isEqualTo(0.5);
    assertThat(bean.getNearHits()).isEqualTo(1);
    assertThat(bean.getNearEntries()).isEqualTo(2);
    assertThat(bean.getNearBytes()).isPositive();
    assertThat(bean.getNearLimitBytes()).isEqualTo(1 << 20);
    assertThat(bean.getSets()).isEqualTo(1);
    assertThat(bean.getDroppedWrites()).isZero();
  }

  @Test
  void bean_everyAttribute_canBeRead() throws Exception {
    shown(stores.openFanout(stores.builder(), 2));
    ObjectName name = names().iterator().next();
    var attributes = SERVER.getMBeanInfo(name).getAttributes();

    assertThat(attributes).hasSizeGreaterThan(15);
    for (var attribute : attributes) {
      assertThat(SERVER.getAttribute(name, attribute.getName()))
          .as(attribute.getName())
          .isNotNull();
    }
  }

  @Test
  void bean_fanout_sumsItsShards() throws Exception {
    FanoutCache<Object, Object> cache =
        shown(stores.openFanout(stores.builder().sizeLimit(1 << 22), 4));
    for (int i = 0; i < 20; i++) {
      cache.set(i, i);
    }

    assertThat(onlyBean().getShards()).isEqualTo(4);
    assertThat(onlyBean().getEntries()).isEqualTo(20);
    assertThat(onlyBean().getSizeLimitBytes())
        .isEqualTo(4 * cache.maintenance().settings().sizeLimit());
  }

  @Test
  void bean_operations_areTheCaches() throws Exception {
    stores.expectDamage();
    Cache<Object, Object> cache = shown(stores.open());
    cache.set("red", 1, WriteOptions.tagged("color"));
    cache.set("large", new byte[100_000]);
    cache.set("small", 2);
    CacheMXBean bean = onlyBean();

    assertThat(bean.check()).isEmpty();
    assertThat(bean.evict("color")).isEqualTo(1);
    assertThat(cache.contains("red")).isFalse();
    assertThat(bean.expire()).isZero();
    assertThat(bean.cull()).isZero();
    Files.delete(Stores.valueFiles(stores.directory()).get(0));
    assertThat(bean.check()).anyMatch(problem -> problem.startsWith("file not found: "));
    assertThat(bean.clear()).isEqualTo(2);
    assertThat(cache.size()).isZero();
  }

  @Test
  void bean_twoCachesOnADirectory_haveTwoNames() throws Exception {
    Cache<Object, Object> first = shown(stores.open());
    Cache<Object, Object> second = shown(stores.open());
    assertThat(names()).hasSize(2);

    first.close();
    assertThat(names()).hasSize(1);
    second.set("k", 1);
    assertThat(onlyBean().getSets()).isEqualTo(1);
    second.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void bean_closedCache_isGoneAndStaysSo() throws Exception {
    Cache<Object, Object> cache = stores.open();
    Publication publication = ((RoutedCache<?, ?>) cache).publication();
    cache.retrying().close();
    publication.publish();

    assertThat(names()).isEmpty();
  }

  @Test
  void bean_withoutMXBean_isNone() {
    Cache<Object, Object> cache = stores.open(stores.builder().withoutMXBean());
    assertThat(((RoutedCache<?, ?>) cache).publication()).isNull();
  }
}
