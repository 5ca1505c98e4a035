// SPDX-License-Identifier: Apache-2.0

/** An atlas of cities and regions: the application that exercises every module together. */
@NullMarked
package io.github.diskcache.atlas;

import org.jspecify.annotations.NullMarked;
