// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheQueue;
import io.github.diskcache.Deque;
import io.github.diskcache.EvictionPolicy;
import io.github.diskcache.Index;
import io.github.diskcache.KeyedEntry;
import io.github.diskcache.recipes.MemoizeOptions;
import io.github.diskcache.recipes.Memoizer;
import io.github.diskcache.recipes.MemoizerOptions;
import io.github.diskcache.recipes.Rate;
import io.github.diskcache.recipes.Throttle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/case-studies.md. */
class CaseStudiesPageTest extends PageTest {
  private static final Map<String, List<String>> WEB =
      Map.of("/", List.of("/a", "/b"), "/a", List.of("/b", "/"), "/b", List.of("/c"));

  private final AtomicInteger renderings = new AtomicInteger();

  private static Fetched fetch(String url) {
    return new Fetched("<" + url + ">", WEB.getOrDefault(url, List.of()));
  }

  // snippet: fetched
  record Fetched(String html, List<String> links) {}

  // end

  // snippet: crawl
  /** Works until nothing is left to do; run by as many threads and processes as wanted. */
  static void crawl(Path data, Function<String, Fetched> fetch) {
    try (Deque<String> todo = Cache.builder(data.resolve("todo")).openDeque(String.class);
        Index<String, String> pages =
            Cache.builder(data.resolve("pages")).openIndex(String.class, String.class)) {
      for (String url = todo.pollFirst(); url != null; url = todo.pollFirst()) {
        if (pages.putIfAbsent(url, "") == null) {
          Fetched fetched = fetch.apply(url);
          pages.put(url, fetched.html());
          todo.extend(fetched.links());
        }
      }
    }
  }

  // end

  @Test
  void crawl_fromOnePage_findsAll() {
    // snippet: start
    try (Deque<Object> todo = Deque.open(directory.resolve("todo"))) {
      todo.append("/");
    }
    crawl(directory, CaseStudiesPageTest::fetch);

    try (Index<Object, Object> pages = Index.open(directory.resolve("pages"))) {
      print(pages.keySet()); // [/, /a, /b, /c]
      print(pages.get("/c")); // </c>
    }
    // end
  }

  // snippet: safe
  /** Loses no page when its process is killed: what is being fetched stands in a second queue. */
  static final class Crawler {
    private final Cache<Object, Object> cache;
    private final CacheQueue<Object> todo;
    private final CacheQueue<Object> doing;
    private final Throttle throttle;

    Crawler(Cache<Object, Object> cache) {
      this.cache = cache;
      this.todo = cache.queue("todo");
      this.doing = cache.queue("doing");
      this.throttle = new Throttle(cache, "throttle", Rate.of(10, Duration.ofSeconds(1)));
    }

    /** Called once, before the workers start: what a killed one was doing is to do again. */
    void recover() {
      cache.transact(
          () -> {
            for (var left = doing.pull(); left.isPresent(); left = doing.pull()) {
              todo.push(left.get().value());
            }
          });
    }

    void work(Function<String, Fetched> fetch) throws InterruptedException {
      for (var key = take(); key.isPresent(); key = take()) {
        String url = (String) cache.get(key.get());
        throttle.acquire();
        done(key.get(), url, fetch.apply(url));
      }
    }

    private Optional<Object> take() {
      return cache.transact(() -> todo.pull().map(KeyedEntry::value).map(doing::push));
    }

    private void done(Object key, String url, Fetched fetched) {
      cache.transact(
          () -> {
            cache.set(url, fetched.html());
            cache.delete(key);
            for (String link : fetched.links()) {
              if (cache.add("seen " + link, true)) {
                todo.push(link);
              }
            }
          });
    }
  }

  // end

  @Test
  void crawler_killedWorker_losesNothing() throws InterruptedException {
    try (Cache<Object, Object> cache =
        Cache.builder(directory).evictionPolicy(EvictionPolicy.NONE).open()) {
      cache.set("seen /", true);
      cache.queue("todo").push("/");
      Crawler killed = new Crawler(cache);
      assertThat(killed.take()).isPresent();

      Crawler crawler = new Crawler(cache);
      crawler.recover();
      crawler.work(CaseStudiesPageTest::fetch);

      for (String url : List.of("/", "/a", "/b", "/c")) {
        assertThat(cache.get(url)).isEqualTo("<" + url + ">");
      }
      assertThat(cache.queue("todo").peek()).isEmpty();
      assertThat(cache.queue("doing").peek()).isEmpty();
    }
  }

  private String render() {
    return "rendering " + renderings.incrementAndGet();
  }

  @Test
  void memoize_manyCallers_renderOnce() throws Exception {
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      // snippet: memoize
      Supplier<String> landing =
          new Memoizer(cache)
              .memoize("landing", MemoizeOptions.DEFAULT.ttl(Duration.ofMinutes(1)), this::render);

      ExecutorService visitors = Executors.newFixedThreadPool(8);
      List<Future<String>> visits = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        visits.add(visitors.submit(landing::get));
      }
      print(visits.get(99).get()); // rendering 1
      visitors.shutdown();
      // end
      for (Future<String> visit : visits) {
        assertThat(visit.get()).isEqualTo("rendering 1");
      }
    }
  }

  @Test
  void memoizeStampede_beforeTheEnd_rendersInTheBackground() {
    try (Cache<Object, Object> cache = Cache.builder(directory).clock(clock).open()) {
      List<Runnable> background = new ArrayList<>();
      Memoizer memoizer =
          new Memoizer(
              cache,
              MemoizerOptions.DEFAULT.clock(clock).executor(background::add).random(() -> 0.05));
      Supplier<String> slow =
          () -> {
            clock.advance(Duration.ofSeconds(2));
            return render();
          };
      // snippet: stampede
      Supplier<String> landing =
          memoizer.memoizeStampede(
              "landing", MemoizeOptions.DEFAULT.ttl(Duration.ofMinutes(1)), slow);

      print(landing.get()); // rendering 1
      // end
      clock.advance(Duration.ofSeconds(50));
      assertThat(landing.get()).isEqualTo("rendering 1");
      assertThat(background).isEmpty();
      clock.advance(Duration.ofSeconds(5));
      assertThat(landing.get()).isEqualTo("rendering 1");
      assertThat(background).hasSize(1);
      background.get(0).run();
      assertThat(landing.get()).isEqualTo("rendering 2");
    }
  }
}
