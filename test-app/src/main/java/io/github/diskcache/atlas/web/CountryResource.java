// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.atlas.Country;
import io.github.diskcache.atlas.web.Views.CountryView;
import io.github.diskcache.atlas.web.Views.CountryWithRegions;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.jpa.HibernateHints;

/** The countries: a cached query, natural ids and a cached collection. */
@Path("countries")
@RequestScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class CountryResource {

  @PersistenceContext private EntityManager entities;

  /** All countries by name. */
  @GET
  public List<CountryView> all() {
    return entities
        .createQuery("select c from Country c order by c.name", Country.class)
        .setHint(HibernateHints.HINT_CACHEABLE, true)
        .getResultStream()
        .map(CountryView::of)
        .toList();
  }

  /** One country by its two letters, with its regions. */
  @GET
  @Path("{code}")
  public CountryWithRegions find(@PathParam("code") String code) {
    return entities
        .unwrap(Session.class)
        .bySimpleNaturalId(Country.class)
        .loadOptional(code)
        .map(CountryWithRegions::of)
        .orElseThrow(() -> new NotFoundException("There is no country [" + code + "]"));
  }
}
