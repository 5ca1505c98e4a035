// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.diskcache.Cache;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.recipes.BoundedSemaphore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads 10 and 11: what an annotation cannot mean fails deployment, and is not ignored. */
class MisuseTest {
  @RegisterExtension final Containers containers = new Containers();

  @Dependent
  static class Private {
    @DiskMemoized
    private String lookup(String article) {
      return article;
    }

    public String call() {
      return lookup("hat");
    }
  }

  @Dependent
  static class Static {
    @DiskMemoized
    public static String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class Final {
    @DiskThrottled(count = 1)
    public final String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class NoResult {
    @DiskMemoized
    public void lookup(String article) {}
  }

  @Dependent
  static class VoidStage {
    @DiskMemoized
    public CompletionStage<Void> lookup(String article) {
      return CompletableFuture.completedFuture(null);
    }
  }

  static class Made {
    @DiskMemoized
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class Maker {
    @Produces
    Made made() {
      return new Made();
    }
  }

  @Dependent
  static class FieldMaker {
    @Produces Made made = new Made();
  }

  @Dependent
  static class StreamKey {
    @DiskMemoized
    public String lookup(String article, InputStream source) {
      return article;
    }
  }

  @Dependent
  static class CodeKey {
    @DiskMemoized
    public String lookup(Supplier<String> article) {
      return article.get();
    }
  }

  @Dependent
  static class StreamResult {
    @DiskMemoized
    public Stream<String> lookup(String article) {
      return Stream.of(article);
    }
  }

  @Dependent
  static class FutureResult {
    @DiskMemoized
    public Future<String> lookup(String article) {
      return CompletableFuture.completedFuture(article);
    }
  }

  interface Shape {}

  @Dependent
  static class AbstractResult {
    @DiskMemoized
    public List<Shape> lookup(String article) {
      return List.of();
    }
  }

  @Dependent
  static class UnknownCache {
    @DiskMemoized(cache = "prices")
    public String lookup(String article) {
      return article;
    }

    @DiskEvict(cache = "prises", all = true)
    public void change() {}
  }

  @Dependent
  static class UnknownName {
    @DiskMemoized(name = "price")
    public String lookup(String article) {
      return article;
    }

    @DiskEvict(name = "prize")
    public void change(String article) {}
  }

  @Dependent
  static class BadDuration {
    @DiskMemoized(expire = "ten minutes")
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class NoDuration {
    @DiskMemoized(expire = "${shop.expire}")
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class NameTwice {
    @DiskMemoized(name = "price")
    public String lookup(String article) {
      return article;
    }

    @DiskMemoized(name = "price")
    public String other(String article) {
      return article;
    }
  }

  @Dependent
  static class OtherKey {
    @DiskMemoized
    public String lookup(String article) {
      return article;
    }

    @DiskEvict(name = "lookup")
    public void change(long number) {}
  }

  @Dependent
  static class OtherResult {
    @DiskMemoized
    public String lookup(String article) {
      return article;
    }

    @DiskPut(name = "lookup")
    public Long change(String article) {
      return 1L;
    }
  }

  @Dependent
  static class Contradiction {
    @DiskMemoized
    @DiskPut(name = "lookup")
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class NegativeBeta {
    @DiskMemoized(beta = -1)
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class UnknownParameter {
    @DiskMemoized(ignore = "5")
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class UnknownInTag {
    @DiskMemoized(tag = "article-{7}")
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class BadCacheName {
    @DiskMemoized(cache = "../prices")
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class EvictsNothing {
    @DiskMemoized
    public String lookup(String article) {
      return article;
    }

    @DiskEvict
    public void change(String article) {}
  }

  static class Generator implements CacheKeyGenerator {
    private final String prefix;

    Generator(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public Object key(java.lang.reflect.Method method, List<Object> arguments) {
      return prefix + arguments;
    }
  }

  @Dependent
  static class NoGenerator {
    @DiskMemoized(keyGenerator = Generator.class)
    public String lookup(String article) {
      return article;
    }
  }

  @Dependent
  static class NoRate {
    @DiskThrottled(count = 0)
    public void send() {}
  }

  @Dependent
  static class LockOfStage {
    @DiskBarrier
    public CompletionStage<String> send() {
      return CompletableFuture.completedFuture("sent");
    }
  }

  @Dependent
  static class InjectsStream {
    @Inject Cache<String, InputStream> cache;
  }

  @Dependent
  static class InjectsBadName {
    @Inject
    @CacheName("a/b")
    Cache<String, Long> cache;
  }

  @Dependent
  static class InjectsNoPermits {
    @Inject
    @CacheName("printers")
    BoundedSemaphore printers;
  }

  @Dependent
  static class InjectsFanout {
    @Inject
    @CacheName("plain")
    FanoutCache<String, Long> cache;
  }

  record Case(Message message, Class<?> bean) {
    @Override
    public String toString() {
      return message + " " + bean.getSimpleName();
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case(Message.METHOD_PRIVATE, Private.class),
        new Case(Message.METHOD_STATIC, Static.class),
        new Case(Message.METHOD_FINAL, Final.class),
        new Case(Message.RESULT_VOID, NoResult.class),
        new Case(Message.RESULT_VOID, VoidStage.class),
        new Case(Message.BEAN_PRODUCED, Maker.class),
        new Case(Message.BEAN_PRODUCED, FieldMaker.class),
        new Case(Message.KEY_TYPE, StreamKey.class),
        new Case(Message.KEY_TYPE, CodeKey.class),
        new Case(Message.RESULT_TYPE, StreamResult.class),
        new Case(Message.RESULT_TYPE, FutureResult.class),
        new Case(Message.RESULT_TYPE, AbstractResult.class),
        new Case(Message.CACHE_UNKNOWN, UnknownCache.class),
        new Case(Message.NAME_UNKNOWN, UnknownName.class),
        new Case(Message.DURATION, BadDuration.class),
        new Case(Message.VALUE, NoDuration.class),
        new Case(Message.NAME_TAKEN, NameTwice.class),
        new Case(Message.KEY_MISMATCH, OtherKey.class),
        new Case(Message.RESULT_MISMATCH, OtherResult.class),
        new Case(Message.CONTRADICTION, Contradiction.class),
        new Case(Message.VALUE, NegativeBeta.class),
        new Case(Message.PARAMETER_UNKNOWN, UnknownParameter.class),
        new Case(Message.PARAMETER_UNKNOWN, UnknownInTag.class),
        new Case(Message.CACHE_NAME, BadCacheName.class),
        new Case(Message.EVICTS_NOTHING, EvictsNothing.class),
        new Case(Message.COMPONENT, NoGenerator.class),
        new Case(Message.VALUE, NoRate.class),
        new Case(Message.LOCK_OF_STAGE, LockOfStage.class),
        new Case(Message.INJECTED_TYPE, InjectsStream.class),
        new Case(Message.CACHE_NAME, InjectsBadName.class),
        new Case(Message.VALUE, InjectsNoPermits.class),
        new Case(Message.KIND, InjectsFanout.class));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void deploy_ofMisuse_failsAndSaysWhere(Case misuse) {
    containers.set("diskcache.plain.type", "cache");

    String report = report(misuse.bean);

    if (misuse.message == Message.METHOD_FINAL && report.contains("InterceptorBinding")) {
      return; // OpenWebBeans refuses it by itself, and first.
    }
    String subject =
        misuse.message == Message.BEAN_PRODUCED ? Made.class.getName() : misuse.bean.getName();
    assertThat(report).contains(misuse.message.id()).contains(subject);
    assertThat(report).contains("1 problem:");
  }

  private String report(Class<?>... beans) {
    Throwable failure = catchThrowable(() -> containers.start(beans));
    assertThat(failure).as("deployment succeeds").isNotNull();
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause.getMessage()).append('\n');
    }
    return all.toString();
  }

  @Test
  void deploy_ofSeveralMisuses_reportsAllAtOnce() {
    String report =
        report(NoResult.class, BadDuration.class, StreamResult.class, LockOfStage.class);

    assertThat(report)
        .contains("4 problems:")
        .contains(
            Arrays.asList(
                Message.RESULT_VOID.id(),
                Message.DURATION.id(),
                Message.RESULT_TYPE.id(),
                Message.LOCK_OF_STAGE.id()));
  }

  @ApplicationScoped
  static class Good {
    @DiskMemoized
    public String lookup(String article) {
      return article;
    }
  }

  @Test
  void deploy_ofGoodBeanBesides_isTold() {
    String report = report(Good.class, NoResult.class);

    assertThat(report).contains("1 problem:").doesNotContain(Good.class.getName());
  }

  @Test
  void message_ofEachProblem_namesMethodAndRemedy() {
    assertThat(report(UnknownCache.class))
        .contains(
            "DISKCACHE-CDI-008: @DiskEvict on ["
                + UnknownCache.class.getName()
                + ".change()]: nothing stores in the cache [prises]; did you mean [prices]?");
  }
}
