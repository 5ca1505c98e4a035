// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of all caches. Of a cache, its own settings win over those of its group, and those
 * over {@code diskcache.default}. Immutable, but looks values up anew.
 */
final class Settings {
  static final String DEFAULT_CACHE = "default";

  private static final String PREFIX = "diskcache.";
  private static final Pattern CACHE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern OF_CACHE =
      Pattern.compile("diskcache\\.(?:group\\.)?(?:\"([^\"]+)\"|([^.\"]+))\\.(.+)");

  private final ConfigLookup lookup;

  Settings(ConfigLookup lookup) {
    this.lookup = lookup;
  }

  /** The name of a cache, as it is given in an annotation. */
  String cacheName(String given) {
    String name = given.isEmpty() ? DEFAULT_CACHE : resolve(given);
    if (!CACHE_NAME.matcher(name).matches()) {
      throw new InvalidSetting(Message.CACHE_NAME, name);
    }
    return name;
  }

  /** A text of an annotation, its expressions replaced. */
  String resolve(String text) {
    return Expressions.resolve(text, lookup::value);
  }

  Optional<String> value(String name) {
    return lookup.value(name);
  }

  boolean isEnabled() {
    return lookup.value(PREFIX + "enabled").map(text -> !"false".equals(text.trim())).orElse(true);
  }

  /** The settings of a cache. */
  CacheSettings of(String cache) {
    return new CacheSettings(this, cache);
  }

  Optional<String> value(String cache, Property property) {
    return lookup
        .value(name(PREFIX, cache, property))
        .or(() -> ofGroup(cache, property))
        .or(() -> lookup.value(name(PREFIX, DEFAULT_CACHE, property)));
  }

  private Optional<String> ofGroup(String cache, Property property) {
    return lookup
        .value(name(PREFIX, cache, Property.GROUP))
        .flatMap(group -> lookup.value(name(PREFIX + "group.", group.trim(), property)));
  }

  private static String name(String prefix, String cache, Property property) {
    String quoted = cache.contains(".") ? '"' + cache + '"' : cache;
    return prefix + quoted + '.' + property.key();
  }

  /** The folder of all caches that have none of their own. */
  Path base() {
    Optional<String> given = lookup.value(PREFIX + "directory");
    if (given.isPresent()) {
      return Path.of(given.get().trim()).toAbsolutePath().normalize();
    }
    Path usual = usualBase();
    System.getLogger(Settings.class.getName())
        .log(System.Logger.Level.INFO, Message.DIRECTORY.text(usual));
    return usual;
  }

  /** WildFly's data directory, or a folder of the user's for this working directory; never tmp. */
  private static Path usualBase() {
    String server = System.getProperty("jboss.server.data.dir");
    if (server != null) {
      return Path.of(server, "diskcache");
    }
    Path working = Path.of("").toAbsolutePath();
    String application =
        (working.getFileName() == null ? "root" : working.getFileName().toString())
            + '-'
            + Integer.toHexString(working.toString().hashCode());
    String caches = System.getenv("XDG_CACHE_HOME");
    Path home =
        caches == null || caches.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(caches);
    return home.resolve("diskcache").resolve(application).toAbsolutePath();
  }

  /** A message for each setting of ours that is none. */
  List<String> unknown() {
    List<String> messages = new ArrayList<>();
    for (String name : lookup.names()) {
      if (name.startsWith(PREFIX) && !isKnown(name)) {
        messages.add(Message.SETTING_UNKNOWN.text(name, nearest(name)));
      }
    }
    return messages;
  }

  private static boolean isKnown(String name) {
    if (name.equals(PREFIX + "enabled") || name.equals(PREFIX + "directory")) {
      return true;
    }
    Matcher ofCache = OF_CACHE.matcher(name);
    return ofCache.matches() && Property.ofKey(ofCache.group(3)).isPresent();
  }

  private static String nearest(String name) {
    Matcher ofCache = OF_CACHE.matcher(name);
    if (!ofCache.matches()) {
      return PREFIX
          + Names.nearest(name.substring(PREFIX.length()), List.of("enabled", "directory"));
    }
    String key = ofCache.group(3);
    return name.substring(0, name.length() - key.length()) + Names.nearest(key, Property.keys());
  }
}
