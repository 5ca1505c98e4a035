// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks a parameter that does not count in the key of a {@link DiskMemoized}, {@link DiskPut} or
 * {@link DiskEvict} method.
 */
@Documented
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface CacheIgnore {}
