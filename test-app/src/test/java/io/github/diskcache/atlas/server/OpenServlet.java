// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;

/** The whole of an application that opens a cache and tells how that went. */
@WebServlet("/open")
public class OpenServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    try (var cache = Cache.builder(Path.of(request.getParameter("directory"))).openFanout(4)) {
      response.getWriter().print("opened with " + cache.size() + " entries by " + loader());
    } catch (CacheException e) {
      response.getWriter().print("refused: " + e.getMessage());
    }
  }

  private static ClassLoader loader() {
    return Cache.class.getClassLoader();
  }
}
