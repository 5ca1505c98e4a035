// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A JVM that does one job and ends. */
public final class Worker {
  /** When this JVM got to its first line. */
  private static final long STARTED = System.nanoTime();

  private Worker() {}

  /**
   * Does one job.
   *
   * @param arguments those of {@link Job#arguments}
   */
  public static void main(String[] arguments) throws Exception {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // What libraries print is no report.
    System.setOut(System.err);
    Job job = Job.parse(arguments);
    job.task().run(job, new Reports(out));
    // Libraries may have left threads.
    System.exit(0);
  }

  static long nanosSinceStart() {
    return System.nanoTime() - STARTED;
  }

  /** Ends this process when the parent is gone, which else would have killed it. */
  static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // The parent has nothing to say.
                }
              } catch (IOException e) {
                // As good as the end.
              }
              Runtime.getRuntime().halt(1);
            });
    watch.setDaemon(true);
    watch.start();
  }

  /** Says that this process is ready, and waits for the parent's line, or its end. */
  static void awaitGo(Reports reports) throws IOException {
    reports.sayWord(Reports.READY);
    int c = System.in.read();
    while (c >= 0 && c != '\n') {
      c = System.in.read();
    }
  }
}
