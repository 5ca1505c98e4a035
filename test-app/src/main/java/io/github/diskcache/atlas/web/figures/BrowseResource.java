// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.Region;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The cities to click through. */
@Path("browse")
@RequestScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class BrowseResource {

  private static final int PAGE = 20;

  @PersistenceContext private EntityManager entities;
  @Inject private Probe probe;
  @Inject private Neighbours neighbours;

  /** A country that has cities. */
  public record CountryName(String code, String name) {}

  /** A city in the list. */
  public record Listed(int id, String name, @Nullable String region) {}

  /** Some of the cities asked for, and whether there are more. */
  public record Page(List<Listed> cities, boolean more) {}

  /** A city that was opened. */
  public record Opened(
      int id,
      String name,
      String country,
      @Nullable String region,
      double latitude,
      double longitude,
      int visits,
      List<String> neighbours) {}

  /** All countries that have cities, by name. */
  @GET
  @Path("countries")
  public List<CountryName> countries() {
    return entities
        .createQuery(
            """
            select c.code, c.name from Country c
            where exists (select 1 from City x where x.country = c) order by c.name
            """,
            Object[].class)
        .getResultStream()
        .map(row -> new CountryName((String) row[0], (String) row[1]))
        .toList();
  }

  /**
   * A page of the cities of a country whose names begin so, by name. It is asked from the database
   * and loads no entity, so each city is still to be cached when it is opened.
   */
  @GET
  public Page list(
      @QueryParam("country") @DefaultValue("") String country,
      @QueryParam("from") @DefaultValue("") String from,
      @QueryParam("page") @DefaultValue("0") int page) {
    List<Listed> found =
        entities
            .createQuery(
                """
                select c.id, c.name, r.name from City c left join c.region r
                where c.country.code = :country and lower(c.name) like :pattern escape '!'
                order by c.name, c.id
                """,
                Object[].class)
            .setParameter("country", country)
            .setParameter("pattern", from.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%")
            .setFirstResult(Math.max(0, Math.min(page, 100_000)) * PAGE)
            .setMaxResults(PAGE + 1)
            .getResultStream()
            .map(row -> new Listed((int) row[0], (String) row[1], (String) row[2]))
            .toList();
    return new Page(found.stream().limit(PAGE).toList(), found.size() > PAGE);
  }

  /** A city; the header tells where it came from, and in how many milliseconds. */
  @GET
  @Path("{id: \\d+}")
  public Response open(@PathParam("id") int id) {
    var answer = probe.ask("city", entities, () -> entities.find(City.class, id));
    City city = answer.value();
    if (city == null) {
      return Refused.as(Response.Status.NOT_FOUND, "there is no such city");
    }
    Region region = city.getRegion();
    var opened =
        new Opened(
            city.getId(),
            city.getName(),
            probe.ask("country", entities, () -> city.getCountry().getName()).value(),
            region == null ? null : probe.ask("region", entities, region::getName).value(),
            city.getLatitude(),
            city.getLongitude(),
            city.getVisits(),
            neighbours.of(city));
    return Response.ok(opened).header("Server-Timing", answer.timing()).build();
  }
}
