// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random values that JSON has a form for, the same for the same seed. */
final class JsonSamples {
  private static final String[] TEXTS = {
    "",
    "a",
    "héllo",
    "日本",
    "😀",
    "\"quoted\\\"",
    "tab\tline\nreturn\r",
    "\u0000\u001f\u007f\u2028",
    "\ud800",
    "\udc00x",
    "/",
    "\b\f",
    "true",
    "1",
    "~ !"
  };

  private final Random random;

  JsonSamples(long seed) {
    this.random = new Random(seed);
  }

  Object any() {
    return any(0);
  }

  private Object any(int depth) {
    return switch (random.nextInt(depth < 5 ? 12 : 8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> new BigInteger(random.nextInt(200), random).negate();
      case 4, 5 -> number();
      case 6, 7 -> text();
      case 8, 9 -> list(depth);
      default -> map(depth);
    };
  }

  double number() {
    return switch (random.nextInt(6)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextInt(100_000) / 100.0;
      case 2 -> random.nextInt(30) * Math.pow(10, random.nextInt(40) - 20);
      case 3 -> Math.scalb(1.0, random.nextInt(2098) - 1074);
      case 4 -> Double.longBitsToDouble(random.nextLong() & 0xFFFFFFFFFFFFFL >> random.nextInt(52));
      default -> random.nextDouble();
    };
  }

  private String text() {
    if (random.nextBoolean()) {
      return TEXTS[random.nextInt(TEXTS.length)];
    }
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(40); length > 0; length--) {
      text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
    }
    return text.toString();
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    for (int size = random.nextInt(6); size > 0; size--) {
      list.add(any(depth + 1));
    }
    return list;
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int size = random.nextInt(6); size > 0; size--) {
      map.put(text(), any(depth + 1));
    }
    return map;
  }
}
