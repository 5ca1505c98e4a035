// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/** Types whose objects are no data, so that neither keys nor results can be made of them. */
final class Unusable {
  private static final Set<Class<?>> LIVE =
      Set.of(
          AutoCloseable.class,
          BaseStream.class,
          Iterator.class,
          Executor.class,
          Thread.class,
          ClassLoader.class,
          Class.class);

  private static final Set<Class<?>> LATER =
      Set.of(Future.class, CompletionStage.class, Flow.Publisher.class);

  private static final Set<String> LATER_BY_NAME =
      Set.of("org.reactivestreams.Publisher", "io.smallrye.mutiny.Uni");

  private Unusable() {}

  /** Why a type is no data, or empty when it may be. */
  static Optional<String> reason(Type type) {
    Class<?> raw = Types.raw(type);
    if (LATER.stream().anyMatch(later -> later.isAssignableFrom(raw)) || isLaterByName(raw)) {
      return Optional.of("it is not there yet; a CompletionStage of data can be a result");
    }
    if (LIVE.stream().anyMatch(live -> live.isAssignableFrom(raw))) {
      return Optional.of("its objects work, and hold no data");
    }
    if (raw.isAnnotationPresent(FunctionalInterface.class)) {
      return Optional.of("it is code, and no data");
    }
    return Types.arguments(type).stream()
        .map(Unusable::reason)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isLaterByName(Class<?> type) {
    if (LATER_BY_NAME.contains(type.getName())) {
      return true;
    }
    for (Class<?> superInterface : type.getInterfaces()) {
      if (isLaterByName(superInterface)) {
        return true;
      }
    }
    return type.getSuperclass() != null && isLaterByName(type.getSuperclass());
  }
}
