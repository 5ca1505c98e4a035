// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Who is signed in. Users and their roles are the server's. */
@Path("session")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SessionResource {

  /** The role that may evict. */
  static final String ADMIN = "cache-admin";

  @Context private HttpServletRequest request;

  /** A session, with the token that whatever changes something has to carry. */
  public record SessionView(@Nullable String user, boolean admin, String token) {}

  /** What somebody who signs in knows. */
  public record Credentials(@Nullable String user, @Nullable String password) {}

  /** Returns the session. */
  @GET
  public SessionView session() {
    return view(Token.of(request));
  }

  /** Signs in, in a session with a new name and a new token. */
  @POST
  @Guarded
  public Response signIn(@Nullable Credentials credentials) {
    if (credentials == null || credentials.user() == null || credentials.password() == null) {
      return Refused.as(Response.Status.BAD_REQUEST, "name a user and a password");
    }
    try {
      if (request.getUserPrincipal() != null) {
        request.logout();
      }
      request.login(credentials.user(), credentials.password());
    } catch (ServletException e) {
      return Refused.as(Response.Status.UNAUTHORIZED, "user or password is wrong");
    }
    return Response.ok(view(Token.renew(request))).build();
  }

  /** Signs out. */
  @DELETE
  @Guarded
  public SessionView signOut() throws ServletException {
    request.logout();
    return view(Token.renew(request));
  }

  private SessionView view(String token) {
    var user = request.getUserPrincipal();
    return new SessionView(
        user == null ? null : user.getName(), user != null && request.isUserInRole(ADMIN), token);
  }
}
