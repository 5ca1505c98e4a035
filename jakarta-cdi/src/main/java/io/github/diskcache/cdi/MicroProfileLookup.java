// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * Settings from MicroProfile Config, and below it from our own files. Loaded only where that is.
 */
final class MicroProfileLookup implements ConfigLookup {
  private final Config config = ConfigProvider.getConfig();
  private final ConfigLookup below;

  MicroProfileLookup(ConfigLookup below) {
    this.below = below;
  }

  @Override
  public Optional<String> value(String name) {
    ConfigValue value = config.getConfigValue(name);
    return value == null || value.getValue() == null
        ? below.value(name)
        : Optional.of(value.getValue());
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(below.names());
    config.getPropertyNames().forEach(names::add);
    return names;
  }
}
