// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import org.jspecify.annotations.Nullable;

/**
 * A result with the time it took.
 *
 * @param result the result
 * @param seconds how long it took to compute
 */
record Timed(@Nullable Object result, double seconds) {}
