// SPDX-License-Identifier: Apache-2.0

/** Runs real WildFly servers beside this JVM, for tests and to look at the atlas in a browser. */
@NullMarked
package io.github.diskcache.atlas.server;

import org.jspecify.annotations.NullMarked;
