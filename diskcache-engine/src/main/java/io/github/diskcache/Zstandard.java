// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** Zstandard by zstd-jni. Loaded only where that is. Stateless. */
final class Zstandard {
  private static final int LEVEL = 3;

  private Zstandard() {}

  static byte[] compress(byte[] plain) {
    return Zstd.compress(plain, LEVEL);
  }

  /** Expands in one step into an array of the right length, so that no window is allocated. */
  static byte[] expand(byte[] framed, int from, int length) {
    byte[] plain = new byte[length];
    try {
      long expanded =
          Zstd.decompressByteArray(plain, 0, length, framed, from, framed.length - from);
      if (expanded != length) {
        throw Compression.damaged("it has another length");
      }
      return plain;
    } catch (ZstdException e) {
      throw Compression.damaged(String.valueOf(e.getMessage()));
    }
  }
}
