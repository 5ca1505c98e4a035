// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.jspecify.annotations.Nullable;

/** A country. It never changes, so it is cached read-only, and so are its regions as a list. */
@Entity
@Immutable
@Cache(usage = CacheConcurrencyStrategy.READ_ONLY, region = "country")
@NaturalIdCache(region = "country-code")
public class Country {

  @Id private int id;

  @NaturalId
  @Column(length = 2, nullable = false)
  private String code;

  @Column(nullable = false)
  private String name;

  @Column(length = 3)
  private @Nullable String currency;

  @OneToMany(mappedBy = "country")
  @OrderBy("code")
  @Cache(usage = CacheConcurrencyStrategy.READ_ONLY, region = "country-regions")
  private List<Region> regions = new ArrayList<>();

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Country() {}

  /**
   * Makes a country whose name and currency come from the JDK's locale data.
   *
   * @param id the identifier
   * @param code the two letters of ISO 3166-1, or of a code in common use such as XK
   */
  public Country(int id, String code) {
    this.id = id;
    this.code = code;
    var locale = new Locale.Builder().setRegion(code).build();
    this.name = locale.getDisplayCountry(Locale.ENGLISH);
    this.currency = currencyOf(locale);
  }

  /** Null where no currency is in use (Antarctica), or ISO 3166-1 lacks the country (Kosovo). */
  private static @Nullable String currencyOf(Locale locale) {
    boolean listed = Stream.of(Locale.getISOCountries()).anyMatch(locale.getCountry()::equals);
    Currency currency = listed ? Currency.getInstance(locale) : null;
    return currency == null ? null : currency.getCurrencyCode();
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

  public @Nullable String getCurrency() {
    return currency;
  }

  public List<Region> getRegions() {
    return regions;
  }
}
