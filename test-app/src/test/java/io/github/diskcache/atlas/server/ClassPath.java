// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The class path of the tests, whose jars an application may bring. */
final class ClassPath {

  private ClassPath() {}

  /** Returns it as the compiler takes it; Surefire keeps it in a property of its own. */
  static String text() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Returns the jar whose file name begins so, or the directory of classes of that module. */
  static Path jar(String name) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(text())
        .map(Path::of)
        .filter(path -> path.getFileName().toString().matches(name + "-[0-9].*\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("[" + name + "] is not in " + text()));
  }
}
