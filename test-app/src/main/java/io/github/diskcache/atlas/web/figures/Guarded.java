// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Answers only requests that this application's own page makes; {@link Guard} tells which. */
@NameBinding
@Retention(RUNTIME)
@Target({METHOD, TYPE})
@interface Guarded {}
