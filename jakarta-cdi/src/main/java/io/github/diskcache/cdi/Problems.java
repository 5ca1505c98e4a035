// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.LinkedHashSet;
import java.util.Set;

/** All that is wrong in a deployment, reported at once. Confined to one thread. */
final class Problems {
  private final Set<String> found = new LinkedHashSet<>();

  void add(Message message, String subject, Object... details) {
    found.add(message.about(subject, details));
  }

  void add(InvalidSetting problem, String subject) {
    found.add(problem.about(subject));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  DeploymentException report() {
    String count = found.size() == 1 ? "1 problem" : found.size() + " problems";
    return new DeploymentException(
        "DiskCache cannot be used as declared, " + count + ":\n  " + String.join("\n  ", found));
  }
}
