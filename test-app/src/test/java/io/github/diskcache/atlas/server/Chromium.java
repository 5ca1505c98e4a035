// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A browser without window, with one page, spoken to by the DevTools protocol. It uses a directory
 * of its own and no network but loopback.
 */
final class Chromium implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--remote-debugging-port=0");

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Ear()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Where a browser is installed, if one is. */
  static Optional<Path> installed() {
    return Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it. */
  static Chromium start(Path browser, Path directory) {
    try {
      Trees.delete(directory);
      Files.createDirectories(directory);
      List<String> command = new ArrayList<>(List.of(browser.toString()));
      command.addAll(FLAGS);
      command.add("--user-data-dir=" + directory);
      command.add("about:blank");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("chromium.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(process)));
      Path port = directory.resolve("DevToolsActivePort");
      Wait.until("Chromium did not start", () -> !process.isAlive() || lines(port).size() > 1);
      return new Chromium(process, page(lines(port).get(0)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + browser, e);
    }
  }

  /** What the page and the browser have complained about: errors, warnings, refused files. */
  List<String> complaints() {
    return complaints;
  }

  /** Goes to a page, as one with a width, in a light or a dark room. */
  void open(URI page, int width, int height, Light light) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of(
                    "name", "prefers-color-scheme", "value", light.name().toLowerCase(Locale.ROOT)),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    call("Page.navigate", Map.of("url", page.toString()));
  }

  enum Light {
    LIGHT,
    DARK
  }

  /** Runs a script in the page and returns its value. */
  JsonNode run(String script) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(script + "\n" + answer.get("exceptionDetails").toPrettyString());
    }
    return answer.get("result").path("value");
  }

  /** Waits until a condition holds in the page, also while it is being loaded. */
  void await(String condition) {
    Wait.until(
        "The page does not come to: " + condition,
        () ->
            run("(() => { try { return !!(" + condition + "); } catch { return false; } })()")
                .asBoolean());
  }

  void click(String selector) {
    await("document.querySelector(`" + selector + "`)");
    run("document.querySelector(`" + selector + "`).click()");
  }

  String text(String selector) {
    return run("document.querySelector(`" + selector + "`).textContent").asText();
  }

  /** Whether the browser has a network. */
  void online(Network network) {
    call(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            network == Network.OFF,
            "latency",
            0,
            "downloadThroughput",
            -1,
            "uploadThroughput",
            -1));
  }

  enum Network {
    ON,
    OFF
  }

  /** Writes what a window of this size shows from the top of the page on. */
  byte[] screenshot() {
    JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(picture.get("data").asText());
  }

  @Override
  public void close() {
    kill(process);
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int id = lastId.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    try {
      socket
          .sendText(
              JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
              true)
          .join();
      JsonNode message = answer.get(Wait.LONGEST.toSeconds(), TimeUnit.SECONDS);
      if (message.has("error")) {
        throw new AssertionError(method + ": " + message.get("error"));
      }
      return message.get("result");
    } catch (Exception e) {
      throw new IllegalStateException("Chromium does not answer " + method, e);
    }
  }

  private void heard(JsonNode message) {
    CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt());
    if (answer != null) {
      answer.complete(message);
      return;
    }
    JsonNode params = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" -> complaints.add(params.get("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (!params.at("/entry/level").asText().equals("info")) {
          complaints.add(params.get("entry").toString());
        }
      }
      case "Runtime.consoleAPICalled" -> complaints.add(params.get("args").toString());
      default -> {}
    }
  }

  private static URI page(String port) {
    var list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"));
    try {
      String targets =
          HttpClient.newHttpClient().send(list.build(), BodyHandlers.ofString()).body();
      for (JsonNode target : JSON.readTree(targets)) {
        if (target.get("type").asText().equals("page")) {
          return URI.create(target.get("webSocketDebuggerUrl").asText());
        }
      }
      throw new IllegalStateException("Chromium has no page: " + targets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts messages together from their parts. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        try {
          heard(JSON.readTree(parts.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          parts.setLength(0);
        }
      }
      webSocket.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
