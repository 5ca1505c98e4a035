// SPDX-License-Identifier: Apache-2.0

/**
 * The demonstration behind {@code mvn -Pdemo}: the same browse of the atlas without a second-level
 * cache, on Ehcache and on DiskCache, each killed in the middle and started again.
 *
 * <p>{@code Demo} is the parent process and tells the story; {@code DatabaseJvm} and {@code
 * ApplicationJvm} are the main classes of its children, and {@code ChildJvm} its hold on them.
 * {@code Script} says what is browsed, {@code Browser} does it, {@code Verifier} compares with the
 * database, {@code Results} judges and prints.
 */
@NullMarked
package io.github.diskcache.atlas.demo;

import org.jspecify.annotations.NullMarked;
