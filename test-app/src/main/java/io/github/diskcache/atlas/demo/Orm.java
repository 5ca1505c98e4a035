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
   * One connection, taken from Hibernate's own pool when the first statement needs it: a session
   * that finds everything in the cache still commits, as any application does.
   */
  private static Configuration configuration(String url) {
    return new Configuration()
        .addAnnotatedClass(Country.class)
        .addAnnotatedClass(Region.class)
        .addAnnotatedClass(City.class)
        .setProperty("hibernate.connection.url", url)
        .setProperty("hibernate.connection.username", "sa")
        .setProperty("hibernate.connection.password", "")
        .setProperty("hibernate.connection.pool_size", "2")
        .setProperty("hibernate.connection.provider_disables_autocommit", "true")
        .setProperty("hibernate.session.events.log", "false");
  }
}
