// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

/**
 * What became of the memoized calls of a cache in this process, since it started.
 *
 * @param hits calls answered from the cache
 * @param misses calls that found nothing
 * @param computations calls of methods that filled, or tried to fill, the cache
 * @param joined calls that waited for a computation of this process
 * @param stored results that were stored
 * @param refused results that were not stored because their key was evicted or put while they were
 *     computed
 * @param unreadable entries that could not be read as the declared type, and were misses
 * @param faults failures of the cache that a call went past
 */
public record MemoStatistics(
    long hits,
    long misses,
    long computations,
    long joined,
    long stored,
    long refused,
    long unreadable,
    long faults) {}
