// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is done when a method has succeeded, before its caller knows. Stateless. */
final class AfterSuccess {
  private AfterSuccess() {}

  /**
   * Does it with the result, when that is there: what the method has returned, or a stage brings.
   */
  static @Nullable Object of(@Nullable Object returned, Consumer<@Nullable Object> act) {
    if (returned instanceof CompletionStage<?> stage) {
      return stage.thenApply(
          result -> {
            act.accept(result);
            return result;
          });
    }
    act.accept(returned);
    return returned;
  }
}
