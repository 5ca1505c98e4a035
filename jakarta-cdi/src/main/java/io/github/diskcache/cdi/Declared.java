// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A method of a bean and what it carries.
 *
 * @param bean the class of the bean
 * @param method the method
 * @param annotations its annotations, as the container sees them
 */
record Declared(Class<?> bean, Method method, List<Annotation> annotations) {

  /** One of the annotations on the method, as it is told to people. */
  String subject(Class<? extends Annotation> annotation) {
    return '@' + annotation.getSimpleName() + " on [" + BeanMethods.described(bean, method) + ']';
  }
}
