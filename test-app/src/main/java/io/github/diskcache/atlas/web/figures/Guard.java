// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out what another site makes a browser send. A request must carry the token of its session
 * in a header of its own, which no form can set and no other site can read; and where the browser
 * says which site it comes from, that must be ours.
 */
@Provider
@Guarded
public class Guard implements ContainerRequestFilter {

  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!isSameSite(request)) {
      request.abortWith(Refused.as(Response.Status.FORBIDDEN, "the request is another site's"));
    } else if (!Token.matches(servletRequest, request.getHeaderString(Token.HEADER))) {
      request.abortWith(
          Refused.as(Response.Status.FORBIDDEN, "the session has ended; load the page anew"));
    }
  }

  private static boolean isSameSite(ContainerRequestContext request) {
    String site = request.getHeaderString("Sec-Fetch-Site");
    String origin = request.getHeaderString("Origin");
    return (site == null || site.equals("same-origin"))
        && (origin == null || isAt(origin, request.getHeaderString("Host")));
  }

  private static boolean isAt(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
