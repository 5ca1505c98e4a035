// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** A setting has no such name or takes no such value. The stored one stays as it was. */
public final class CacheSettingException extends CacheException {
  private static final long serialVersionUID = 1;

  CacheSettingException(String act, Object subject, String reason, String remedy) {
    super(message(act, subject, reason, remedy), null);
  }
}
