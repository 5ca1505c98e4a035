// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

/** Something that keeps a benchmark from being run. */
final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchmarkException(String message) {
    super(message);
  }

  BenchmarkException(String message, Throwable cause) {
    super(message, cause);
  }
}
