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
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

/** A first-level region of a country: a state, a canton, a department. */
@Entity
@Table(indexes = @Index(name = "region_by_country", columnList = "country_id, name"))
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "region")
@NaturalIdCache(region = "region-code")
@NamedQuery(
    name = Region.NAMED_LIKE,
    query =
        "select r from Region r where r.country.id = :country and r.name >= :from and r.name < :to"
            + " order by r.name, r.id",
    hints = {
      @QueryHint(name = "org.hibernate.cacheable", value = "true"),
      @QueryHint(name = "org.hibernate.cacheRegion", value = "region-query"),
    })
public class Region {

  /** The cached query for the regions of one country with names in a range. */
  public static final String NAMED_LIKE = "Region.namedLike";

  @Id private int id;

  @NaturalId
  @Column(length = 12, nullable = false)
  private String code;

  @Column(nullable = false)
  private String name;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "country_id")
  private Country country;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Region() {}

  /**
   * Makes a region.
   *
   * @param id the identifier
   * @param code the code of the country, a dot and the code inside the country
   * @param name the name
   * @param country the country it belongs to
   */
  public Region(int id, String code, String name, Country country) {
    this.id = id;
    this.code = code;
    this.name = name;
    this.country = country;
  }

  /**
   * Gives it another name.
   *
   * @param newName the name, in any script
   */
  public void rename(String newName) {
    this.name = newName;
  }

  public int getId() {
    return id;
  }

  public String getCode() {
    return code;
  }

  public String getName() {
    return name;
  }

  public Country getCountry() {
    return country;
  }
}
