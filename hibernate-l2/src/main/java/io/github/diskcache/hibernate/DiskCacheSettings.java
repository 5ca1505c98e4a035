// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/**
 * The names of all settings, as they are given to Hibernate beside its own. A name that begins with
 * {@link #PREFIX} and is none of these is reported when the session factory starts, with the
 * nearest one; a value of the wrong form stops the start.
 *
 * <p>Durations are written {@code 500ms}, {@code 60s}, {@code 10m}, {@code 1h}, {@code 7d} or as
 * ISO 8601 ({@code PT1H}); sizes in bytes or as {@code 64KiB}, {@code 512MiB}, {@code 4GiB}.
 */
public final class DiskCacheSettings {

  /** What every name begins with. */
  public static final String PREFIX = "hibernate.diskcache.";

  /**
   * The directory below which the cache keeps its files; required, except in WildFly, where it is
   * {@code ${jboss.server.data.dir}/diskcache/<region prefix>} by default. Made when absent. It
   * must be on a local file system, and writable by nobody who is not trusted with the
   * application's data.
   */
  public static final String DIRECTORY = PREFIX + "directory";

  /**
   * The folder inside {@link #DIRECTORY} that separates this database from others. By default a
   * hash of the JDBC URL without credentials, the user and {@code hibernate.cache.region_prefix}.
   * Session factories of the same namespace share their entries.
   */
  public static final String NAMESPACE = PREFIX + "namespace";

  /**
   * How many SQLite files share the load of writing, 1 to 64; 4. Fixed when a directory is made.
   */
  public static final String SHARDS = PREFIX + "shards";

  /**
   * Whether a loaded entry is written only where no readable one is; true. Answers Hibernate's
   * default of {@code hibernate.cache.use_minimal_puts}.
   */
  public static final String MINIMAL_PUTS = PREFIX + "minimal_puts";

  /**
   * How long a soft lock counts whose owner never releases it; 60s. Longer than the longest
   * transaction: while a longer one runs, old values may be cached.
   */
  public static final String LOCK_TIMEOUT = PREFIX + "lock_timeout";

  /**
   * What the first process that opens the directory believes of the entries it finds: {@code off}
   * nothing, {@code read_only} (the default) entries of read-only access and immutable mapping,
   * {@code trust} all. With {@code trust}, changes made to the database while no process had the
   * cache open are not seen until the entries expire.
   */
  public static final String WARM_START = PREFIX + "warm_start";

  /**
   * What {@code TRANSACTIONAL} access becomes: {@code read-write} (the default, with a warning) or
   * {@code fail}, which stops the start.
   */
  public static final String TRANSACTIONAL = PREFIX + "transactional";

  /** The bytes above which the least valuable entries go; 1GiB. */
  public static final String SIZE_LIMIT = PREFIX + "size_limit";

  /**
   * How many bytes of heap each process may take for entries it has read or written, which are then
   * as fast as in a heap cache and as current as on disk; 64MiB, 0 for none.
   */
  public static final String NEAR_SIZE = PREFIX + "near_size";

  /**
   * Which entries go first over the size limit: {@code none}, {@code least-recently-stored} (the
   * default), {@code least-recently-used} or {@code least-frequently-used}.
   */
  public static final String EVICTION = PREFIX + "eviction";

  /**
   * How far a write waits for the disk: {@code off}, {@code normal} (the default) or {@code full}.
   * After a power loss or a reboot the cache starts cold whatever this is.
   */
  public static final String SYNCHRONOUS = PREFIX + "synchronous";

  /**
   * Ends the name of a time to live: {@code hibernate.diskcache.<what>.ttl}, where {@code <what>}
   * is a role (an entity name, or an entity name and property for collections), a region, or {@code
   * entity}, {@code collection}, {@code naturalid} or {@code query}; the first given in this order
   * counts. 1h, and 10m for query results; {@code none} never expires.
   */
  public static final String TTL_SUFFIX = ".ttl";

  /**
   * Classes that may be cached by Java serialization, beside those of the mapping: patterns of
   * {@link java.io.ObjectInputFilter}, separated by {@code ;}.
   */
  public static final String SERIALIZATION_ALLOW = PREFIX + "serialization.allow";

  /** The longest value cached by Java serialization; 1MiB. */
  public static final String SERIALIZATION_MAX_BYTES = PREFIX + "serialization.max_bytes";

  private DiskCacheSettings() {}
}
