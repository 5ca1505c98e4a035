// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.interceptor.InvocationContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A {@link DiskMemoized} method of a bean. Immutable. */
final class MemoizedMethod {
  private final String subject;
  private final String name;
  private final Parameters parameters;
  private final KeyText keys;
  private final TagText tag;
  private final ResultType type;
  private final Memo memo;
  private final AsyncMemo async;

  MemoizedMethod(
      String subject,
      String name,
      Parameters parameters,
      KeyText keys,
      TagText tag,
      ResultType type,
      Memo memo) {
    this.subject = subject;
    this.name = name;
    this.parameters = parameters;
    this.keys = keys;
    this.tag = tag;
    this.type = type;
    this.memo = memo;
    this.async = new AsyncMemo(memo);
  }

  /** The method, as it is told to people. */
  String subject() {
    return subject;
  }

  String name() {
    return name;
  }

  boolean isTyped() {
    return keys.isTyped();
  }

  boolean hasGenerator() {
    return keys.hasGenerator();
  }

  Parameters parameters() {
    return parameters;
  }

  ResultType type() {
    return type;
  }

  Memo memo() {
    return memo;
  }

  /** The tag of a result whose arguments that count are given. */
  @Nullable String tagOf(List<@Nullable Object> counted) {
    @Nullable Object[] arguments = new Object[parameters.method().getParameterCount()];
    for (int i = 0; i < counted.size(); i++) {
      arguments[parameters.positions().get(i)] = counted.get(i);
    }
    return tag.of(arguments);
  }

  /** What a call gives: what was kept, or what the method returns. */
  @Nullable Object invoke(InvocationContext call) throws Exception {
    if (!memo.area().isEnabled()) {
      return call.proceed();
    }
    @Nullable Object[] arguments = call.getParameters();
    String key;
    try {
      key = keys.of(arguments);
    } catch (RuntimeException e) {
      memo.area().account().fault(e);
      return call.proceed();
    }
    Object found = memo.find(key);
    if (found == ResultStore.MISSING) {
      Work work = new Work(call, arguments);
      return type.async() ? wrapped(async.compute(key, work)) : type.wrap(memo.compute(key, work));
    }
    if (memo.isDueEarly(key)) {
      found = recomputed(key, new Work(call, arguments), found);
    }
    return type.async() ? CompletableFuture.completedFuture(type.wrap(found)) : type.wrap(found);
  }

  private @Nullable Object recomputed(String key, Memo.Work work, @Nullable Object present) {
    if (type.async()) {
      async.recompute(key, work);
      return present;
    }
    return memo.recompute(key, work, present);
  }

  private Object wrapped(CompletableFuture<@Nullable Object> result) {
    return type.optional() ? result.thenApply(type::wrap) : result;
  }

  /** A call of the method itself. */
  private final class Work implements Memo.Work {
    private final InvocationContext call;
    private final @Nullable Object[] arguments;

    Work(InvocationContext call, @Nullable Object[] arguments) {
      this.call = call;
      this.arguments = arguments;
    }

    @Override
    public @Nullable Object tag() {
      return tag.of(arguments);
    }

    @Override
    public @Nullable Object call() throws Exception {
      Object returned = call.proceed();
      if (!type.async()) {
        return type.unwrap(returned);
      }
      return type.optional() && returned != null
          ? ((CompletionStage<?>) returned).thenApply(type::unwrap)
          : returned;
    }
  }
}
