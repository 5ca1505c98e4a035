// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link Memoized} function on a {@link Memo}. Immutable. */
final class MemoizedFunction<R extends @Nullable Object> implements Memoized<R> {
  private final String name;
  private final @Nullable String tag;
  private final Memo memo;
  private final AsyncMemo async;

  MemoizedFunction(String name, @Nullable String tag, Memo memo) {
    this.name = name;
    this.tag = tag;
    this.memo = memo;
    this.async = new AsyncMemo(memo);
  }

  /** A computation of the caller's. */
  private record Work(@Nullable String tag, Callable<? extends @Nullable Object> computation)
      implements Memo.Work {
    @Override
    public @Nullable Object call() throws Exception {
      return computation.call();
    }
  }

  @Override
  public R get(Supplier<R> computation, @Nullable Object... arguments) {
    try {
      return call(computation::get, arguments);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException(e.toString());
    } catch (Exception e) {
      // Of another thread, which computes the same by a task that may throw it.
      throw new CompletionException(e);
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what is stored under the name is of its type
  public R call(Callable<R> computation, @Nullable Object... arguments) throws Exception {
    if (!memo.area().isEnabled()) {
      return computation.call();
    }
    String key = KeyText.ofPlain(name, arguments);
    Work work = new Work(tag, computation);
    Object found = memo.find(key);
    if (found == ResultStore.MISSING) {
      return (R) memo.compute(key, work);
    }
    return (R) (memo.isDueEarly(key) ? memo.recompute(key, work, found) : found);
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what is stored under the name is of its type
  public CompletionStage<R> begin(
      Supplier<CompletionStage<R>> computation, @Nullable Object... arguments) {
    if (!memo.area().isEnabled()) {
      return computation.get();
    }
    String key = KeyText.ofPlain(name, arguments);
    Work work = new Work(tag, computation::get);
    Object found = memo.find(key);
    if (found == ResultStore.MISSING) {
      return (CompletionStage<R>) async.compute(key, work);
    }
    if (memo.isDueEarly(key)) {
      async.recompute(key, work);
    }
    return (CompletionStage<R>) CompletableFuture.completedFuture(found);
  }

  @Override
  public void put(R result, @Nullable Object... arguments) {
    memo.put(KeyText.ofPlain(name, arguments), result, tag);
  }

  @Override
  public void evict(@Nullable Object... arguments) {
    memo.area().evict(new Eviction.OfKey(KeyText.ofPlain(name, arguments)));
  }

  @Override
  public void evictAll() {
    memo.area().evict(new Eviction.OfName(name));
  }
}
