// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** What a region holds. */
public enum RegionKind {
  /** Entities, their natural ids and their collections. */
  DOMAIN,
  /** Results of queries. */
  QUERY,
  /** When each table was last changed. */
  TIMESTAMPS
}
