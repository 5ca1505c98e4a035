// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything below {@code /api}. */
@ApplicationPath("api")
public class AtlasApplication extends Application {}
