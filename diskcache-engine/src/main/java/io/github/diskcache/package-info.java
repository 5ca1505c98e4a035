// SPDX-License-Identifier: Apache-2.0

/**
 * A persistent cache in one directory: small values and all keys live in SQLite, large values in
 * files beside it. Threads and processes may share the directory, Python programs with the
 * diskcache package among them, because the format on disk is theirs too.
 */
@NullMarked
package io.github.diskcache;

import org.jspecify.annotations.NullMarked;
