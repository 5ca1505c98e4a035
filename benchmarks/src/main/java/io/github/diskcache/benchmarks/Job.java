// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a child process is to do.
 *
 * @param task what
 * @param arm with which cache
 * @param directory where the cache is, or is to be
 * @param scale how much it holds
 * @param millis how long each operation is measured
 * @param options what the task alone understands
 */
record Job(
    Task task, Arm arm, Path directory, Scale scale, long millis, Map<String, String> options) {

  Job {
    options = Map.copyOf(options);
  }

  static Job of(Task task, Arm arm, Path directory, Scale scale, long millis) {
    return new Job(task, arm, directory, scale, millis, Map.of());
  }

  Job with(String name, Object value) {
    Map<String, String> more = new HashMap<>(options);
    more.put(name, value.toString());
    return new Job(task, arm, directory, scale, millis, more);
  }

  String option(String name) {
    String value = options.get(name);
    if (value == null) {
      throw new BenchmarkException("[" + task + "] needs the option [" + name + "]");
    }
    return value;
  }

  int number(String name) {
    return Integer.parseInt(option(name));
  }

  /** Returns what {@link #parse}, or {@code worker.py}, reads as this job. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("task=" + task.name().toLowerCase(Locale.ROOT));
    arguments.add("arm=" + arm.name());
    arguments.add("directory=" + directory);
    arguments.add("entries=" + scale.entries());
    arguments.add("bytes=" + scale.valueBytes());
    arguments.add("millis=" + millis);
    options.forEach((name, value) -> arguments.add(name + "=" + value));
    return arguments;
  }

  static Job parse(String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      given.put(parts[0], parts[1]);
    }
    int entries = Integer.parseInt(take(given, "entries"));
    return new Job(
        Task.valueOf(take(given, "task").toUpperCase(Locale.ROOT)),
        Arm.valueOf(take(given, "arm")),
        Path.of(take(given, "directory")),
        new Scale(entries, Integer.parseInt(take(given, "bytes"))),
        Long.parseLong(take(given, "millis")),
        given);
  }

  private static String take(Map<String, String> given, String name) {
    String value = given.remove(name);
    if (value == null) {
      throw new BenchmarkException("A job needs [" + name + "]");
    }
    return value;
  }
}
