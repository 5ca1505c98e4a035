// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

/** A failure whose message tells the person at the terminal what went wrong; no trace needed. */
final class DemoException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
