// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/**
 * The instructions of Python's pickle machine that matter here: those that plain values need in
 * protocols 2 to 5, and those that lead to a class, which are known so that they can be refused by
 * name. Those of the older protocols 0 and 1 are left out.
 */
enum PickleOpcode {
  PROTO(0x80),
  FRAME(0x95),
  STOP('.'),
  MARK('('),
  POP('0'),
  POP_MARK('1'),

  NONE('N'),
  NEWTRUE(0x88),
  NEWFALSE(0x89),
  BININT('J'),
  BININT1('K'),
  BININT2('M'),
  LONG1(0x8a),
  LONG4(0x8b),
  BINFLOAT('G'),

  SHORT_BINUNICODE(0x8c),
  BINUNICODE('X'),
  BINUNICODE8(0x8d),
  SHORT_BINBYTES('C'),
  BINBYTES('B'),
  BINBYTES8(0x8e),
  BYTEARRAY8(0x96),

  EMPTY_TUPLE(')'),
  TUPLE1(0x85),
  TUPLE2(0x86),
  TUPLE3(0x87),
  TUPLE('t'),
  EMPTY_LIST(']'),
  APPEND('a'),
  APPENDS('e'),
  EMPTY_DICT('}'),
  SETITEM('s'),
  SETITEMS('u'),
  EMPTY_SET(0x8f),
  ADDITEMS(0x90),
  FROZENSET(0x91),

  MEMOIZE(0x94),
  BINPUT('q'),
  LONG_BINPUT('r'),
  BINGET('h'),
  LONG_BINGET('j'),

  GLOBAL('c'),
  STACK_GLOBAL(0x93),
  REDUCE('R'),
  BUILD('b'),
  INST('i'),
  OBJ('o'),
  NEWOBJ(0x81),
  NEWOBJ_EX(0x92),
  EXT1(0x82),
  EXT2(0x83),
  EXT4(0x84),
  PERSID('P'),
  BINPERSID('Q'),
  NEXT_BUFFER(0x97),
  READONLY_BUFFER(0x98);

  private static final @Nullable PickleOpcode[] BY_CODE = new @Nullable PickleOpcode[256];

  static {
    for (PickleOpcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;

  PickleOpcode(int code) {
    this.code = code;
  }

  byte code() {
    return (byte) code;
  }

  /** The instruction of a byte, or null when there is none. */
  static @Nullable PickleOpcode of(byte code) {
    return BY_CODE[code & 0xFF];
  }
}
