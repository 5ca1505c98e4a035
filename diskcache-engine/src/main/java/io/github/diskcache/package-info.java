// SPDX-License-Identifier: Apache-2.0

/**
 * A persistent cache in one directory: small values and all keys live in SQLite, large values in
 * files beside it. Threads and processes may share the directory, Python programs with the
 * diskcache package among them, because the format on disk is theirs too.
 *
 * <ul>
 *   <li>{@link io.github.diskcache.Cache} is one directory, {@link io.github.diskcache.FanoutCache}
 *       one of several shards; {@link io.github.diskcache.CacheBuilder} opens both, with or without
 *       entries in the heap.
 *   <li>{@link io.github.diskcache.Deque} and {@link io.github.diskcache.Index} are collections
 *       that never lose an element, {@link io.github.diskcache.CacheQueue} a queue inside a cache.
 *   <li>{@link io.github.diskcache.NamespacedCache} and {@link io.github.diskcache.AsyncCache} are
 *       views of a cache, {@link io.github.diskcache.CacheMaintenance} is the operator's.
 *   <li>{@link io.github.diskcache.Disk} decides how keys and values are stored, {@link
 *       io.github.diskcache.Codec} how a declared type is.
 *   <li>{@code io.github.diskcache.recipes} has locks, semaphores and memoizing on top.
 * </ul>
 */
@NullMarked
package io.github.diskcache;

import org.jspecify.annotations.NullMarked;
