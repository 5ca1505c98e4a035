// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.UUID;
import org.hibernate.cache.spi.access.SoftLock;

/**
 * Which soft lock a session holds: the same in the row, whatever became of the row meanwhile.
 *
 * @param owner the process that took it first
 * @param number counts the locks of that process
 */
record LockMark(UUID owner, long number) implements SoftLock, java.io.Serializable {
  private static final long serialVersionUID = 1;
}
