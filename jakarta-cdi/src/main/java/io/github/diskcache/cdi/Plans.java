// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the interceptors do on the methods of each bean. Thread-safe. */
final class Plans {
  private final Planner planner;
  private final Map<Class<?>, Map<Method, MethodPlan>> byBean = new ConcurrentHashMap<>();

  Plans(Planner planner) {
    this.planner = planner;
  }

  void add(Declared one, MethodPlan plan) {
    byBean.computeIfAbsent(one.bean(), key -> new ConcurrentHashMap<>()).put(one.method(), plan);
  }

  /** The plan of the method that is called. */
  MethodPlan of(InvocationContext call) {
    Class<?> type = call.getTarget().getClass();
    Map<Method, MethodPlan> plans = byBean.get(type);
    if (plans == null) {
      // The container's subclass of a bean has the bean's plans.
      plans =
          byBean.computeIfAbsent(BeanMethods.behindProxy(type), key -> new ConcurrentHashMap<>());
      byBean.put(type, plans);
    }
    MethodPlan plan = plans.get(call.getMethod());
    return plan == null ? late(BeanMethods.behindProxy(type), call.getMethod(), plans) : plan;
  }

  private synchronized MethodPlan late(
      Class<?> bean, Method method, Map<Method, MethodPlan> plans) {
    return plans.computeIfAbsent(
        method, key -> planner.late(new Declared(bean, key, List.of(key.getAnnotations()))));
  }
}
