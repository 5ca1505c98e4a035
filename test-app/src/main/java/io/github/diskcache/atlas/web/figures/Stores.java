// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Comparator;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** The directory of the second-level cache, as the engine shows it by JMX. Thread-safe. */
@ApplicationScoped
public class Stores {

  private static final String CACHES = "io.github.diskcache:type=Cache,*";

  @PersistenceUnit private EntityManagerFactory factory;

  /**
   * What the directory takes.
   *
   * @param bytes on the disk
   * @param limit bytes from which on entries are evicted
   * @param evictions entries that this server has removed for that
   */
  public record Store(long bytes, long limit, long evictions) {}

  /** Returns the figures, or null where they are not shown. */
  @Nullable Store secondLevel() {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      for (ObjectName name :
          beans.queryNames(new ObjectName(CACHES), null).stream()
              .sorted(Comparator.comparing(ObjectName::getCanonicalName))
              .toList()) {
        Path directory = Path.of((String) beans.getAttribute(name, "Directory"));
        if (directory.startsWith(base()) && !directory.endsWith(Neighbours.NAME)) {
          return new Store(
              (long) beans.getAttribute(name, "VolumeBytes"),
              (long) beans.getAttribute(name, "SizeLimitBytes"),
              (long) beans.getAttribute(name, "Evictions"));
        }
      }
      return null;
    } catch (InstanceNotFoundException e) {
      return null; // closed meanwhile
    } catch (JMException e) {
      throw new IllegalStateException("Cannot ask for the figures of the caches", e);
    }
  }

  /** What is set, or else the server's directory for data; without links, as caches tell theirs. */
  private Path base() {
    Object set = factory.getProperties().get("hibernate.diskcache.directory");
    Path base =
        set == null
            ? Path.of(System.getProperty("jboss.server.data.dir", "target"), "diskcache")
            : Path.of(set.toString()).toAbsolutePath();
    try {
      return base.toRealPath();
    } catch (IOException e) {
      return base;
    }
  }
}
