// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.web.Views.CityView;
import io.github.diskcache.atlas.web.Views.NewName;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.hibernate.jpa.HibernateHints;

/** The cities, found by id or by the beginning of their name, in any script. */
@Path("cities")
@RequestScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CityResource {

  @PersistenceContext private EntityManager entities;

  /** The first cities by name whose name begins so, in upper or lower case. */
  @GET
  public List<CityView> search(@QueryParam("prefix") @DefaultValue("") String prefix) {
    return entities
        .createQuery(
            "select c from City c where lower(c.name) like :pattern escape '!'"
                + " order by c.name, c.id",
            City.class)
        .setParameter("pattern", Prefix.pattern(prefix))
        .setMaxResults(Prefix.MOST)
        .setHint(HibernateHints.HINT_CACHEABLE, true)
        .setHint(HibernateHints.HINT_CACHE_REGION, "city-query")
        .getResultStream()
        .map(CityView::of)
        .toList();
  }

  /** One city. */
  @GET
  @Path("{id}")
  public CityView find(@PathParam("id") int id) {
    return CityView.of(city(id));
  }

  /** Gives a city another name. */
  @PUT
  @Path("{id}")
  public CityView rename(@PathParam("id") int id, NewName newName) {
    City city = city(id);
    city.rename(newName.checked());
    entities.flush();
    return CityView.of(city);
  }

  /** Counts one more visit. */
  @POST
  @Path("{id}/visits")
  public CityView visit(@PathParam("id") int id) {
    City city = city(id);
    city.visit();
    entities.flush();
    return CityView.of(city);
  }

  private City city(int id) {
    City city = entities.find(City.class, id);
    if (city == null) {
      throw new NotFoundException("There is no city [" + id + "]");
    }
    return city;
  }
}
