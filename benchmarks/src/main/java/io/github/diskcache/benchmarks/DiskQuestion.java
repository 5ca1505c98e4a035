// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How much of the disk does a cache take once it is closed? */
final class DiskQuestion implements Question {
  static final String NAME = "disk";
  static final Scale SCALE = new Scale(100_000, 100);
  private static final List<Arm> QUICK =
      List.of(
          Arm.CACHE,
          Arm.PYTHON,
          Arm.EHCACHE_DISK,
          Arm.ROCKSDB,
          Arm.MAPDB,
          Arm.MVSTORE,
          Arm.CHRONICLE);
  private static final List<Arm> SLOW = List.of(Arm.FANOUT_8, Arm.INFINISPAN);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rounds(Mode mode) {
    return 1;
  }

  @Override
  public void round(Bench bench, int round) {
    Scale scale = new Scale(bench.mode().entries(SCALE.entries()), SCALE.valueBytes());
    bench.round(
        NAME,
        round,
        QUICK,
        bench.mode() == Mode.QUICK ? List.of() : SLOW,
        (arm, directory) -> {
          Path files = directory.resolve("files");
          files.toFile().mkdir();
          bench.run(
              Job.of(Task.FILL, arm, files, scale, 0)
                  .with("acknowledged", directory.resolve("acknowledged"))
                  .with("end", "close"));
          bench.keep(NAME, round, arm, SCALE.label(), measure(files));
        });
  }

  private static Map<String, Double> measure(Path directory) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("length.bytes", length(directory));
    metrics.put("allocated.bytes", allocated(directory));
    return metrics;
  }

  private static double length(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the file system gave to it, which for files with holes is less than their length. */
  static double allocated(Path directory) {
    try {
      Process process = new ProcessBuilder("du", "-sk", directory.toString()).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Double.parseDouble(answer.split("\\s", 2)[0]) * 1024;
    } catch (IOException | NumberFormatException e) {
      return length(directory);
    }
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, SCALE.label())
            .table(
                "Megabytes on disk after close: 100 k entries of 100 B, 13.1 MB with their keys",
                new Column("allocated", "allocated.bytes", 1e-6),
                new Column("length of files", "length.bytes", 1e-6)));
  }
}
