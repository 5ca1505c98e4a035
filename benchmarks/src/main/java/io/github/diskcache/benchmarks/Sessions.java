// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A session factory with a cache, and what it has sent to its database.
 *
 * @param factory the factory
 * @param statements what it has sent
 */
record Sessions(SessionFactory factory, Statements statements) implements AutoCloseable {

  /** Opens one for a job, on tables that are there or not needed. */
  static Sessions open(Job job, String url) {
    return open(url, job.arm().regions(job.directory(), job.scale()));
  }

  static Sessions open(String url, Map<String, Object> more) {
    Configuration configuration = new Configuration();
    Shop.ENTITIES.forEach(configuration::addAnnotatedClass);
    Statements statements = new Statements();
    Map<String, Object> settings = new HashMap<>();
    settings.put("jakarta.persistence.jdbc.url", url);
    settings.put("jakarta.persistence.jdbc.user", "sa");
    settings.put("hibernate.hbm2ddl.auto", "none");
    // Else each transaction would commit in the database, though the cache answered it all.
    settings.put("hibernate.connection.provider_disables_autocommit", "true");
    settings.put("hibernate.session_factory.statement_inspector", statements);
    settings.putAll(more);
    configuration.getProperties().putAll(settings);
    return new Sessions(configuration.buildSessionFactory(), statements);
  }

  @Override
  public void close() {
    factory.close();
  }
}
