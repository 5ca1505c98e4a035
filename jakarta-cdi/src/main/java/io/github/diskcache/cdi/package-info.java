// SPDX-License-Identifier: Apache-2.0

/**
 * DiskCache in CDI: {@code @Inject} of caches, deques, indexes and locks by {@link
 * io.github.diskcache.cdi.CacheName}, methods whose results are kept by {@link
 * io.github.diskcache.cdi.DiskMemoized}, and {@link io.github.diskcache.cdi.DiskCaches} for what
 * annotations cannot reach. The extension registers all of it; nothing needs a {@code beans.xml}.
 */
@NullMarked
package io.github.diskcache.cdi;

import org.jspecify.annotations.NullMarked;
