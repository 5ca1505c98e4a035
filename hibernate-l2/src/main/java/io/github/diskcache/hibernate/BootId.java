// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Which run of the operating system this is. After another boot, the last writes before it may be
 * lost, invalidations among them, so that nothing older can be believed.
 */
final class BootId {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /** The id; a new one each time where the system does not tell. */
  static UUID current() {
    try {
      return UUID.fromString(Files.readString(LINUX).trim());
    } catch (IOException | IllegalArgumentException e) {
      return UUID.randomUUID();
    }
  }
}
