// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.Optional;
import java.util.Set;

/** Where settings come from. Implementations are thread-safe. */
interface ConfigLookup {
  /** The value of a name, as it is written. */
  Optional<String> value(String name);

  /** The names known, as far as they can be told. */
  Set<String> names();

  /** The source of this application: MicroProfile Config where it is, and our own files. */
  static ConfigLookup ofApplication() {
    ConfigLookup properties = new PropertiesLookup();
    if (!ClassPath.has("org.eclipse.microprofile.config.ConfigProvider")) {
      return properties;
    }
    try {
      return new MicroProfileLookup(properties);
    } catch (IllegalStateException | LinkageError e) {
      System.getLogger(ConfigLookup.class.getName())
          .log(System.Logger.Level.DEBUG, "MicroProfile Config has no implementation here", e);
      return properties;
    }
  }
}
