// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Talks to the atlas of one server. Thread-safe. */
record Client(Server server) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CREDENTIALS =
      Base64.getEncoder()
          .encodeToString(
              (Installation.OPERATOR + ":" + Installation.PASSWORD)
                  .getBytes(StandardCharsets.UTF_8));

  JsonNode get(String path) {
    return send(path, "GET", BodyPublishers.noBody());
  }

  /** Asks without waiting for the answer. */
  CompletableFuture<JsonNode> getLater(String path) {
    return HTTP.sendAsync(request(path, "GET", BodyPublishers.noBody()), BodyHandlers.ofString())
        .thenApply(response -> answer("GET", path, response));
  }

  JsonNode post(String path) {
    return send(path, "POST", BodyPublishers.noBody());
  }

  JsonNode delete(String path) {
    return send(path, "DELETE", BodyPublishers.noBody());
  }

  JsonNode rename(String path, String name) {
    return put(path, Map.of("name", name));
  }

  JsonNode put(String path, Object body) {
    try {
      return send(path, "PUT", BodyPublishers.ofString(JSON.writeValueAsString(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode search(String path, String prefix) {
    return get(path + "?prefix=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8));
  }

  /** What the second-level cache has done. */
  Figures figures() {
    JsonNode figures = get("cache");
    return new Figures(figures.get("hits").asLong(), figures.get("statements").asLong());
  }

  /** How many reads of a region found nothing, for one cause. */
  long misses(String region, String cause) {
    for (JsonNode figures : get("cache").get("regions")) {
      if (figures.get("name").asText().equals(region)) {
        return figures.get("misses").path(cause).asLong();
      }
    }
    throw new ServerException("There is no region [" + region + "]");
  }

  /** Counts since the application started. */
  record Figures(long hits, long statements) {}

  private JsonNode send(String path, String method, HttpRequest.BodyPublisher body) {
    try {
      var response = HTTP.send(request(path, method, body), BodyHandlers.ofString());
      return answer(method, path, response);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(method + " " + path + " was interrupted", e);
    }
  }

  private static JsonNode answer(String method, String path, HttpResponse<String> response) {
    if (response.statusCode() >= 400) {
      throw new ServerException(
          method + " " + path + ": " + response.statusCode() + "\n" + response.body());
    }
    try {
      return response.body().isEmpty() ? NullNode.getInstance() : JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  private HttpRequest request(String path, String method, HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(server.uri("/atlas/api/" + path))
        .timeout(Wait.LONGEST)
        .header("Content-Type", "application/json")
        .header("Authorization", "Basic " + CREDENTIALS)
        .method(method, body)
        .build();
  }
}
