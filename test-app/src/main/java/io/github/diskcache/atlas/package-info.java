// SPDX-License-Identifier: Apache-2.0

/** An atlas of countries, regions and cities: a JPA model on real data, cached in every way. */
@NullMarked
package io.github.diskcache.atlas;

import org.jspecify.annotations.NullMarked;
