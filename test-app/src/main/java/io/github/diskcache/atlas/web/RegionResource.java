// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.atlas.Region;
import io.github.diskcache.atlas.web.Views.NewName;
import io.github.diskcache.atlas.web.Views.RegionView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.hibernate.jpa.HibernateHints;

/** The regions, found by id or by the beginning of their name, in any script. */
@Path("regions")
@RequestScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RegionResource {

  @PersistenceContext private EntityManager entities;

  /** The first regions by name whose name begins so, in upper or lower case. */
  @GET
  public List<RegionView> search(@QueryParam("prefix") @DefaultValue("") String prefix) {
    return entities
        .createQuery(
            "select r from Region r where lower(r.name) like :pattern escape '!'"
                + " order by r.name, r.id",
            Region.class)
        .setParameter("pattern", Prefix.pattern(prefix))
        .setMaxResults(Prefix.MOST)
        .setHint(HibernateHints.HINT_CACHEABLE, true)
        .setHint(HibernateHints.HINT_CACHE_REGION, "region-query")
        .getResultStream()
        .map(RegionView::of)
        .toList();
  }

  /** One region. */
  @GET
  @Path("{id}")
  public RegionView find(@PathParam("id") int id) {
    return RegionView.of(region(id));
  }

  /** Gives a region another name. */
  @PUT
  @Path("{id}")
  public RegionView rename(@PathParam("id") int id, NewName newName) {
    Region region = region(id);
    region.rename(newName.checked());
    entities.flush();
    return RegionView.of(region);
  }

  private Region region(int id) {
    Region region = entities.find(Region.class, id);
    if (region == null) {
      throw new NotFoundException("There is no region [" + id + "]");
    }
    return region;
  }
}
