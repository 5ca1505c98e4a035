// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page of all settings is made of the constants and what is said of them in the source. {@code
 * -Ddiskcache.docs.update} writes it anew.
 */
class SettingsPageTest {
  private static final Path SOURCE =
      Path.of("src/main/java/io/github/diskcache/hibernate/DiskCacheSettings.java");
  private static final Path PAGE = Path.of("../docs/hibernate-settings.md");

  private static final Pattern CONSTANT =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public static final String (\\w+) =\\s*([^;]+);",
          Pattern.DOTALL);

  private record Setting(String constant, String name, String text) {}

  @Test
  void page_ofAllSettings_saysWhatTheConstantsSay() throws Exception {
    List<Setting> settings = settings();
    assertThat(settings).extracting(Setting::constant).containsExactlyElementsOf(constants());
    String page = page(settings);

    if (System.getProperty("diskcache.docs.update") != null) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE)
        .as("write it anew by -Ddiskcache.docs.update")
        .hasContent(page.stripTrailing() + "\n");
  }

  @Test
  void names_known_areAllConstants() throws Exception {
    List<String> names = new ArrayList<>();
    for (Setting setting : settings()) {
      if (!setting.constant.equals("PREFIX") && !setting.constant.equals("TTL_SUFFIX")) {
        names.add(setting.name);
      }
    }

    assertThat(L2Settings.names()).containsExactlyInAnyOrderElementsOf(names);
  }

  private static List<String> constants() {
    return Arrays.stream(DiskCacheSettings.class.getFields()).map(Field::getName).toList();
  }

  private static List<Setting> settings() throws IOException, ReflectiveOperationException {
    List<Setting> settings = new ArrayList<>();
    Matcher constant = CONSTANT.matcher(Files.readString(SOURCE));
    while (constant.find()) {
      String name = constant.group(2);
      Object value = DiskCacheSettings.class.getField(name).get(null);
      settings.add(new Setting(name, String.valueOf(value), plain(constant.group(1))));
    }
    return settings;
  }

  private static String page(List<Setting> settings) {
    StringBuilder page = new StringBuilder();
    page.append("# Settings of Hibernate's cache\n\n");
    page.append(
        "All settings of [the second-level cache](hibernate.md), given to Hibernate beside");
    page.append(" its own. Durations are written\n`500ms`, `60s`, `10m`, `1h`, `7d` or `PT1H`,");
    page.append(" sizes in bytes or as `64KiB`, `512MiB`, `4GiB`.\n\n");
    page.append("| setting | |\n|---|---|\n");
    for (Setting setting : settings) {
      if (!setting.constant.equals("PREFIX")) {
        String name = setting.name.startsWith(".") ? "…" + setting.name : setting.name;
        page.append("| `").append(name).append("` | ").append(setting.text).append(" |\n");
      }
    }
    return page.toString();
  }

  /** Javadoc as Markdown on one line. */
  private static String plain(String javadoc) throws ReflectiveOperationException {
    String text = javadoc.replaceAll("\\s*\\n\\s*\\*", " ").replaceAll("\\s+", " ").strip();
    Matcher link = Pattern.compile("\\{@link #(\\w+)}").matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (link.find()) {
      Object value = DiskCacheSettings.class.getField(link.group(1)).get(null);
      link.appendReplacement(resolved, Matcher.quoteReplacement("`" + value + "`"));
    }
    link.appendTail(resolved);
    return resolved
        .toString()
        .replaceAll("\\{@(?:code|link) ((?:[^{}]|\\{[^{}]*})*)}", "`$1`")
        .replace("&lt;", "<");
  }
}
