// SPDX-License-Identifier: Apache-2.0

/**
 * DiskCache measured beside other caches in one interleaved run.
 *
 * <ul>
 *   <li>An {@link io.github.diskcache.benchmarks.Arm} is a cache in one configuration; it opens a
 *       {@link io.github.diskcache.benchmarks.Store}, one small class per library.
 *   <li>A {@link io.github.diskcache.benchmarks.Question} is asked in rounds; each round asks every
 *       arm, each in a process of its own, before the next one begins. {@link
 *       io.github.diskcache.benchmarks.Questions} lists them.
 *   <li>A {@link io.github.diskcache.benchmarks.Task} is what such a process does: a {@link
 *       io.github.diskcache.benchmarks.Worker}, or {@code worker.py} for python-diskcache. It
 *       reports lines of metric and value.
 *   <li>A {@link io.github.diskcache.benchmarks.Goal} compares two metrics and prints a RATIO line.
 *   <li>Below Hibernate an arm is the settings of a second-level cache, {@code Regions}; {@code
 *       Shop} has the entities, {@code Mix} what is done with them.
 * </ul>
 *
 * <p>To add a library, write its store and name it in {@code Arm}. To add a question, write it and
 * name it in {@code Questions}.
 */
@NullMarked
package io.github.diskcache.benchmarks;

import org.jspecify.annotations.NullMarked;
