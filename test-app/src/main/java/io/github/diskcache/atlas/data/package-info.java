// SPDX-License-Identifier: Apache-2.0

/** Reads the atlas's data and loads it into a database. */
@NullMarked
package io.github.diskcache.atlas.data;

import org.jspecify.annotations.NullMarked;
