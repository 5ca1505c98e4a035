// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Evicts, for all servers that share the cache: for those who may, and from our page only. */
@Path("evictions")
@RequestScoped
@Guarded
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class EvictionResource {

  @PersistenceUnit private EntityManagerFactory factory;
  @Inject private Regions regions;
  @Inject private Neighbours neighbours;
  @Context private HttpServletRequest request;

  /** What is to go: a region of the second-level cache, or a tag of the neighbours' cache. */
  public record Eviction(@Nullable String region, @Nullable String tag) {}

  /** What was evicted; of a region nobody counts the entries. */
  public record Evicted(@Nullable Long entries) {}

  /** Evicts a region or a tag. */
  @POST
  public Response evict(@Nullable Eviction eviction) {
    if (request.getUserPrincipal() == null) {
      return Refused.as(Response.Status.UNAUTHORIZED, "sign in first");
    }
    if (!request.isUserInRole(SessionResource.ADMIN)) {
      return Refused.as(Response.Status.FORBIDDEN, "this needs the role " + SessionResource.ADMIN);
    }
    if (eviction != null && eviction.region() != null) {
      return region(eviction.region());
    }
    if (eviction != null && eviction.tag() != null) {
      return Response.ok(new Evicted(neighbours.evict(eviction.tag()))).build();
    }
    return Refused.as(Response.Status.BAD_REQUEST, "name a region or a tag");
  }

  private Response region(String name) {
    if (!regions.names().contains(name)) {
      return Refused.as(Response.Status.NOT_FOUND, "there is no such region");
    }
    factory.unwrap(SessionFactory.class).getCache().evictRegion(name);
    return Response.ok(new Evicted(null)).build();
  }
}
