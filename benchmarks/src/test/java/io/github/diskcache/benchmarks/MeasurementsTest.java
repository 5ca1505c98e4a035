// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.benchmarks.Goal.Direction;
import io.github.diskcache.benchmarks.Measurement.Metric;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
  private static final Metric OURS = metric(Arm.CACHE);
  private static final Metric PEER = metric(Arm.ROCKSDB);

  private final Measurements measurements = new Measurements();

  private static Metric metric(Arm arm) {
    return new Metric("operations", arm, Scale.USUAL.label(), "get.p50.ns");
  }

  private void add(Metric metric, double... values) {
    for (int i = 0; i < values.length; i++) {
      measurements.add(new Measurement(metric, i + 1, values[i], 0.5));
    }
  }

  @Test
  void median_oddAndEvenRounds_isTheMiddle() {
    add(OURS, 9, 1, 2);
    add(PEER, 4, 1, 2, 3);

    assertThat(measurements.median(OURS)).hasValue(2);
    assertThat(measurements.median(PEER)).hasValue(2.5);
    assertThat(measurements.median(metric(Arm.MAP))).isEmpty();
  }

  @Test
  void ratio_roundsThatGotSlower_comparesWithinEachRound() {
    add(OURS, 10, 40, 1000);
    add(PEER, 10, 20, 400, 5);

    assertThat(measurements.ratio(OURS, PEER)).hasValue(2);
  }

  @Test
  void line_ratioOnEitherSideOfTheBound_saysOkOrShort() {
    add(OURS, 6);
    add(PEER, 5);

    assertThat(line(Direction.AT_MOST, 2)).isEqualTo("RATIO get/rocksdb 1.200 goal <= 2 ok");
    assertThat(line(Direction.AT_MOST, 1.1)).isEqualTo("RATIO get/rocksdb 1.200 goal <= 1.1 short");
    assertThat(line(Direction.AT_LEAST, 1.2)).isEqualTo("RATIO get/rocksdb 1.200 goal >= 1.2 ok");
  }

  @Test
  void line_sideThatWasNotMeasured_saysSo() {
    add(OURS, 6);

    assertThat(line(Direction.AT_MOST, 2)).isEqualTo("RATIO get/rocksdb - goal <= 2 not measured");
  }

  private String line(Direction direction, double bound) {
    return new Goal("get/rocksdb", OURS, PEER, direction, bound).in(measurements).line();
  }

  @Test
  void csv_oneMeasurement_hasALoadBesideIt() {
    add(OURS, 6);

    assertThat(measurements.csv())
        .isEqualToNormalizingNewlines(
            """
            question,arm,scale,metric,round,value,load
            operations,CACHE,100 B x 10 k,get.p50.ns,1,6.0,0.50
            """);
  }

  @Test
  void table_arms_hasOneRowForEachThatWasMeasured() {
    add(OURS, 6000);

    Table table =
        new Table.Source(measurements, "operations", Scale.USUAL.label())
            .table("Gets", Column.micros("p50", "get.p50.ns"), Column.micros("p99", "get.p99.ns"));

    assertThat(table.rows()).hasSize(1);
    assertThat(table.text()).contains("DiskCache    6    -", "TTL, tags");
    assertThat(table.markdown()).contains("| DiskCache | 6 | - | yes | yes | TTL, tags |");
  }

  @Test
  void format_anySize_keepsThreeDigits() {
    Column column = Column.plain("", "");

    assertThat(column.format(0.01234)).isEqualTo("0.012");
    assertThat(column.format(1.2345)).isEqualTo("1.23");
    assertThat(column.format(12.345)).isEqualTo("12.3");
    assertThat(column.format(12345.6)).isEqualTo("12,346");
  }
}
