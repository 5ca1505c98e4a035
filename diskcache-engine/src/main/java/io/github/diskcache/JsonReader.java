// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as Python's {@code json.loads} does, which is strict but for {@code NaN}, {@code
 * Infinity} and {@code -Infinity}. Confined to one thread.
 *
 * <p>The JSON may be anybody's: depth, digits and the number of items are bounded. Integers become
 * Long or BigInteger, other numbers Double, lists ArrayList and maps LinkedHashMap.
 */
final class JsonReader {
  private static final int DEEPEST = 1000;

  private final byte[] json;
  private int at;
  private int depth;
  private int items;

  private JsonReader(byte[] json) {
    this.json = json;
  }

  /**
   * The value that JSON in UTF-8 stands for.
   *
   * @throws CacheTypeException when it is larger than we would write it
   * @throws DamagedValueException when it is no JSON
   */
  static @Nullable Object read(byte[] json) {
    JsonReader reader = new JsonReader(json);
    Object value = reader.value();
    reader.skipBlanks();
    if (reader.at < json.length) {
      throw reader.damaged("something follows it");
    }
    return value;
  }

  private @Nullable Object value() {
    skipBlanks();
    if (++items > JsonWriter.MOST_ITEMS) {
      throw refused("it has more than " + JsonWriter.MOST_ITEMS + " items");
    }
    return switch (peek()) {
      case '"' -> text();
      case '[' -> list();
      case '{' -> map();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      case 'N' -> word("NaN", Double.NaN);
      case 'I' -> word("Infinity", Double.POSITIVE_INFINITY);
      default -> startsWith("-I") ? word("-Infinity", Double.NEGATIVE_INFINITY) : number();
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!startsWith(word)) {
      throw damaged("it has an unknown word");
    }
    at += word.length();
    return value;
  }

  private boolean startsWith(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= json.length || json[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  // Numbers

  private Number number() {
    int start = at;
    skip('-');
    int digits = at;
    skipDigits();
    if (at == digits || (json[digits] == '0' && at > digits + 1)) {
      throw damaged("it has a number without digits, or with a leading zero");
    }
    boolean integer = true;
    if (peekAt(0) == '.' && isDigit(peekAt(1))) {
      at++;
      skipDigits();
      integer = false;
    }
    int sign = peekAt(1) == '+' || peekAt(1) == '-' ? 1 : 0;
    if ((peekAt(0) == 'e' || peekAt(0) == 'E') && isDigit(peekAt(1 + sign))) {
      at += 1 + sign;
      skipDigits();
      integer = false;
    }
    String text = new String(json, start, at - start, StandardCharsets.US_ASCII);
    if (!integer) {
      return Double.parseDouble(text);
    }
    if (at - digits < 19) {
      return Long.parseLong(text);
    }
    if (at - digits > JsonWriter.MOST_DIGITS) {
      throw refused("it has an integer of more than " + JsonWriter.MOST_DIGITS + " digits");
    }
    BigInteger large = new BigInteger(text);
    Long fitting = Keys.integer(large);
    return fitting == null ? large : fitting;
  }

  private void skipDigits() {
    while (isDigit(peekAt(0))) {
      at++;
    }
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  // Text

  private String text() {
    expect('"');
    String unescaped = untilEscapeOrEnd();
    if (skip('"')) {
      return unescaped;
    }
    StringBuilder text = new StringBuilder(unescaped);
    while (!skip('"')) {
      text.append(escaped()).append(untilEscapeOrEnd());
    }
    return text.toString();
  }

  private String untilEscapeOrEnd() {
    int start = at;
    for (int unit = peek(); unit != '"' && unit != '\\'; unit = peek()) {
      if (unit >= 0 && unit < ' ') {
        throw damaged("it has a control character in a text");
      }
      at++;
    }
    return Utf8.decode(json, start, at - start);
  }

  private char escaped() {
    expect('\\');
    int character = peek();
    at++;
    return switch (character) {
      case '"', '\\', '/' -> (char) character;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unit();
      default -> throw damaged("it has an unknown escape");
    };
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw damaged("it has an escape without four digits");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  // Containers

  private List<@Nullable Object> list() {
    List<@Nullable Object> list = new ArrayList<>();
    if (enter('[', ']')) {
      do {
        list.add(value());
      } while (more(']'));
    }
    return list;
  }

  private Map<String, @Nullable Object> map() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (enter('{', '}')) {
      do {
        skipBlanks();
        String name = text();
        skipBlanks();
        expect(':');
        map.put(name, value());
      } while (more('}'));
    }
    return map;
  }

  /** Enters a container, and leaves it again when it is empty. */
  private boolean enter(char open, char close) {
    expect(open);
    if (++depth > DEEPEST) {
      throw refused("it is nested deeper than " + DEEPEST);
    }
    skipBlanks();
    if (peek() == close) {
      at++;
      depth--;
      return false;
    }
    return true;
  }

  /** Passes a separator, or the end of the container. */
  private boolean more(char close) {
    skipBlanks();
    if (skip(',')) {
      return true;
    }
    expect(close);
    depth--;
    return false;
  }

  // Characters

  private void skipBlanks() {
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
  }

  private int peek() {
    if (at >= json.length) {
      throw damaged("it is cut off");
    }
    return json[at];
  }

  /** A character ahead, or -1 behind the end. */
  private int peekAt(int ahead) {
    return at + ahead < json.length ? json[at + ahead] : -1;
  }

  private boolean skip(char character) {
    if (peekAt(0) != character) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char character) {
    if (!skip(character)) {
      throw damaged("it lacks [" + character + "]");
    }
  }

  private CacheTypeException refused(String reason) {
    return new CacheTypeException(
        "read", "JSON of " + json.length + " bytes", reason, "read it with another program");
  }

  private DamagedValueException damaged(String reason) {
    return new DamagedValueException(
        "the JSON of " + json.length + " bytes is damaged at byte " + at + ": " + reason);
  }
}
