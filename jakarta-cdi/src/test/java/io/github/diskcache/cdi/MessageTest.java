// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .normalize()
          .resolveSibling("docs")
          .resolve("cdi.md");

  @Test
  void message_ofEachKind_isOnThePage() throws IOException {
    List<String> listed =
        Pattern.compile("^\\| `(DISKCACHE-CDI-\\d{3})`", Pattern.MULTILINE)
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();

    assertThat(listed)
        .containsExactlyElementsOf(Arrays.stream(Message.values()).map(Message::id).toList());
  }

  @Test
  void setting_ofEachKind_isOnThePage() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(Property.keys()).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
  }

  @Test
  void text_putsDetailsInTheirPlaces() {
    assertThat(Message.CACHE_UNKNOWN.about("@DiskEvict on [x]", "prises", "prices"))
        .isEqualTo(
            "DISKCACHE-CDI-008: @DiskEvict on [x]: nothing stores in the cache [prises];"
                + " did you mean [prices]?");
    assertThat(Message.DISABLED.text())
        .isEqualTo(
            "DISKCACHE-CDI-055: diskcache.enabled is false: results are neither looked up nor"
                + " kept");
  }
}
