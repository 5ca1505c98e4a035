// SPDX-License-Identifier: Apache-2.0

/**
 * What the page of the atlas shows: the figures of the caches, where each answer came from, and the
 * eviction of regions and tags, for those who may.
 */
@NullMarked
package io.github.diskcache.atlas.web.figures;

import org.jspecify.annotations.NullMarked;
