// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks a parameter that makes the key of a {@link DiskMemoized}, {@link DiskPut} or {@link
 * DiskEvict} method. Where any parameter is marked, those without the mark do not count.
 */
@Documented
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface CacheKey {}
