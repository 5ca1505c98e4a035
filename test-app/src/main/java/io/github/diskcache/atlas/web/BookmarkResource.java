// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.Index;
import io.github.diskcache.cdi.CacheName;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bookmarks of cities, in an index on disk that all servers share: in the order they were made. */
@Path("bookmarks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BookmarkResource {

  @Inject
  @CacheName("bookmarks")
  private Index<String, Bookmark> bookmarks;

  /** Where a bookmark leads. */
  public record Bookmark(int city, String remark) {}

  /** All bookmarks. */
  @GET
  public Map<String, Bookmark> all() {
    return new LinkedHashMap<>(bookmarks);
  }

  /** Makes or changes one. */
  @PUT
  @Path("{name}")
  public void put(@PathParam("name") String name, Bookmark bookmark) {
    bookmarks.put(name, bookmark);
  }

  /** Removes one. */
  @DELETE
  @Path("{name}")
  public void remove(@PathParam("name") String name) {
    if (bookmarks.remove(name) == null) {
      throw new NotFoundException("There is no bookmark [" + name + "]");
    }
  }
}
