// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The inbox that all servers work off. */
@Path("inbox")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class InboxResource {

  @Inject private Inbox inbox;

  /** What waits, and which server did what. */
  public record InboxView(int waiting, Map<String, String> workedOff) {}

  /** Accepts a message. */
  @PUT
  @Path("{message}")
  public void accept(@PathParam("message") String message) {
    inbox.accept(message);
  }

  /** Returns what waits and what is done. */
  @GET
  public InboxView inbox() {
    return new InboxView(inbox.size(), new LinkedHashMap<>(inbox.workedOff()));
  }
}
