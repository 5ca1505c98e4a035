// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The secret of a session that its page sends back with whatever changes something. */
final class Token {

  /** The header that carries it. */
  static final String HEADER = "X-Atlas-Token";

  private static final String ATTRIBUTE = Token.class.getName();
  private static final SecureRandom RANDOM = new SecureRandom();

  private Token() {}

  /** The token of the session, which begins if there is none. */
  static String of(HttpServletRequest request) {
    HttpSession session = request.getSession();
    synchronized (session) {
      if (session.getAttribute(ATTRIBUTE) instanceof String token) {
        return token;
      }
      return renew(request);
    }
  }

  /** Gives the session another token, as when somebody signs in. */
  static String renew(HttpServletRequest request) {
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    request.getSession().setAttribute(ATTRIBUTE, token);
    return token;
  }

  /** Whether a session is there and has this token. Takes the same time however wrong it is. */
  static boolean matches(HttpServletRequest request, @Nullable String token) {
    HttpSession session = request.getSession(false);
    return session != null
        && token != null
        && session.getAttribute(ATTRIBUTE) instanceof String expected
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
