// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run was made on and with, and when.
 *
 * @param facts by name
 */
record Environment(Map<String, String> facts) {
  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final Path LOAD = Path.of("/proc/loadavg");

  static Environment here(Python python) {
    Map<String, String> facts = new LinkedHashMap<>();
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    facts.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("commit", commit());
    facts.put("processor", processor());
    facts.put("cores", Integer.toString(system.getAvailableProcessors()));
    facts.put("memory", (system.getTotalMemorySize() >> 30) + " GB");
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("jvm", Runtime.version() + ", " + System.getProperty("java.vm.name"));
    facts.put("load before", load());
    facts.put("libraries", libraries());
    facts.put("python", python.versions());
    return new Environment(facts);
  }

  private static String processor() {
    try {
      return Files.readAllLines(CPUS).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /** Load averages of 1, 5 and 15 minutes, where the system tells. */
  static String load() {
    try {
      return Files.readString(LOAD).lines().findFirst().orElse("").replaceAll(" [0-9]+/.*", "");
    } catch (IOException e) {
      double last = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      return String.format(Locale.ROOT, "%.2f", last);
    }
  }

  private static String libraries() {
    Properties versions = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Environment.class.getResourceAsStream("versions.properties"))) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TreeMap<>(versions)
        .entrySet().stream()
            .map(library -> library.getKey() + " " + library.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String commit() {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
      String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.isBlank() ? "unknown" : answer.strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** With one more fact. */
  Environment with(String name, String fact) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, fact);
    return new Environment(more);
  }

  String text() {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
