// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

/** A value given in an annotation or in the configuration means nothing. */
final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Message kind;

  @SuppressWarnings("serial") // texts and numbers
  private final Object[] details;

  InvalidSetting(Message kind, Object... details) {
    super(kind.text(details));
    this.kind = kind;
    this.details = details;
  }

  /** The message, naming what it was found on. */
  String about(String subject) {
    return kind.about(subject, details);
  }
}
