// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.Cache;
import io.github.diskcache.cdi.CacheName;
import io.github.diskcache.recipes.Rate;
import io.github.diskcache.recipes.Throttle;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;

/** Guided tours, of which all servers together begin three an hour. */
@Path("tours")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TourResource {

  private static final Rate RATE = Rate.of(3, Duration.ofHours(1));

  @Inject
  @CacheName("throttles")
  private Cache<Object, Object> throttles;

  /** Whether a tour could begin. */
  public record Tour(boolean begun) {}

  /** Begins a tour if there may be one more. */
  @POST
  public Tour begin() {
    return new Tour(new Throttle(throttles, "tours", RATE).tryAcquire());
  }
}
