// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the demonstration is to do.
 *
 * @param directory where database, caches and logs go; emptied at the start
 * @param cities how many cities to load, the first ones of the file
 * @param units how many units of work a measured pass does
 * @param lastUnits how many more units the first pass may do while it waits to be killed
 * @param sample how many entities are compared with the database after the restart
 * @param seed what the browsing is drawn from
 * @param arms which arms run
 * @param jvm an argument for each JVM that is started, or empty
 * @param plantFault whether to change one row behind the caches' backs, so that it must fail
 */
record Options(
    Path directory,
    int cities,
    int units,
    int lastUnits,
    int sample,
    int seed,
    List<Arm> arms,
    String jvm,
    boolean plantFault) {

  static final Options DEFAULT =
      new Options(
          Path.of("target", "demo"),
          Integer.MAX_VALUE,
          10_000,
          1_000,
          5_000,
          20261121,
          List.of(Arm.values()),
          "",
          false);

  Options {
    atLeast(1, cities, "cities");
    atLeast(1, units, "units");
    atLeast(200, lastUnits, "last-units");
    atLeast(1, sample, "sample");
    if (!arms.contains(Arm.DISKCACHE)) {
      throw new DemoException("--arms must name DISKCACHE, was " + arms);
    }
  }

  private static void atLeast(int least, int value, String name) {
    if (value < least) {
      throw new DemoException("--" + name + " must be at least " + least + ", was " + value);
    }
  }

  /** Reads arguments such as {@code --cities=2000}; one argument may hold several. */
  static Options parse(String... arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String argument : String.join(" ", arguments).trim().split("\\s+(?=--)", -1)) {
      if (!argument.isEmpty()) {
        String[] parts = argument.split("=", 2);
        given.put(parts[0], parts.length == 2 ? parts[1] : "true");
      }
    }
    var options =
        new Options(
            Path.of(take(given, "directory", DEFAULT.directory.toString())).toAbsolutePath(),
            number(given, "cities", DEFAULT.cities),
            number(given, "units", DEFAULT.units),
            number(given, "last-units", DEFAULT.lastUnits),
            number(given, "sample", DEFAULT.sample),
            number(given, "seed", DEFAULT.seed),
            Arrays.stream(take(given, "arms", names(DEFAULT.arms)).split(",", -1))
                .map(Options::arm)
                .toList(),
            take(given, "jvm", DEFAULT.jvm),
            Boolean.parseBoolean(take(given, "plant-fault", "false")));
    if (!given.isEmpty()) {
      throw new DemoException(
          "Cannot understand "
              + given.keySet()
              + "; known are --directory --cities --units --last-units --sample --seed --arms"
              + " --jvm --plant-fault, each as --name=value");
    }
    return options;
  }

  private static String take(Map<String, String> given, String name, String otherwise) {
    String value = given.remove("--" + name);
    return value == null ? otherwise : value;
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    String value = take(given, name, Integer.toString(otherwise));
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new DemoException("--" + name + " must be a whole number, was [" + value + "]", e);
    }
  }

  private static Arm arm(String name) {
    try {
      return Arm.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new DemoException(
          "--arms must name some of " + names(List.of(Arm.values())) + ", was [" + name + "]", e);
    }
  }

  private static String names(List<Arm> arms) {
    return arms.stream().map(Arm::name).collect(Collectors.joining(","));
  }

  /** Returns the arguments that {@link #parse} reads as these options. */
  List<String> toArguments() {
    return List.of(
        "--directory=" + directory,
        "--cities=" + cities,
        "--units=" + units,
        "--last-units=" + lastUnits,
        "--sample=" + sample,
        "--seed=" + seed,
        "--arms=" + names(arms),
        "--jvm=" + jvm,
        "--plant-fault=" + plantFault);
  }
}
