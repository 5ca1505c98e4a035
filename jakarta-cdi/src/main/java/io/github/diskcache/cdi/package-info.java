// SPDX-License-Identifier: Apache-2.0

/**
 * The place of the CDI extension, which will inject caches and memoize methods. Holds no code yet.
 */
@NullMarked
package io.github.diskcache.cdi;

import org.jspecify.annotations.NullMarked;
