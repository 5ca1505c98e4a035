// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Settings from system properties, then the environment, where a name is in upper case with {@code
 * _} for what is no letter or digit, then {@code META-INF/diskcache.properties}, read once.
 */
final class PropertiesLookup implements ConfigLookup {
  private static final String FILE = "META-INF/diskcache.properties";

  private final Properties file = new Properties();
  private final Map<String, String> environment;

  PropertiesLookup() {
    this(loader(), System.getenv());
  }

  PropertiesLookup(ClassLoader loader, Map<String, String> environment) {
    this.environment = environment;
    try {
      // The nearest one wins.
      List<URL> files = Collections.list(loader.getResources(FILE));
      Collections.reverse(files);
      for (URL url : files) {
        try (InputStream in = url.openStream()) {
          file.load(in);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE, e);
    }
  }

  private static ClassLoader loader() {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread == null ? PropertiesLookup.class.getClassLoader() : ofThread;
  }

  @Override
  public Optional<String> value(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      value = environment.get(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT));
    }
    if (value == null) {
      value = file.getProperty(name);
    }
    return Optional.ofNullable(value).map(text -> Expressions.resolve(text, this::value));
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(file.stringPropertyNames());
    names.addAll(System.getProperties().stringPropertyNames());
    return names;
  }
}
