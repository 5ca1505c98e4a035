// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

/** One thing that a visitor of the atlas does. */
sealed interface Operation {

  /** Looks at a city. */
  record FindCity(int id) implements Operation {}

  /** Lists the regions of a country. */
  record ListRegions(int country) implements Operation {}

  /** Finds a country by its natural id. */
  record FindCountry(String code) implements Operation {}

  /** Finds a region by its natural id. */
  record FindRegion(String code) implements Operation {}

  /** Lists the first cities of a country with an initial, by the cached query. */
  record SearchCities(int country, char initial) implements Operation {}

  /** Lists the regions of a country with an initial, by the cached query. */
  record SearchRegions(int country, char initial) implements Operation {}

  /** Counts a visit to a city: the one operation that writes. */
  record VisitCity(int id) implements Operation {}
}
