// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry together with its key.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 * @param key the key
 * @param value the value; null: null is stored
 * @param expiry when it expires; null: never
 * @param tag its tag as {@code String}, {@code Long}, {@code Double} or {@code byte[]}; null: none
 */
public record KeyedEntry<K extends @Nullable Object, V extends @Nullable Object>(
    @Nullable K key, @Nullable V value, @Nullable Instant expiry, @Nullable Object tag) {}
