// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads 17 and 24: single flight holds between processes. */
class ProcessesTest {
  @RegisterExtension final Containers containers = new Containers();

  private ChildJvm child() throws Exception {
    ChildJvm child = ChildJvm.start(ReportProcess.class, containers.root());
    child.await("ready");
    return child;
  }

  @ParameterizedTest
  @ValueSource(strings = {"report", "later"})
  void call_byTwoProcesses_computesOnce(String method) throws Exception {
    try (ChildJvm one = child();
        ChildJvm other = child()) {
      one.send(method + " sales");
      one.await("entered");
      other.send(method + " sales");
      one.send("by-one");

      assertThat(one.await("result")).isEqualTo("by-one");
      // It never enters the method: that would read its result from a line that nobody sends.
      assertThat(other.await("result")).isEqualTo("by-one");
    }
  }

  @Test
  void evict_byAnotherProcess_keepsTheOldResultOut() throws Exception {
    try (ChildJvm one = child();
        ChildJvm other = child()) {
      one.send("report sales");
      one.await("entered");
      other.send("change sales");
      other.await("changed");
      other.send("report sales");
      other.await("entered");
      one.send("old");
      assertThat(one.await("result")).isEqualTo("old");
      other.send("new");
      assertThat(other.await("result")).isEqualTo("new");

      one.send("report sales");
      assertThat(one.await("result")).isEqualTo("new");
    }
  }

  @Test
  void call_afterKill_findsWhatWasKept() throws Exception {
    try (ChildJvm one = child()) {
      one.send("report sales");
      one.await("entered");
      one.send("kept");
      assertThat(one.await("result")).isEqualTo("kept");
      one.kill();
    }

    try (ChildJvm other = child()) {
      other.send("report sales");
      assertThat(other.await("result")).isEqualTo("kept");
    }
  }
}
