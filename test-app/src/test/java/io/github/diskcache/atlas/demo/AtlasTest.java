// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.Country;
import io.github.diskcache.atlas.Region;
import io.github.diskcache.atlas.data.Loader;
import io.github.diskcache.atlas.data.Loader.Loaded;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads, browses and verifies the first 2,000 cities in one JVM. */
class AtlasTest {

  private static final String URL = "jdbc:h2:mem:atlas;DB_CLOSE_DELAY=-1";
  private static final Options OPTIONS =
      Options.parse("--cities=2000 --units=200 --last-units=200 --sample=1500");

  @TempDir static Path directory;

  private static Loaded loaded;
  private static SessionFactory factory;
  private static Connection connection;

  @BeforeAll
  static void load() throws SQLException {
    try (SessionFactory empty = Orm.create(URL)) {
      loaded = Loader.load(empty, OPTIONS.cities(), done -> {});
    }
    factory = Orm.open(URL, Arm.EHCACHE_HEAP, directory);
    connection = OneConnection.connect(URL);
  }

  @AfterAll
  static void close() throws SQLException {
    factory.close();
    connection.createStatement().execute("shutdown");
  }

  @Test
  void load_citiesOfUnknownRegion_keepsThemWithoutRegion() {
    assertThat(loaded).isEqualTo(new Loaded(228, 3_865, 2_000, 5));
    try (Session session = factory.openSession()) {
      var without =
          session
              .createQuery("select count(*) from City where region is null", Long.class)
              .getSingleResult();
      assertThat(without).isEqualTo(5);
    }
  }

  @Test
  void load_quotedName_isWhole() {
    try (Session session = factory.openSession()) {
      City city = session.find(City.class, 798);

      assertThat(city.getName()).isEqualTo("Gjadër, Dajc");
      assertThat(city.getLatitude()).isEqualTo(41.88);
      assertThat(city.getLongitude()).isEqualTo(19.59139);
      assertThat(city.getCountry().getCode()).isEqualTo("AL");
      assertThat(city.getRegion()).extracting(Region::getCode).isEqualTo("AL.48");
    }
  }

  @Test
  void load_countries_haveNameAndCurrencyOfTheLocaleData() {
    try (Session session = factory.openSession()) {
      Country switzerland = session.bySimpleNaturalId(Country.class).load("CH");
      Country kosovo = session.bySimpleNaturalId(Country.class).load("XK");

      assertThat(switzerland.getName()).isEqualTo("Switzerland");
      assertThat(switzerland.getCurrency()).isEqualTo("CHF");
      assertThat(switzerland.getRegions()).hasSize(26);
      assertThat(kosovo.getName()).isEqualTo("Kosovo");
      assertThat(kosovo.getCurrency()).isNull();
    }
  }

  @Test
  void verify_afterABrowse_findsNoDifference() throws SQLException {
    var places = Places.read(connection);
    var browser = new Browser(factory, new Answers(Set.of()));

    var pace = browser.browse(new Script(1, Script.Mix.WRITE, places), 300, done -> {});

    assertThat(pace.conflicts()).isZero();
    var verdict = Verifier.verify(factory, connection, places, OPTIONS);
    assertThat(verdict.differences()).isEmpty();
    assertThat(verdict.compared()).isEqualTo(1_500);
    assertThat(verdict.fromCache()).isPositive();
  }

  @Test
  void verify_rowsChangedBehindTheCache_namesThem() throws SQLException {
    var places = Places.read(connection);
    var sample = Verifier.sample(places, OPTIONS, 800).iterator();
    int renamed = sample.next();
    int visited = sample.next();
    int moved = sample.next();
    int deleted = sample.next();
    try (Session session = factory.openSession()) {
      for (int id : List.of(renamed, visited, moved, deleted)) {
        session.find(City.class, id);
      }
      Hibernate.initialize(session.bySimpleNaturalId(Country.class).load("CH").getRegions());
    }
    connection.setAutoCommit(false);

    try (var change = connection.createStatement()) {
      change.execute("update city set name = 'Atlantis' where id = " + renamed);
      change.execute("update city set visits = visits + 1 where id = " + visited);
      change.execute("update city set region_id = 1 where id = " + moved);
      change.execute("delete from city where id = " + deleted);
      change.execute("update region set country_id = 1 where code = 'CH.ZH'");
      var differences = Verifier.verify(factory, connection, places, OPTIONS).differences();

      assertThat(differences)
          .anyMatch(line -> line.startsWith("answered CityRow[id=" + renamed))
          .anyMatch(line -> line.startsWith("answered CityRow[id=" + visited))
          .anyMatch(line -> line.startsWith("answered CityRow[id=" + moved))
          .anyMatch(line -> line.startsWith("answered CityRow[id=" + deleted))
          .anyMatch(line -> line.startsWith("answered CountryRow[") && line.contains("code=CH"));
      assertThat(differences).anyMatch(line -> line.contains("name=Atlantis"));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
