// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import io.github.diskcache.hibernate.DiskCacheRegionFactory;
import io.github.diskcache.hibernate.RegionStatistics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** The regions of the second-level cache. Thread-safe. */
@ApplicationScoped
public class Regions {

  @PersistenceUnit private EntityManagerFactory factory;

  /** What each has done; none where another cache is in use. */
  List<RegionStatistics> statistics() {
    var regionFactory =
        factory.unwrap(SessionFactoryImplementor.class).getCache().getRegionFactory();
    return regionFactory instanceof DiskCacheRegionFactory ours ? ours.statistics() : List.of();
  }

  Set<String> names() {
    return statistics().stream().map(RegionStatistics::region).collect(Collectors.toSet());
  }
}
