// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Our annotations on annotations of the application's own. */
class ComposedTest {
  @RegisterExtension final Containers containers = new Containers();

  @DiskMemoized(cache = "prices", name = "hourly", expire = "PT1H")
  @Retention(RUNTIME)
  @Target(METHOD)
  @interface KeptForAnHour {}

  @InterceptorBinding
  @DiskMemoized(cache = "prices", name = "minutely", expire = "PT1M")
  @Retention(RUNTIME)
  @Target(METHOD)
  @interface KeptForAMinute {}

  @DiskEvict(cache = "prices", name = "hourly")
  @DiskEvict(cache = "prices", name = "minutely")
  @Retention(RUNTIME)
  @Target(METHOD)
  @interface ForgetsBoth {}

  @ApplicationScoped
  static class Prices {
    private final AtomicInteger calls = new AtomicInteger();

    @KeptForAnHour
    public String hourly(String article) {
      return article + ' ' + calls.incrementAndGet();
    }

    @KeptForAMinute
    public String minutely(String article) {
      return article + ' ' + calls.incrementAndGet();
    }

    @ForgetsBoth
    public void change(String article) {}
  }

  private Prices prices() {
    return containers.start(Prices.class).select(Prices.class).get();
  }

  @Test
  void call_ofMethodWithCarriedAnnotation_isKeptAsItSays() {
    Prices prices = prices();

    assertThat(prices.hourly("hat")).isEqualTo("hat 1");
    assertThat(prices.hourly("hat")).isEqualTo("hat 1");
    containers.clock().advance(Duration.ofMinutes(59));
    assertThat(prices.hourly("hat")).isEqualTo("hat 1");
    containers.clock().advance(Duration.ofMinutes(2));
    assertThat(prices.hourly("hat")).isEqualTo("hat 2");
  }

  @Test
  void call_whereTheCarrierIsAnInterceptorBinding_isKeptAsItSays() {
    Prices prices = prices();

    assertThat(prices.minutely("hat")).isEqualTo("hat 1");
    assertThat(prices.minutely("hat")).isEqualTo("hat 1");
    containers.clock().advance(Duration.ofMinutes(2));
    assertThat(prices.minutely("hat")).isEqualTo("hat 2");
  }

  @Test
  void call_ofMethodThatCarriesEvictions_evictsAll() {
    Prices prices = prices();
    prices.hourly("hat");
    prices.minutely("hat");

    prices.change("hat");

    assertThat(prices.hourly("hat")).isEqualTo("hat 3");
    assertThat(prices.minutely("hat")).isEqualTo("hat 4");
  }
}
