// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the atlas in a real browser. Skipped where no Chromium is installed. */
@ExtendWith(Cluster.Extension.class)
class PageIT {

  private static final int DESKTOP = 1280;
  private static final int DESKTOP_HEIGHT = 1000;
  private static final String CITY = "tr[data-region=city]";
  private static final String OPENED = "#cities-table tbody tr:nth-child(3)";

  private static Chromium browser;

  private final Server server;
  private final Client client;
  private final Path work;

  PageIT(Cluster cluster) {
    this.server = cluster.first();
    this.client = new Client(server);
    this.work = cluster.work();
  }

  @BeforeAll
  static void start(Cluster cluster) {
    var installed = Chromium.installed();
    assumeTrue(installed.isPresent(), "No Chromium on the PATH; the tests of the page are skipped");
    browser = Chromium.start(installed.get(), cluster.work().resolve("chromium"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void load() {
    browser.complaints().clear();
    browser.open(server.uri("/atlas/"), DESKTOP, DESKTOP_HEIGHT, Chromium.Light.LIGHT);
    browser.await("document.querySelector('#main').dataset.loaded === 'true'");
    browser.await("document.querySelector('" + OPENED + "')");
  }

  @AfterEach
  void signOut() {
    if (browser.text("#sign").startsWith("Sign out")) {
      browser.click("#sign");
      browser.await("document.querySelector('#sign').textContent === 'Sign in'");
    }
  }

  @Test
  void load_page_complainsOfNothing() {
    browser.click(OPENED + " button");
    browser.await("document.querySelector('" + OPENED + " .chip')");

    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void show_figures_areThoseOfTheJson() {
    client.get("browse/3");
    client.get("browse/3");
    client.get("countries/AD");

    JsonNode regions = client.get("figures").get("regions");

    assertThat(regions).hasSizeGreaterThan(5);
    for (JsonNode region : regions) {
      String row = "tr[data-region='" + region.get("name").asText() + "'] [data-figure=%s]";
      long hits = region.get("hits").asLong();
      long reads = hits;
      for (JsonNode misses : region.get("misses")) {
        reads += misses.asLong();
      }
      awaitText(String.format(row, "reads"), String.format(Locale.ROOT, "%,d", reads));
      awaitText(
          String.format(row, "entries"),
          String.format(Locale.ROOT, "%,d", region.get("entries").asLong()));
      if (hits > 0 && hits < reads) {
        awaitText(
            String.format(row, "ratio"),
            String.format(Locale.ROOT, "%.1f\u202f%%", 100.0 * hits / reads));
      }
    }
  }

  @Test
  void open_cityAgain_tellsDatabaseThenNear() {
    client.delete("cache/city");

    open(1);
    assertThat(browser.text(OPENED + " .chip:first-child")).startsWith("database ");
    open(2);
    assertThat(browser.text(OPENED + " .chip:first-child")).doesNotStartWith("database ");
    open(3);
    assertThat(browser.text(OPENED + " .chip:first-child")).startsWith("near ");
  }

  @Test
  void evict_regionConfirmed_emptiesIt() {
    client.get("browse/3");
    assertThat(entries("city")).isPositive();

    browser.click(CITY + " .evict");
    signIn(Installation.PASSWORD);
    browser.await("document.querySelector('#confirm').open");
    assertThat(browser.text("#confirm-title")).isEqualTo("Evict region city?");
    assertThat(entries("city")).isPositive();
    browser.click("#confirm-yes");

    browser.await("document.querySelector('#news').textContent === 'Region city is empty'");
    assertThat(entries("city")).isZero();
    awaitText(CITY + " [data-figure=entries]", "0");
  }

  @Test
  void evict_tagConfirmed_emptiesIt() {
    client.get("browse/3");
    browser.await("document.querySelector('tr[data-tag] .evict')");
    String tag = browser.run("document.querySelector('tr[data-tag]').dataset.tag").asText();

    browser.click("tr[data-tag=" + tag + "] .evict");
    signIn(Installation.PASSWORD);
    browser.await("document.querySelector('#confirm').open");
    browser.click("#confirm-yes");

    awaitText("#news", "Tag " + tag + " is evicted");
    assertThat(client.get("figures").findParents("tag"))
        .filteredOn(each -> each.get("tag").asText().equals(tag))
        .allSatisfy(each -> assertThat(each.get("entries").asLong()).isZero());
  }

  @Test
  void evict_notConfirmed_keepsTheRegion() {
    client.get("browse/3");

    browser.click(CITY + " .evict");
    signIn(Installation.PASSWORD);
    browser.await("document.querySelector('#confirm').open");
    browser.click("#confirm-no");

    browser.await("!document.querySelector('#confirm').open");
    assertThat(entries("city")).isPositive();
  }

  @Test
  void signIn_wrongPassword_isToldAndEvictsNothing() {
    client.get("browse/3");

    browser.click(CITY + " .evict");
    signIn("wrong");

    awaitText("#sign-in-error", "Not signed in: user or password is wrong.");
    browser.click("#sign-in-cancel");
    assertThat(entries("city")).isPositive();
    // the browser itself notes the refusal
    browser.complaints().clear();
  }

  @Test
  void show_serverGone_saysSoAndRecovers() {
    browser.online(Chromium.Network.OFF);
    browser.await("document.querySelector('#state').dataset.state === 'gone'");
    assertThat(browser.text("#news")).contains("does not answer");

    browser.online(Chromium.Network.ON);

    browser.await("document.querySelector('#state').dataset.state === 'live'");
    browser.complaints().clear();
  }

  @ParameterizedTest
  @CsvSource({
    "390, 844, LIGHT",
    "390, 844, DARK",
    "1280, 1000, LIGHT",
    "1280, 1000, DARK",
  })
  void show_anyWidth_fits(int width, int height, Chromium.Light light) throws IOException {
    browser.open(server.uri("/atlas/"), width, height, light);
    browser.await("document.querySelector('#main').dataset.loaded === 'true'");
    browser.await("innerWidth === " + width + " && document.querySelector('" + OPENED + "')");
    browser.click("#open-all");
    browser.await("document.querySelectorAll('#cities-table .chip').length >= 10");

    Path pictures = Files.createDirectories(work.resolveSibling("screenshots"));
    String name = width + "-" + light.name().toLowerCase(Locale.ROOT) + ".png";
    Files.write(pictures.resolve(name), browser.screenshot());

    assertThat(browser.run("document.documentElement.scrollWidth - innerWidth").asInt())
        .isNotPositive();
  }

  private void open(int times) {
    browser.click(OPENED + " button");
    browser.await("document.querySelectorAll('" + OPENED + " .chip').length === " + times);
  }

  private void signIn(String password) {
    browser.await("document.querySelector('#sign-in').open");
    browser.run(
        "{ const form = document.querySelector('#sign-in-form');"
            + " form.user.value = '"
            + Installation.OPERATOR
            + "'; form.password.value = '"
            + password
            + "'; form.requestSubmit(); }");
  }

  private void awaitText(String selector, String text) {
    browser.await("document.querySelector(`" + selector + "`).textContent === `" + text + "`");
  }

  private long entries(String region) {
    for (JsonNode each : client.get("figures").get("regions")) {
      if (each.get("name").asText().equals(region)) {
        return each.get("entries").asLong();
      }
    }
    throw new AssertionError("There is no region " + region);
  }
}
