// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.atlas.data.Loader;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/**
 * Loads the atlas into an empty database when the application starts. The system property {@code
 * atlas.cities} says how many cities; all by default.
 */
@ApplicationScoped
public class FirstLoad {

  private static final System.Logger LOG = System.getLogger(FirstLoad.class.getName());
  private static final int SECONDS_TO_LOAD = 600;

  @PersistenceUnit private EntityManagerFactory factory;
  @Resource private UserTransaction transaction;

  void load(@Observes @Initialized(ApplicationScoped.class) Object started)
      throws NotSupportedException,
          SystemException,
          HeuristicRollbackException,
          HeuristicMixedException,
          RollbackException {
    if (isLoaded()) {
      return;
    }
    transaction.setTransactionTimeout(SECONDS_TO_LOAD);
    transaction.begin();
    try (StatelessSession session = factory.unwrap(SessionFactory.class).openStatelessSession()) {
      var loaded =
          Loader.load(session, Integer.getInteger("atlas.cities", Integer.MAX_VALUE), done -> {});
      transaction.commit();
      LOG.log(System.Logger.Level.INFO, "The atlas has been loaded: {0}", loaded);
    }
  }

  private boolean isLoaded() {
    try (EntityManager entities = factory.createEntityManager()) {
      return !entities
          .createQuery("select c.id from City c", Integer.class)
          .setMaxResults(1)
          .getResultList()
          .isEmpty();
    }
  }
}
