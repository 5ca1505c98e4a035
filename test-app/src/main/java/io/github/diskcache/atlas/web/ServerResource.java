// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.Cache;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.hibernate.Version;

/** Which server answers, and whose DiskCache it uses. */
@Path("server")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ServerResource {

  /** This server. */
  public record ServerView(long pid, String orm, String java, String diskcacheLoader) {}

  /** Returns this server. */
  @GET
  public ServerView server() {
    return new ServerView(
        ProcessHandle.current().pid(),
        Version.getVersionString(),
        Runtime.version().toString(),
        String.valueOf(Cache.class.getClassLoader()));
  }
}
