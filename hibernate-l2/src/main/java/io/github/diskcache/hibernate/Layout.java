// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/**
 * Where what is in the shared file, in words of 64 bits. Any change needs a new {@link #VERSION},
 * which is part of the file's name: processes of both versions then do not share a file.
 *
 * <pre>
 * header        64 words   magic, size, boot id, era, clock, general floors, warm start
 * processes    128 words   an id of 128 bits per slot
 * guards     65536 words   stamp of the last invalidation of a key of the stripe
 * poisons    65536 words   entries of the stripe stamped at or below do not count
 * floors      2048 x 64    name hash, floor, entry count, and what each process has open
 * </pre>
 */
final class Layout {
  static final int VERSION = 2;
  static final long MAGIC = 0x4453_4b43_2d4c_3201L;

  static final int MAGIC_WORD = 0;
  static final int SIZE_WORD = 1;
  static final int BOOT_WORD = 2;
  static final int ERA_WORD = 4;
  static final int SLOTS_USED_WORD = 5;
  static final int CLOCK_WORD = 16;
  static final int FLOOR_WORD = 24;
  static final int MUTABLE_FLOOR_WORD = 25;
  static final int BEGIN_WORD = 26;
  static final int END_WORD = 27;
  static final int CHANGE_WORD = 28;
  static final int READ_ONLY_INSERT_WORD = 29;
  static final int PROBE_STAMP_WORD = 30;
  static final int PROBE_WORD = 31;

  static final int PROCESSES = 56;
  static final int PROCESS_WORDS = 64;

  static final int STRIPES = 1 << 16;
  static final int GUARDS = 192;
  static final int POISONS = GUARDS + STRIPES;

  static final int FLOORS = POISONS + STRIPES;
  static final int FLOOR_COUNT = 2048;
  static final int FLOOR_WORDS = 64;
  static final int FLOOR_CELLS = FLOOR_WORDS - PROCESSES;

  static final int SIZE = FLOORS + FLOOR_COUNT * FLOOR_WORDS;

  private Layout() {}

  static int sizeBytes() {
    return SIZE << 3;
  }
}
