// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

/** What of the optional libraries there is. */
final class ClassPath {
  private ClassPath() {}

  /** Whether our class loader sees a class. Only then may a class of ours that uses it be named. */
  static boolean has(String className) {
    try {
      Class.forName(className, false, ClassPath.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
