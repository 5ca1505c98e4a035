// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.Country;
import io.github.diskcache.atlas.Region;
import jakarta.ws.rs.BadRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the resources answer and take, as JSON. */
final class Views {

  private Views() {}

  /** A country without its regions. */
  public record CountryView(int id, String code, String name, @Nullable String currency) {
    static CountryView of(Country country) {
      return new CountryView(
          country.getId(), country.getCode(), country.getName(), country.getCurrency());
    }
  }

  /** A country with its regions. */
  public record CountryWithRegions(CountryView country, List<RegionView> regions) {
    static CountryWithRegions of(Country country) {
      return new CountryWithRegions(
          CountryView.of(country), country.getRegions().stream().map(RegionView::of).toList());
    }
  }

  /** A region. */
  public record RegionView(int id, String code, String name, String country) {
    static RegionView of(Region region) {
      return new RegionView(
          region.getId(), region.getCode(), region.getName(), region.getCountry().getCode());
    }
  }

  /** A city. */
  public record CityView(
      int id,
      String name,
      double latitude,
      double longitude,
      String country,
      @Nullable String region,
      int visits,
      int version) {
    static CityView of(City city) {
      Region region = city.getRegion();
      return new CityView(
          city.getId(),
          city.getName(),
          city.getLatitude(),
          city.getLongitude(),
          city.getCountry().getCode(),
          region == null ? null : region.getName(),
          city.getVisits(),
          city.getVersion());
    }
  }

  /** What a place is to be called. */
  public record NewName(String name) {
    String checked() {
      if (name == null || name.isBlank() || name.length() > 255) {
        throw new BadRequestException("A name has 1 to 255 characters");
      }
      return name;
    }
  }
}
