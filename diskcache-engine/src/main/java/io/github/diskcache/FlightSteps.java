// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * The slow steps as events of the JDK Flight Recorder, if the process has one. While nobody records
 * them, a step costs one look. Thread-safe.
 *
 * <p>A step begins with a method that answers null unless it is recorded. None of the classes below
 * may be loaded where {@code jdk.jfr} is missing: so they make themselves, for a method out here
 * that passed one on as a {@link Step} would have it loaded.
 */
final class FlightSteps {
  private static final String SLOW = "10 ms";
  private static final boolean AVAILABLE = isAvailable();

  private FlightSteps() {}

  private static boolean isAvailable() {
    try {
      Class.forName("jdk.jfr.Event", false, FlightSteps.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Loading a class of an event starts the recorder, which takes longer than opening a cache. */
  private static boolean isUsed() {
    return AVAILABLE && FlightRecorder.isInitialized();
  }

  static @Nullable Get get() {
    return isUsed() ? Get.begun() : null;
  }

  static @Nullable Set set() {
    return isUsed() ? Set.begun() : null;
  }

  static @Nullable Cull cull() {
    return isUsed() ? Cull.begun() : null;
  }

  static @Nullable Busy busy() {
    return isUsed() ? Busy.begun() : null;
  }

  static @Nullable Checkpoint checkpoint() {
    return isUsed() ? Checkpoint.begun() : null;
  }

  /** Records that something stored is damaged. */
  static void corruption(Path directory, String what) {
    if (isUsed()) {
      Corruption.record(directory, what);
    }
  }

  /** What all events have. */
  @Category("DiskCache")
  @StackTrace(false)
  abstract static class Step extends Event {
    @Label("Directory")
    @Nullable String directory;

    /** Begins it, if anybody records it. */
    boolean hasBegun() {
      if (!isEnabled()) {
        return false;
      }
      begin();
      return true;
    }

    /** Records it, if it took long enough. */
    void end(Path of) {
      end();
      if (shouldCommit()) {
        directory = of.toString();
        commit();
      }
    }
  }

  @Name("diskcache.Get")
  @Label("Get")
  @Description("A read that the near tier did not answer")
  @Threshold(SLOW)
  static final class Get extends Step {
    @Label("Hit")
    boolean hit;

    static @Nullable Get begun() {
      Get step = new Get();
      return step.hasBegun() ? step : null;
    }
  }

  @Name("diskcache.Set")
  @Label("Set")
  @Description("A write of one entry, with its wait for other writers")
  @Threshold(SLOW)
  static final class Set extends Step {
    @Label("Result")
    @Nullable String result;

    static @Nullable Set begun() {
      Set step = new Set();
      return step.hasBegun() ? step : null;
    }
  }

  @Name("diskcache.Cull")
  @Label("Cull")
  @Description("The removal of entries that are expired or over the size limit")
  @Threshold(SLOW)
  static final class Cull extends Step {
    @Label("Removed Entries")
    long removed;

    static @Nullable Cull begun() {
      Cull step = new Cull();
      return step.hasBegun() ? step : null;
    }
  }

  @Name("diskcache.Busy")
  @Label("Busy")
  @Description("A wait for another thread or process to end its write")
  @Threshold(SLOW)
  static final class Busy extends Step {
    static @Nullable Busy begun() {
      Busy step = new Busy();
      return step.hasBegun() ? step : null;
    }
  }

  @Name("diskcache.Checkpoint")
  @Label("Checkpoint")
  @Description("A copy of the write-ahead log into the database")
  @Threshold(SLOW)
  static final class Checkpoint extends Step {
    @Label("Log")
    @DataAmount
    long logBytes;

    @Label("Pages in the Log")
    long pages;

    @Label("Copied Pages")
    long copied;

    static @Nullable Checkpoint begun() {
      Checkpoint step = new Checkpoint();
      return step.hasBegun() ? step : null;
    }
  }

  @Name("diskcache.Corruption")
  @Label("Corruption")
  @Description("Stored data that is lost or unreadable")
  @StackTrace
  static final class Corruption extends Step {
    @Label("What")
    @Nullable String what;

    static void record(Path directory, String what) {
      Corruption event = new Corruption();
      if (event.isEnabled()) {
        event.what = what;
        event.end(directory);
      }
    }
  }
}
