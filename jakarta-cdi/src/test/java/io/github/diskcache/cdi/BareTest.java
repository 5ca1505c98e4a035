// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without MicroProfile Config, MicroProfile Health and Micrometer. */
class BareTest {
  @TempDir Path directory;

  @Test
  void container_withoutAnythingOptional_startsAndItsCachesWork() throws Exception {
    try (ChildJvm child =
        ChildJvm.startWithout(
            "(micrometer|microprofile|smallrye)-.*", BareProcess.class, directory)) {
      assertThat(child.await("has")).isEqualTo("[]");
      assertThat(child.await("stored")).isEqualTo("5");
      assertThat(child.await("labels")).isEqualTo("[hat 1, hat 1]");
      child.await("closed");
    }
  }
}
