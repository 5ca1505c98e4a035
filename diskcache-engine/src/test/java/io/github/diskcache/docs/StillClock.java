// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of the pages, which stands still until a page moves it. Thread-safe. */
final class StillClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }
}
