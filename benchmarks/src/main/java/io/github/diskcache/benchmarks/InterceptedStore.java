// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.diskcache.cdi.DiskMemoized;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Calls a method of a CDI bean, which an interceptor answers from what it has kept. */
final class InterceptedStore implements Store {
  private final SeContainer container;
  private final Texts texts;
  private final BiFunction<Texts, String, String> call;

  private InterceptedStore(Path directory, BiFunction<Texts, String, String> call) {
    System.setProperty("diskcache.directory", directory.toString());
    this.container =
        SeContainerInitializer.newInstance()
            .addBeanClasses(Texts.class, KeepInterceptor.class, PassInterceptor.class)
            .initialize();
    this.texts = container.select(Texts.class).get();
    this.call = call;
  }

  /** Answered by our interceptor. */
  static Store memoized(Path directory) {
    return new InterceptedStore(directory, Texts::memoized);
  }

  /** Answered by one that keeps results in Caffeine, by method and arguments. */
  static Store caffeine(Path directory) {
    return new InterceptedStore(directory, Texts::kept);
  }

  /** Passed on by one that does nothing. */
  static Store bare(Path directory) {
    return new InterceptedStore(directory, Texts::passed);
  }

  @InterceptorBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface Keep {}

  @InterceptorBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface Pass {}

  /** Keeps results as quarkus-cache does. */
  @Keep
  @Interceptor
  @Priority(Interceptor.Priority.LIBRARY_BEFORE)
  static class KeepInterceptor {
    private final Cache<Key, Object> results = Caffeine.newBuilder().maximumSize(100_000).build();

    private record Key(Method method, List<Object> arguments) {}

    @AroundInvoke
    @Nullable Object around(InvocationContext context) {
      Key key = new Key(context.getMethod(), Arrays.asList(context.getParameters()));
      return results.get(key, missing -> proceed(context));
    }

    private static Object proceed(InvocationContext context) {
      try {
        return context.proceed();
      } catch (Exception e) {
        throw new BenchmarkException("Cannot call the method", e);
      }
    }
  }

  /** Does nothing. */
  @Pass
  @Interceptor
  @Priority(Interceptor.Priority.LIBRARY_BEFORE)
  static class PassInterceptor {
    @AroundInvoke
    Object around(InvocationContext context) throws Exception {
      return context.proceed();
    }
  }

  /** The bean. */
  @ApplicationScoped
  static class Texts {
    @DiskMemoized(name = "text")
    public String memoized(String key) {
      return made(key);
    }

    @Keep
    public String kept(String key) {
      return made(key);
    }

    @Pass
    public String passed(String key) {
      return key;
    }

    private static String made(String key) {
      return "v".repeat(Scale.USUAL.valueBytes() - Data.KEY_LENGTH) + key;
    }
  }

  @Override
  public @Nullable Object get(String key) {
    return call.apply(texts, key);
  }

  /** Nothing: the method makes the value. */
  @Override
  public void set(String key, Object value) {}

  /** Nothing. */
  @Override
  public void delete(String key) {}

  /** Nothing. */
  @Override
  public void clear() {}

  @Override
  public void close() {
    container.close();
  }
}
