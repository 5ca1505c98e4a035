// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the values of one role; what cannot be is logged once per type and otherwise
 * not cached. Thread-safe.
 */
record RoleCodec(ValueCodec codec, CachedRole role, OnceLog log) {

  /** The encoded value; null: it is not cached. */
  byte @Nullable [] encoded(Object value) {
    try {
      return codec.encode(value);
    } catch (UnstorableException e) {
      log.warn("type " + e.type(), "[" + role.label() + "]: " + e.getMessage());
      return null;
    } catch (RuntimeException | StackOverflowError e) {
      // after a commit, nobody could do anything about it
      log.warn(
          "encode " + role.label(),
          "Cannot write entries of [" + role.label() + "], they are not cached: " + e,
          e);
      return null;
    }
  }

  byte @Nullable [] encodedVersion(@Nullable Object version) {
    return version == null ? null : encoded(version);
  }

  /** The decoded value; null: the bytes are not readable. */
  @Nullable Object decoded(byte[] bytes) {
    try {
      return codec.decode(bytes);
    } catch (UnreadableException e) {
      unreadable(e.getMessage());
      return null;
    } catch (RuntimeException | StackOverflowError e) {
      unreadable(e.toString());
      return null;
    }
  }

  void unreadable(@Nullable String reason) {
    log.warn(
        "unreadable " + role.label(),
        "An entry of [" + role.label() + "] cannot be read and is dropped: " + reason);
  }
}
