// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes that are the same in every process and version: they are stored. */
final class Hash {
  private Hash() {}

  /** A fast hash, to choose places by. */
  static long fast64(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }

  static long fast64(String text) {
    return fast64(text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256: two different inputs never have the same. */
  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  static long digest64(byte[] bytes) {
    return ByteBuffer.wrap(digest(bytes)).getLong();
  }
}
