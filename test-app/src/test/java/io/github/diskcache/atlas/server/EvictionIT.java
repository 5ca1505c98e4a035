// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may evict by the page's resources: none of these requests may. */
@ExtendWith(Cluster.Extension.class)
class EvictionIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> CITY = Map.of("region", "city");

  private final Server server;
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private String token;

  EvictionIT(Cluster cluster) {
    this.server = cluster.first();
  }

  @BeforeEach
  void begin() throws Exception {
    token = JSON.readTree(send("session", "GET", "", null).body()).get("token").asText();
  }

  @Test
  void evict_nobodySignedIn_isRefused() throws Exception {
    assertThat(evict().statusCode()).isEqualTo(401);
  }

  @Test
  void evict_withoutToken_isRefused() throws Exception {
    signIn();
    token = "";

    assertThat(evict().statusCode()).isEqualTo(403);
  }

  @Test
  void evict_tokenOfAnotherSession_isRefused() throws Exception {
    String before = token;
    signIn();
    token = before;

    assertThat(evict().statusCode()).isEqualTo(403);
  }

  @Test
  void evict_fromAnotherSite_isRefused() throws Exception {
    signIn();

    var answer = send("evictions", "POST", "https://elsewhere.example", CITY);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("another site");
  }

  @Test
  void evict_byGet_isRefused() throws Exception {
    signIn();

    assertThat(send("evictions", "GET", "", null).statusCode()).isEqualTo(405);
  }

  @Test
  void evict_programThatDoesNotSignIn_isRefused() throws Exception {
    assertThat(send("cache", "DELETE", "", null).statusCode()).isEqualTo(401);
    assertThat(send("cache/city", "DELETE", "", null).statusCode()).isEqualTo(401);
  }

  @Test
  void evict_unknownRegion_isNotFound() throws Exception {
    signIn();

    assertThat(send("evictions", "POST", "", Map.of("region", "none")).statusCode()).isEqualTo(404);
  }

  @Test
  void evict_signedInFromThePage_isDone() throws Exception {
    signIn();

    assertThat(evict().statusCode()).isEqualTo(200);
  }

  @Test
  void answer_page_carriesAStrictPolicy() throws Exception {
    var page =
        http.send(HttpRequest.newBuilder(server.uri("/atlas/")).build(), BodyHandlers.ofString());

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("<script>").doesNotContain("style=");
  }

  private void signIn() throws Exception {
    var credentials = Map.of("user", Installation.OPERATOR, "password", Installation.PASSWORD);
    JsonNode session = JSON.readTree(send("session", "POST", "", credentials).body());
    assertThat(session.get("admin").asBoolean()).isTrue();
    token = session.get("token").asText();
  }

  private HttpResponse<String> evict() throws Exception {
    return send("evictions", "POST", "", CITY);
  }

  private HttpResponse<String> send(String path, String method, String origin, Object body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.uri("/atlas/api/" + path))
            .timeout(Wait.LONGEST)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (token != null && !token.isEmpty()) {
      request.header("X-Atlas-Token", token);
    }
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
