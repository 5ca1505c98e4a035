// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Every test runs on two versions of Hibernate ORM; this one notices when it does not. */
@EnabledIfSystemProperty(named = "expected.orm.version", matches = ".+")
class OrmVersionTest {

  @Test
  void run_eachExecution_usesItsOrm() {
    assertThat(Version.getVersionString()).isEqualTo(System.getProperty("expected.orm.version"));
  }
}
