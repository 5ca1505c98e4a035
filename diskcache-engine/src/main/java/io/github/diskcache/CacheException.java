// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/**
 * A cache could not do what it was asked to. The message says what was attempted, on what, why it
 * failed and what to do; it never holds a value.
 */
public class CacheException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CacheException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The one form of every message: act, subject, reason, remedy. */
  static String message(String act, @Nullable Object subject, String reason, String remedy) {
    return "Cannot " + act + " [" + Texts.shorten(subject) + "]: " + reason + "; " + remedy;
  }
}
