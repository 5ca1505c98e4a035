// SPDX-License-Identifier: Apache-2.0

/**
 * The atlas as a web application: REST resources on Jakarta EE, with nothing of DiskCache inside.
 */
@NullMarked
package io.github.diskcache.atlas.web;

import org.jspecify.annotations.NullMarked;
