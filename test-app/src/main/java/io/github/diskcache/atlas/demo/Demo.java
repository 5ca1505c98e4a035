// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import io.github.diskcache.atlas.data.Loader.Loaded;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The demonstration: loads the atlas, browses it in JVMs that are killed, browses it again in new
 * ones, compares with the database, and tells how it went.
 *
 * <p>This JVM only directs. The database has a JVM of its own, and every pass has one, one after
 * the other; each arm has its own copy of the database, so that all find the same.
 */
final class Demo {

  private static final String ATLAS = "atlas";

  private final Options options;
  private final PrintStream out;
  private final boolean terminal = ProgressBar.isTerminal();

  Demo(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Ends with 0 when everything that was compared was right, else with 1. */
  public static void main(String[] arguments) {
    boolean right = false;
    try {
      right = new Demo(Options.parse(arguments), System.out).run();
    } catch (DemoException e) {
      System.out.println("demo: failed: " + e.getMessage());
    }
    System.exit(right ? 0 : 1);
  }

  /** Runs it all and returns whether everything that was compared was right. */
  boolean run() {
    prepare();
    try (var database = DatabaseJvm.start(path("db"), options)) {
      Loaded loaded = load(database);
      for (Arm arm : options.arms()) {
        database.copy(ATLAS, arm.fileName());
      }
      var first = firstPasses(database);
      if (options.plantFault()) {
        plantFault(database);
      }
      var restarted = restartedPasses(database);
      return new Results(loaded, first, restarted).print(out);
    }
  }

  private void prepare() {
    try {
      deleteAll(options.directory());
      Files.createDirectories(path("db"));
    } catch (IOException e) {
      throw new DemoException(
          "Cannot empty the directory [" + options.directory() + "]: " + e.getMessage(), e);
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }

  private Loaded load(DatabaseJvm database) {
    int cities = Math.min(options.cities(), 171_075);
    var bar = new ProgressBar(out, terminal, "load", cities);
    try (var jvm = application(ApplicationJvm.LOAD, Arm.NO_CACHE, database.url(ATLAS))) {
      String report = readProgress(jvm, bar);
      jvm.awaitEnd();
      var loaded = Loaded.parse(report);
      bar.end(
          String.format(
              "%,d cities, %,d of them without region, %,d regions, %,d countries in %.1f s",
              loaded.cities(),
              loaded.withoutRegion(),
              loaded.regions(),
              loaded.countries(),
              bar.seconds()));
      return loaded;
    }
  }

  private Map<Arm, PassReport> firstPasses(DatabaseJvm database) {
    var passes = new EnumMap<Arm, PassReport>(Arm.class);
    for (Arm arm : options.arms()) {
      var bar = new ProgressBar(out, terminal, arm.label() + ", first", options.units());
      try (var jvm = application(ApplicationJvm.FIRST, arm, database.url(arm.fileName()))) {
        var pass = readReport(jvm, bar);
        int unitsMore = killInTheMiddle(jvm);
        passes.put(arm, pass);
        bar.end(summary(pass) + "; killed " + unitsMore + " units later");
      }
    }
    return passes;
  }

  /** In the opposite order: what disturbs the machine now or later disturbs all arms alike. */
  private Map<Arm, PassReport> restartedPasses(DatabaseJvm database) {
    var passes = new EnumMap<Arm, PassReport>(Arm.class);
    var arms = new ArrayList<>(options.arms());
    Collections.reverse(arms);
    for (Arm arm : arms) {
      var bar = new ProgressBar(out, terminal, arm.label() + ", restarted", options.units());
      try (var jvm = application(ApplicationJvm.RESTARTED, arm, database.url(arm.fileName()))) {
        var pass = readReport(jvm, bar);
        jvm.awaitEnd();
        passes.put(arm, pass);
        bar.end(summary(pass));
      }
    }
    return passes;
  }

  private ChildJvm application(String what, Arm arm, String url) {
    var arguments =
        new ArrayList<>(List.of(what, arm.name(), url, path("cache-" + arm.fileName()).toString()));
    arguments.addAll(options.toArguments());
    return ChildJvm.start(
        arm.fileName() + "-" + what,
        ApplicationJvm.HEAP_MEBIBYTES,
        options,
        ApplicationJvm.class,
        arguments);
  }

  /** Returns the first line that is no sign of progress. */
  private static String readProgress(ChildJvm jvm, ProgressBar bar) {
    while (true) {
      String line = jvm.report();
      if (!line.startsWith(ApplicationJvm.PROGRESS)) {
        return line;
      }
      bar.at(done(line));
    }
  }

  private static PassReport readReport(ChildJvm jvm, ProgressBar bar) {
    var lines = new ArrayList<String>();
    String line = readProgress(jvm, bar);
    while (!line.equals(ApplicationJvm.END_OF_REPORT)) {
      lines.add(line);
      line = jvm.report();
    }
    return PassReport.parse(lines);
  }

  /**
   * The application goes on with transactions after its report; it is killed during one of them.
   */
  private int killInTheMiddle(ChildJvm jvm) {
    while (true) {
      String line = jvm.report();
      if (line.equals(ApplicationJvm.OUTLIVED)) {
        throw new DemoException(
            "The application did its last "
                + options.lastUnits()
                + " units before it could be killed: raise --last-units");
      }
      if (done(line) >= options.lastUnits() / 10) {
        jvm.kill();
        return done(line);
      }
    }
  }

  private static int done(String progress) {
    return Integer.parseInt(progress.substring(ApplicationJvm.PROGRESS.length()));
  }

  private static String summary(PassReport pass) {
    return String.format(
        "%,d units in %.1f s, %,d SQL statements",
        pass.pace().units(), pass.seconds(), pass.statements());
  }

  /** Changes, behind the cache's back, a city that the first pass visited and the kill spared. */
  private void plantFault(DatabaseJvm database) {
    try (var connection = database.connect(Arm.DISKCACHE.fileName())) {
      int city = Verifier.surelyCached(Places.read(connection), options);
      try (var statement =
          connection.prepareStatement("update city set name = name || '!' where id = ?")) {
        statement.setInt(1, city);
        statement.executeUpdate();
      }
      out.println("  planted a fault: the name of city " + city + " was changed behind the cache");
    } catch (SQLException e) {
      throw new DemoException("Cannot plant a fault: " + e.getMessage(), e);
    }
  }

  private Path path(String name) {
    return options.directory().resolve(name);
  }
}
