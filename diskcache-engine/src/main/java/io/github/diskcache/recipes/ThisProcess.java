// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What this process calls itself in rows that others read. Stateless but for a counter. */
final class ThisProcess {
  private static final long PID = ProcessHandle.current().pid();

  /** Process ids are reused, and every container begins with 1; hence the random part. */
  static final String NAME = PID + "-" + UUID.randomUUID();

  private static final AtomicLong TOKENS = new AtomicLong();

  private ThisProcess() {}

  /** The calling thread as python-diskcache writes owners. */
  static String thread() {
    return PID + "-" + Thread.currentThread().getId();
  }

  /** A text that no other call, in any process, returns. */
  static String newToken() {
    return NAME + "-" + TOKENS.incrementAndGet();
  }
}
