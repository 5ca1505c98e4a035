// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import jakarta.enterprise.inject.spi.CDI;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a store in beans: opens it when it is first used, closes it never, since others use it
 * too, and goes with a bean that is passivated. Thread-safe.
 */
final class Handle implements InvocationHandler, Serializable {
  private static final long serialVersionUID = 1;

  private final HandleId id;
  private transient @Nullable OpenStores stores;
  private transient volatile @Nullable Object target;

  private Handle(HandleId id, OpenStores stores) {
    this.id = id;
    this.stores = stores;
  }

  /** A handle of the store's interface. */
  static Object of(HandleId id, OpenStores stores) {
    return proxy(id.kind().type(), new Handle(id, stores));
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        Handle.class.getClassLoader(), new Class<?>[] {type, Serializable.class}, handler);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(method, arguments);
    }
    if (method.getName().equals("close") && method.getParameterCount() == 0) {
      return null;
    }
    try {
      Object answer = method.invoke(target(), arguments);
      // A view would close the store that it is a view of.
      return answer instanceof Cache<?, ?> view && method.getReturnType() == view(view)
          ? unclosed(view)
          : answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Class<?> view(Cache<?, ?> view) {
    return view instanceof io.github.diskcache.FanoutCache
        ? io.github.diskcache.FanoutCache.class
        : Cache.class;
  }

  private static Object unclosed(Cache<?, ?> view) {
    return Proxy.newProxyInstance(
        Handle.class.getClassLoader(),
        new Class<?>[] {view(view)},
        (proxy, method, arguments) -> {
          if (method.getName().equals("close") && method.getParameterCount() == 0) {
            return null;
          }
          try {
            return method.invoke(view, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private Object ofObject(Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" ->
          arguments != null
              && arguments[0] != null
              && Proxy.isProxyClass(arguments[0].getClass())
              && Proxy.getInvocationHandler(arguments[0]) instanceof Handle other
              && other.id.equals(id);
      case "hashCode" -> id.hashCode();
      default -> id.toString();
    };
  }

  private Object target() {
    Object open = target;
    if (open == null) {
      OpenStores from = stores;
      if (from == null) {
        // It comes out of a passivated bean.
        from = DiskCacheExtension.of(CDI.current().getBeanManager()).stores();
        stores = from;
      }
      open = from.open(id);
      target = open;
    }
    return open;
  }
}
