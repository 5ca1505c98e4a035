// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** The first byte of an encoded value. Numbers are stored: none may change its meaning. */
final class Tag {
  /** Part of every fingerprint: raise it when a type is written differently. */
  static final int CODEC_VERSION = 1;

  static final byte NULL = 0;
  static final byte TRUE = 1;
  static final byte FALSE = 2;
  static final byte BYTE = 3;
  static final byte SHORT = 4;
  static final byte INTEGER = 5;
  static final byte LONG = 6;
  static final byte FLOAT = 7;
  static final byte DOUBLE = 8;
  static final byte CHARACTER = 9;
  static final byte LATIN_TEXT = 10;
  static final byte WIDE_TEXT = 11;
  static final byte BIG_INTEGER = 12;
  static final byte BIG_DECIMAL = 13;
  static final byte UUID = 14;
  static final byte ENUM = 15;

  static final byte INSTANT = 20;
  static final byte LOCAL_DATE = 21;
  static final byte LOCAL_TIME = 22;
  static final byte LOCAL_DATE_TIME = 23;
  static final byte OFFSET_TIME = 24;
  static final byte OFFSET_DATE_TIME = 25;
  static final byte ZONED_DATE_TIME = 26;
  static final byte DURATION = 27;
  static final byte YEAR = 28;
  static final byte ZONE = 29;
  static final byte DATE = 30;
  static final byte SQL_DATE = 31;
  static final byte SQL_TIME = 32;
  static final byte SQL_TIMESTAMP = 33;
  static final byte CURRENCY = 34;

  static final byte BYTES = 40;
  static final byte CHARS = 41;
  static final byte INTS = 42;
  static final byte LONGS = 43;
  static final byte SHORTS = 44;
  static final byte FLOATS = 45;
  static final byte DOUBLES = 46;
  static final byte BOOLEANS = 47;
  static final byte ARRAY = 48;

  static final byte ARRAY_LIST = 60;
  static final byte HASH_SET = 61;
  static final byte LINKED_HASH_SET = 62;
  static final byte TREE_SET = 63;
  static final byte HASH_MAP = 64;
  static final byte LINKED_HASH_MAP = 65;
  static final byte TREE_MAP = 66;

  static final byte UNFETCHED = 80;
  static final byte UNKNOWN = 81;
  static final byte ENTITY_ENTRY = 82;
  static final byte COLLECTION_ENTRY = 83;
  static final byte QUERY_RESULTS = 84;
  static final byte SERIALIZED = 90;

  private Tag() {}
}
