// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.Country;
import io.github.diskcache.atlas.Region;
import java.util.Objects;
import java.util.Set;

/**
 * A digest of everything that a browse was told, in order: two browses of the same script with the
 * same digest got the same answers. Confined to one thread.
 */
final class Answers {

  private final Set<Integer> unsettled;
  private long digest = 1;

  /**
   * Starts an empty digest.
   *
   * @param unsettled the cities that the killed pass may or may not have visited: how often is not
   *     part of the digest
   */
  Answers(Set<Integer> unsettled) {
    this.unsettled = unsettled;
  }

  void saw(City city) {
    Region region = city.getRegion();
    add(
        Objects.hash(
            city.getId(),
            city.getName(),
            city.getLatitude(),
            city.getLongitude(),
            city.getCountry().getId(),
            region == null ? 0 : region.getId()));
    if (!unsettled.contains(city.getId())) {
      add(city.getVisits());
      add(city.getVersion());
    }
  }

  void saw(Region region) {
    add(
        Objects.hash(
            region.getId(), region.getCode(), region.getName(), region.getCountry().getId()));
  }

  void saw(Country country) {
    add(Objects.hash(country.getId(), country.getCode(), country.getName(), country.getCurrency()));
  }

  /** Notes how many were found, so that a missing one cannot hide. */
  void found(int count) {
    add(count);
  }

  long digest() {
    return digest;
  }

  private void add(int answer) {
    digest = digest * 0x5851_F42D_4C95_7F2DL + answer;
    digest ^= digest >>> 29;
  }
}
