// SPDX-License-Identifier: Apache-2.0

/**
 * DiskCache for CDI beans: caches and collections on disk are injected, and the results of methods
 * are memoized by an interceptor.
 */
@NullMarked
package io.github.diskcache.cdi;

import org.jspecify.annotations.NullMarked;
