// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Codec;
import io.github.diskcache.DamagedValueException;
import io.github.diskcache.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Results of a type, and what lies beside them. A result that is stored as JSON carries the shape
 * of its class: one that was stored by another form of the class is a miss, and never a result with
 * some of its parts missing. Immutable.
 */
final class MemoCodec implements Codec<Object> {
  private static final String LEASE = "diskcache.lease";
  private static final String TIMED = "diskcache.timed";
  private static final String SHAPED = "diskcache.shaped";

  private final Codec<Object> results;
  private final String shape;

  /**
   * Wraps the codec of results.
   *
   * @param shape of their class; empty when their codec does not depend on it
   */
  MemoCodec(Codec<Object> results, String shape) {
    this.results = results;
    this.shape = shape;
  }

  @Override
  public boolean isImmutable() {
    return results.isImmutable();
  }

  @Override
  public Object encode(Object object) {
    if (object instanceof Lease lease) {
      return Tuple.of(LEASE, lease.token());
    }
    if (object instanceof Timed timed) {
      Object result = timed.result() == null ? null : encodeResult(timed.result());
      return Tuple.of(TIMED, result, timed.seconds());
    }
    return encodeResult(object);
  }

  private Object encodeResult(Object result) {
    Object encoded = results.encode(result);
    return shape.isEmpty() ? encoded : Tuple.of(SHAPED, shape, encoded);
  }

  @Override
  public Object decode(Object stored) {
    if (stored instanceof Tuple tuple && tuple.items().size() > 1) {
      List<@Nullable Object> items = tuple.items();
      Object second = items.get(1);
      if (LEASE.equals(items.get(0)) && second instanceof String token) {
        return new Lease(token);
      }
      if (TIMED.equals(items.get(0)) && items.get(2) instanceof Double seconds) {
        return new Timed(second == null ? null : decodeResult(second), seconds);
      }
    }
    return decodeResult(stored);
  }

  private Object decodeResult(Object stored) {
    if (shape.isEmpty()) {
      return results.decode(stored);
    }
    if (stored instanceof Tuple tuple
        && tuple.items().size() == 3
        && tuple.items().get(0) instanceof String mark
        && mark.equals(SHAPED)) {
      Object encoded = tuple.items().get(2);
      if (encoded != null && shape.equals(tuple.items().get(1))) {
        return results.decode(encoded);
      }
    }
    throw new DamagedValueException("it was stored by another form of the class");
  }
}
