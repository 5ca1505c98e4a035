// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.enterprise.inject.se.SeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The build runs the tests on the containers that it says, and not three times on one. */
class ContainerVersionTest {
  @RegisterExtension final Containers containers = new Containers();

  @Test
  void container_isTheOneThatTheBuildAsksFor() {
    String expected = System.getProperty("expected.container");
    assumeTrue(expected != null);

    SeContainer container = containers.start();

    String implementation = container.getClass().getName();
    String found =
        implementation.startsWith("org.apache.")
            ? "OpenWebBeans 4"
            : "Weld " + container.getClass().getPackage().getImplementationVersion().charAt(0);
    assertThat(found).isEqualTo(expected);
  }
}
