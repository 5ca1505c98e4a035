// SPDX-License-Identifier: Apache-2.0

/**
 * Recipes: what threads and processes that share a cache can do together with it. Built on the
 * public methods of {@link io.github.diskcache.Cache} alone, and with the rows of python-diskcache,
 * so that Python programs take part.
 *
 * <ul>
 *   <li>{@link io.github.diskcache.recipes.Lock} and {@link io.github.diskcache.recipes.RLock}, the
 *       re-entrant one, let one thread in; {@link io.github.diskcache.recipes.BoundedSemaphore}
 *       lets in some. They are held by {@linkplain io.github.diskcache.recipes.LeaseOptions lease},
 *       so that a killed holder blocks nobody for ever.
 *   <li>{@link io.github.diskcache.recipes.Barrier} runs a task while holding one of them.
 *   <li>{@link io.github.diskcache.recipes.Throttle} runs tasks at a {@linkplain
 *       io.github.diskcache.recipes.Rate rate}.
 *   <li>{@link io.github.diskcache.recipes.Averager} keeps a running average.
 *   <li>{@link io.github.diskcache.recipes.Memoizer} keeps the results of functions, by {@linkplain
 *       io.github.diskcache.recipes.Arguments arguments} and {@linkplain
 *       io.github.diskcache.recipes.MemoizeOptions options}.
 * </ul>
 *
 * <p>Recipes rely on their entries being there: keep them in a cache that evicts nothing, {@link
 * io.github.diskcache.EvictionPolicy#NONE}, or that stays below its size limit. Never wait for one
 * inside a transaction of the same cache: whoever is waited for could not write.
 */
@NullMarked
package io.github.diskcache.recipes;

import org.jspecify.annotations.NullMarked;
