// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.QueryHint;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.jspecify.annotations.Nullable;

/** A populated place. Its visits change, so it is versioned and cached read-write. */
@Entity
@Table(indexes = @Index(name = "city_by_country", columnList = "country_id, name"))
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "city")
@NamedQuery(
    name = City.NAMED_LIKE,
    query =
        "select c from City c where c.country.id = :country and c.name >= :from and c.name < :to"
            + " order by c.name, c.id",
    hints = {
      @QueryHint(name = "org.hibernate.cacheable", value = "true"),
      @QueryHint(name = "org.hibernate.cacheRegion", value = "city-query"),
    })
public class City {

  /** The cached query for the cities of one country with names in a range. */
  public static final String NAMED_LIKE = "City.namedLike";

  @Id private int id;

  @Column(nullable = false)
  private String name;

  private double latitude;

  private double longitude;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "country_id")
  private Country country;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "region_id")
  private @Nullable Region region;

  private int visits;

  @Version private int version;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected City() {}

  /**
   * Makes a city that nobody has visited.
   *
   * @param id the identifier
   * @param name the name, in any script
   * @param latitude decimal degrees, north positive
   * @param longitude decimal degrees, east positive
   * @param country the country it lies in
   * @param region the region it lies in, or null where the data names none that is known
   */
  public City(
      int id,
      String name,
      double latitude,
      double longitude,
      Country country,
      @Nullable Region region) {
    this.id = id;
    this.name = name;
    this.latitude = latitude;
    this.longitude = longitude;
    this.country = country;
    this.region = region;
  }

  /**
   * Gives it another name.
   *
   * @param newName the name, in any script
   */
  public void rename(String newName) {
    this.name = newName;
  }

  /** Counts one more visit. */
  public void visit() {
    visits++;
  }

  public int getId() {
    return id;
  }

  public String getName() {
    return name;
  }

  public double getLatitude() {
    return latitude;
  }

  public double getLongitude() {
    return longitude;
  }

  public Country getCountry() {
    return country;
  }

  public @Nullable Region getRegion() {
    return region;
  }

  public int getVisits() {
    return visits;
  }

  public int getVersion() {
    return version;
  }
}
