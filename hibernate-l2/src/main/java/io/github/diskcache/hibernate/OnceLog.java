// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Logs each subject once: what goes wrong in a cache goes wrong often. Thread-safe. */
final class OnceLog {
  private static final System.Logger LOG = System.getLogger(OnceLog.class.getPackageName());
  private static final int MOST = 1000;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  void warn(String subject, String message) {
    if (logged.size() < MOST && logged.add(subject)) {
      LOG.log(System.Logger.Level.WARNING, message);
    }
  }

  void warn(String subject, String message, Throwable cause) {
    if (logged.size() < MOST && logged.add(subject)) {
      LOG.log(System.Logger.Level.WARNING, message, cause);
    }
  }
}
