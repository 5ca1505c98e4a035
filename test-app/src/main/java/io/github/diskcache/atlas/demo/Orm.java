// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.Country;
import io.github.diskcache.atlas.Region;
import java.nio.file.Path;
import java.util.Properties;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Starts Hibernate on the atlas. */
final class Orm {

  private Orm() {}

  /** Starts it with an empty schema, made now, and without second-level cache. */
  static SessionFactory create(String url) {
    return configuration(url)
        .addProperties(properties(Arm.NO_CACHE, Path.of("")))
        .setProperty("hibernate.hbm2ddl.auto", "create")
        .buildSessionFactory();
  }

  /** Starts it on a schema that is there. */
  static SessionFactory open(String url, Arm arm, Path cacheDirectory) {
    return configuration(url)
        .addProperties(properties(arm, cacheDirectory))
        .setProperty("hibernate.generate_statistics", "true")
        .buildSessionFactory();
  }

  private static Properties properties(Arm arm, Path cacheDirectory) {
    var properties = new Properties();
    properties.putAll(arm.settings(cacheDirectory));
    return properties;
  }

  /**
   * The connection is taken when the first statement needs it. A session that finds everything in
   * the cache still commits, as in any application whose transactions are the database's own.
   */
  private static Configuration configuration(String url) {
    var configuration =
        new Configuration()
            .addAnnotatedClass(Country.class)
            .addAnnotatedClass(Region.class)
            .addAnnotatedClass(City.class)
            .setProperty("hibernate.connection.provider_disables_autocommit", "true")
            .setProperty("hibernate.session.events.log", "false");
    configuration
        .getProperties()
        .put("hibernate.connection.provider_class", new OneConnection(url));
    // DiskCache tells databases apart by their address.
    return configuration.setProperty("hibernate.connection.url", url);
  }
}
