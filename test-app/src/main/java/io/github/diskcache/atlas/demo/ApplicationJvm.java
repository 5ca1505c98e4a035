// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import com.sun.management.OperatingSystemMXBean;
import io.github.diskcache.atlas.data.Loader;
import io.github.diskcache.atlas.demo.PassReport.Footprint;
import io.github.diskcache.atlas.demo.Script.Mix;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;

/**
 * The main class of the JVMs with the application: it loads the atlas, or browses it.
 *
 * <p>The first pass ends with a kill: once it has reported, it goes on working until it comes. The
 * restarted pass begins and ends with a comparison with the database, and closes cleanly.
 */
final class ApplicationJvm {

  static final int HEAP_MEBIBYTES = 256;

  static final String LOAD = "load";
  static final String FIRST = "first";
  static final String RESTARTED = "restarted";

  static final String PROGRESS = "progress ";
  static final String END_OF_REPORT = "end";
  static final String OUTLIVED = "outlived";

  private final PrintStream reports;
  private final Arm arm;
  private final String url;
  private final Path cacheDirectory;
  private final Options options;

  private ApplicationJvm(
      PrintStream reports, Arm arm, String url, Path cacheDirectory, Options options) {
    this.reports = reports;
    this.arm = arm;
    this.url = url;
    this.cacheDirectory = cacheDirectory;
    this.options = options;
  }

  /** Takes what to do, the arm, the address of the database, the cache's directory, and options. */
  public static void main(String[] arguments) throws SQLException, IOException {
    PrintStream reports = ChildJvm.beChild(() -> Runtime.getRuntime().halt(1));
    var application =
        new ApplicationJvm(
            reports,
            Arm.valueOf(arguments[1]),
            arguments[2],
            Path.of(arguments[3]),
            Options.parse(Arrays.copyOfRange(arguments, 4, arguments.length)));
    switch (arguments[0]) {
      case LOAD -> application.load();
      case FIRST -> application.browseUntilKilled();
      case RESTARTED -> application.browseAgain();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private void load() {
    try (SessionFactory factory = Orm.create(url)) {
      reports.println(Loader.load(factory, options.cities(), this::progress).line());
    }
  }

  private void browseUntilKilled() throws SQLException, IOException {
    try (SessionFactory factory = Orm.open(url, arm, cacheDirectory);
        Connection connection = OneConnection.connect(url)) {
      long startMillis = uptimeMillis();
      var places = Places.read(connection);
      var browser = new Browser(factory, new Answers(Set.of()));
      report(measure(factory, browser, places, startMillis));
      var last = new Script(options.seed(), Mix.WRITE, places);
      browser.browse(last, options.lastUnits(), this::progress);
      reports.println(OUTLIVED);
    }
  }

  private void browseAgain() throws SQLException, IOException {
    try (SessionFactory factory = Orm.open(url, arm, cacheDirectory);
        Connection connection = OneConnection.connect(url)) {
      long startMillis = uptimeMillis();
      var places = Places.read(connection);
      var before = Verifier.verify(factory, connection, places, options);
      factory.getStatistics().clear();
      var unsettled = Script.visited(options.seed(), Mix.WRITE, places, options.lastUnits());
      var browser = new Browser(factory, new Answers(unsettled));
      var report = measure(factory, browser, places, startMillis);
      var after = Verifier.verify(factory, connection, places, options);
      report(report.verified(List.of(before, after)));
    }
  }

  private PassReport measure(
      SessionFactory factory, Browser browser, Places places, long startMillis) throws IOException {
    var script = new Script(options.seed(), Mix.BROWSE, places);
    long cpuBefore = cpuNanos();
    var pace = browser.browse(script, options.units(), this::progress);
    long cpuNanos = cpuNanos() - cpuBefore;
    var statistics = factory.getStatistics();
    return new PassReport(
        pace,
        statistics.getPrepareStatementCount(),
        browser.digest(),
        Traffic.byRegion(statistics),
        new Footprint(startMillis, cpuNanos, liveHeapBytes(), bytesIn(cacheDirectory)),
        List.of());
  }

  private void report(PassReport report) {
    report.print(reports);
    reports.println(END_OF_REPORT);
  }

  private void progress(int done) {
    reports.println(PROGRESS + done);
  }

  private static long uptimeMillis() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long liveHeapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Sizes only: opening a file of an SQLite database would drop its locks. */
  private static long bytesIn(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return 0;
    }
    long bytes = 0;
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }
}
