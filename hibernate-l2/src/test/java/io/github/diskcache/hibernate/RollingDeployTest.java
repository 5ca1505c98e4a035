// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.hibernate.Versions.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An application whose classes change while its cache stays: one version after the other, and both
 * at a time. What a version cannot read is a miss to it, never an exception and never wrong.
 */
class RollingDeployTest {
  @RegisterExtension final Factories factories = new Factories();
  private Versions versions;

  @BeforeEach
  void trust() {
    Map<String, Object> settings = new HashMap<>(factories.defaults());
    settings.put(DiskCacheSettings.WARM_START, "trust");
    versions = new Versions(factories.directory(), settings);
  }

  @AfterEach
  void close() {
    versions.close();
  }

  private static MissCause missed(Version version) {
    return Factories.statistics(version.factory(), "shop.Item").misses().keySet().stream()
        .findFirst()
        .orElseThrow();
  }

  @Test
  void find_sameClassesCompiledAgain_isHit() {
    try (Version first = versions.of("1", "public String name;")) {
      first.persist(1, Map.of("name", "spade"));
    }

    Version again = versions.of("1-again", "public String name;");

    assertThat(again.read(1, "name")).isEqualTo("spade");
    assertThat(Factories.statistics(again.factory(), "shop.Item").hits()).isEqualTo(1);
  }

  @Test
  void find_attributeAddedOrRemoved_isMissEachTime() {
    try (Version first = versions.of("1", "public String name;")) {
      first.persist(1, Map.of("name", "spade"));
    }
    try (Version second = versions.of("2", "public String name; public Integer price;")) {
      assertThat(second.read(1, "name")).isEqualTo("spade");
      assertThat(missed(second)).isEqualTo(MissCause.OTHER_MAPPING);
      second.update(1, "price", 12);
    }

    Version third = versions.of("3", "public Integer price;");

    assertThat(third.read(1, "price")).isEqualTo(12);
    assertThat(missed(third)).isEqualTo(MissCause.OTHER_MAPPING);
    assertThat(third.read(1, "price")).isEqualTo(12);
    assertThat(Factories.statistics(third.factory(), "shop.Item").hits()).isEqualTo(1);
  }

  @Test
  void find_attributeOfAnotherType_isMiss() {
    String column = "@Column(columnDefinition = \"varchar(20)\") ";
    try (Version first = versions.of("1", column + "public String code;")) {
      first.persist(1, Map.of("code", "17"));
    }

    Version second = versions.of("2", column + "public Integer code;");

    assertThat(second.read(1, "code")).isEqualTo(17);
    assertThat(missed(second)).isEqualTo(MissCause.OTHER_MAPPING);
  }

  @Test
  void find_enumConstantRenamed_isMiss() throws Exception {
    String body =
        """
        public enum Size { %s }
        @Enumerated(EnumType.STRING) @Column(columnDefinition = "varchar(20)") public Size size;
        """;
    try (Version first = versions.of("1", body.formatted("SMALL, LARGE"))) {
      first.persist(1, Map.of("size", first.constant("Size", "LARGE")));
    }
    sql("update item set size = 'HUGE'");

    Version second = versions.of("2", body.formatted("SMALL, HUGE"));

    assertThat(second.read(1, "size")).hasToString("HUGE");
    assertThat(second.read(1, "size")).hasToString("HUGE");
    assertThat(Factories.statistics(second.factory(), "shop.Item").hits()).isEqualTo(1);
  }

  @Test
  void find_serializedClassChanged_isMiss() throws Exception {
    String body =
        """
        public static class Weight implements java.io.Serializable {
          private static final long serialVersionUID = %s;
          public int grams;
          public Weight(int grams) { this.grams = grams; }
          @Override public String toString() { return "weight " + grams; }
        }
        @Convert(converter = Scale.class) public Weight weight;
        @Converter public static class Scale implements AttributeConverter<Weight, Integer> {
          public Integer convertToDatabaseColumn(Weight weight) {
            return weight == null ? null : weight.grams;
          }
          public Weight convertToEntityAttribute(Integer grams) {
            return grams == null ? null : new Weight(grams);
          }
        }
        """;
    try (Version first = versions.of("1", body.formatted("1"))) {
      first.persist(1, Map.of("weight", first.part("Weight", 300)));
      assertThat(first.read(1, "weight")).hasToString("weight 300");
    }

    Version second = versions.of("2", body.formatted("2"));

    assertThat(second.read(1, "weight")).hasToString("weight 300");
    assertThat(second.read(1, "weight")).hasToString("weight 300");
  }

  @Test
  void update_byTwoVersionsInTurn_isSeenByBoth() {
    long seed = System.nanoTime();
    System.out.println("RollingDeployTest seed " + seed);
    Random random = new Random(seed);
    List<Version> both =
        List.of(
            versions.of("1", "@Version public int version; public String name;"),
            versions.of("2", "@Version public int version; public String name; public Long more;"));
    both.get(0).persist(1, Map.of("name", "0"));
    String last = "0";

    for (int i = 1; i <= 60; i++) {
      Version version = both.get(random.nextInt(2));
      if (random.nextInt(3) == 0) {
        last = String.valueOf(i);
        version.update(1, "name", last);
      } else {
        assertThat(version.read(1, "name")).as("step %s of seed %s", i, seed).isEqualTo(last);
      }
    }

    both.get(1).update(1, "name", "last");
    for (int i = 0; i < 2; i++) {
      assertThat(both.get(0).read(1, "name")).isEqualTo("last");
    }
    assertThat(Factories.statistics(both.get(0).factory(), "shop.Item").hits()).isPositive();
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(factories.url(), "sa", "");
        Statement made = connection.createStatement()) {
      made.executeUpdate(statement);
    }
  }
}
