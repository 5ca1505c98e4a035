// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a read found it.
 *
 * @param <V> the type of the value
 * @param value the value; null: null is stored
 * @param expiry when it expires; null: never
 * @param tag its tag as {@code String}, {@code Long}, {@code Double} or {@code byte[]}; null: none
 */
public record Entry<V extends @Nullable Object>(
    @Nullable V value, @Nullable Instant expiry, @Nullable Object tag) {}
