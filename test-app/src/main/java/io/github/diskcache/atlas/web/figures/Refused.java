// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Why a request is refused, as JSON.
 *
 * @param error the reason, the end of a sentence
 */
public record Refused(String error) {

  /** Makes the answer. */
  static Response as(Response.Status status, String reason) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON)
        .entity(new Refused(reason))
        .build();
  }
}
