// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Caches in the platform's MBean server. The only class that fails to load where {@code
 * java.management} is missing. Stateless.
 */
final class Jmx {
  private static final System.Logger LOG = System.getLogger(Jmx.class.getName());

  private Jmx() {}

  /** Shows a cache under the first free name; returns that, or null when it may not be shown. */
  static @Nullable Object register(RoutedCache<?, ?> cache) {
    String directory = ObjectName.quote(cache.directory().toString());
    String prefix = "io.github.diskcache:type=Cache,directory=" + directory + ",id=";
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    CacheBean bean = new CacheBean(cache);
    for (int id = 1; ; id++) {
      try {
        return server.registerMBean(bean, new ObjectName(prefix + id)).getObjectName();
      } catch (InstanceAlreadyExistsException e) {
        // Of another cache of this process, perhaps of another class loader.
      } catch (JMException e) {
        LOG.log(System.Logger.Level.DEBUG, () -> "There is no MXBean of " + cache, e);
        return null;
      }
    }
  }

  static void unregister(Object name) {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean((ObjectName) name);
    } catch (InstanceNotFoundException e) {
      // An operator has removed it.
    } catch (JMException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "MXBean " + name + " stays", e);
    }
  }
}
