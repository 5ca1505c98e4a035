// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.atlas.web.Surroundings.Neighbour;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The memoized method, and how often it really ran. */
@Path("surroundings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SurroundingsResource {

  @Inject private Surroundings surroundings;

  /** How often a method ran. */
  public record Computations(int computations) {}

  /** The nearest cities. */
  @GET
  @Path("{id}")
  public List<Neighbour> of(@PathParam("id") int id) {
    return surroundings.of(id);
  }

  /** How often this server has looked for them. */
  @GET
  public Computations computations() {
    return new Computations(surroundings.computations());
  }
}
