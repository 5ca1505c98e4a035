// SPDX-License-Identifier: Apache-2.0

/**
 * The second-level cache of Hibernate ORM on DiskCache: entities, collections, natural ids and
 * query results stay on disk, so that they survive a restart and several processes can share them.
 */
@NullMarked
package io.github.diskcache.hibernate;

import org.jspecify.annotations.NullMarked;
