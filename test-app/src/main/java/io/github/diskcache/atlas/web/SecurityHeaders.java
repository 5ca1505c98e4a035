// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells browsers that the page is made of files of this application only, runs no script written
 * into it, is shown in no frame, and is not to be kept without asking again.
 */
@WebFilter("/*")
public class SecurityHeaders implements Filter {

  private static final String CONTENT =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "form-action 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (response instanceof HttpServletResponse http) {
      http.setHeader("Content-Security-Policy", CONTENT);
      http.setHeader("X-Content-Type-Options", "nosniff");
      http.setHeader("Referrer-Policy", "no-referrer");
      http.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      http.setHeader("Cross-Origin-Resource-Policy", "same-origin");
      http.setHeader("Cache-Control", "no-cache");
    }
    chain.doFilter(request, response);
  }
}
