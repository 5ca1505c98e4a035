// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's library for the driver, where it is known which one that is. Thread-safe.
 *
 * <p>The driver finds out by running a program and looking through the process's memory map, writes
 * the library out, and compares it with the jar byte by byte before any of that is compiled: half
 * of the time from a process's start to its first hit. Here it is unpacked into a directory of our
 * own that only this user may enter, loaded, and removed at once: nothing is kept that anybody
 * could replace. Whatever is unusual, and whatever the user has set, is left to the driver.
 */
final class NativeLibrary {
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";
  private static final String DIRECTORY = "org.sqlite.tmpdir";
  private static final System.Logger LOG = System.getLogger(NativeLibrary.class.getName());

  /** Names of processors, as the system and as the driver's jar have them. */
  private static final Map<String, String> PROCESSORS =
      Map.of("amd64", "x86_64", "aarch64", "aarch64");

  private static final Set<PosixFilePermission> OWNERS_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private static boolean tried;

  private NativeLibrary() {}

  /** Loads it, if nobody has tried that before. */
  static synchronized void load() {
    if (tried) {
      return;
    }
    tried = true;
    String resource = resource();
    if (resource == null || isSet(PATH) || isSet(NAME) || isSet(DIRECTORY)) {
      return;
    }
    try (InputStream library =
        SQLiteJDBCLoader.class.getClassLoader().getResourceAsStream(resource)) {
      if (library != null) {
        load(library);
      }
    } catch (Exception e) {
      // The driver tries by itself, and its failure is the one to report.
      LOG.log(System.Logger.Level.DEBUG, "SQLite is left to the driver to load", e);
    }
  }

  private static boolean isSet(String property) {
    return System.getProperty(property) != null;
  }

  /** Where the driver's jar has the library for this system; null when that is not quite sure. */
  private static @Nullable String resource() {
    String processor = PROCESSORS.get(System.getProperty("os.arch", ""));
    if (!System.getProperty("os.name", "").equals("Linux") || processor == null) {
      return null;
    }
    boolean isGnu =
        Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
            || Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
    boolean isOther =
        Files.exists(Path.of("/lib/ld-musl-" + processor + ".so.1"))
            || Files.exists(Path.of("/system/bin/linker64"));
    return isGnu && !isOther ? "org/sqlite/native/Linux/" + processor + "/libsqlitejdbc.so" : null;
  }

  private static void load(InputStream library) throws Exception {
    // Made, or it fails: that somebody could guess the name is of no use to him.
    Path directory =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "diskcache-sqlite-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNERS_ONLY));
    Path file = directory.resolve("libsqlitejdbc.so");
    try {
      Files.copy(library, file);
      System.setProperty(PATH, directory.toString());
      System.setProperty(NAME, file.getFileName().toString());
      SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(PATH);
      System.clearProperty(NAME);
      // What is loaded stays in memory without its file.
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }
}
