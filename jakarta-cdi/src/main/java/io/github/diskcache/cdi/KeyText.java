// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Method;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the key of a call: the name and, in parentheses, the arguments that count. It is text,
 * because a near tier finds that without encoding it. Immutable.
 */
final class KeyText {
  private static final int LONGEST = 1000;
  private static final int RECENT = 1024;

  private static final Set<Class<?>> SIMPLE =
      Set.of(String.class, long.class, Long.class, int.class, Integer.class, UUID.class);

  private final String prefix;
  private final Method method;
  private final int[] positions;
  private final KeyPart[] parts;
  private final boolean typed;
  private final @Nullable Supplier<CacheKeyGenerator> generator;

  /** Keys of late, found by their only argument: the same text object hashes and compares fast. */
  private final @Nullable Recent @Nullable [] recent;

  /** An argument that never changes, and its key. */
  private record Recent(Object argument, String key) {}

  KeyText(
      String name,
      Method method,
      List<Parameter> parameters,
      boolean typed,
      @Nullable Supplier<CacheKeyGenerator> generator) {
    this.prefix = prefix(name);
    this.method = method;
    this.positions = parameters.stream().mapToInt(Parameter::position).toArray();
    this.parts = parameters.stream().map(Parameter::part).toArray(KeyPart[]::new);
    this.typed = typed;
    this.generator = generator;
    this.recent =
        parameters.size() == 1 && generator == null && !typed && isSimple(parameters.get(0))
            ? new Recent[RECENT]
            : null;
  }

  private boolean isSimple(Parameter parameter) {
    Class<?> type = method.getParameterTypes()[parameter.position()];
    return SIMPLE.contains(type) || type.isEnum();
  }

  /** A parameter that counts. */
  record Parameter(int position, KeyPart part) {}

  /** What the keys of all results of a name begin with. */
  static String prefix(String name) {
    return name + '(';
  }

  boolean isTyped() {
    return typed;
  }

  boolean hasGenerator() {
    return generator != null;
  }

  /** The key of a call. */
  String of(@Nullable Object[] arguments) {
    Object argument = recent == null ? null : arguments[positions[0]];
    return recent == null || argument == null ? made(arguments) : recent(argument, arguments);
  }

  private String recent(Object argument, @Nullable Object[] arguments) {
    @Nullable Recent[] slots = Objects.requireNonNull(recent);
    int hash = argument.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (RECENT - 1);
    // Races lose one key or the other, and each object is whole: its fields are final.
    Recent found = slots[slot];
    if (found != null && found.argument.equals(argument)) {
      return found.key;
    }
    String key = made(arguments);
    slots[slot] = new Recent(argument, key);
    return key;
  }

  private String made(@Nullable Object[] arguments) {
    StringBuilder key = new StringBuilder(prefix.length() + 24).append(prefix);
    if (generator != null) {
      KeyPart.plain(key, generated(generator.get(), arguments));
    } else {
      for (int i = 0; i < parts.length; i++) {
        if (i > 0) {
          key.append(',');
        }
        Object argument = arguments[positions[i]];
        parts[i].append(key, argument);
        if (typed && argument != null) {
          key.append(':').append(argument.getClass().getName());
        }
      }
    }
    return finished(prefix, key.append(')'));
  }

  /** The key of arguments of no declared types. */
  static String ofPlain(String name, @Nullable Object... arguments) {
    String prefix = prefix(name);
    StringBuilder key = new StringBuilder(prefix);
    for (int i = 0; i < arguments.length; i++) {
      if (i > 0) {
        key.append(',');
      }
      KeyPart part = arguments[i] == null ? KeyPart::plain : KeyPart.of(arguments[i].getClass());
      part.append(key, arguments[i]);
    }
    return finished(prefix, key.append(')'));
  }

  private @Nullable Object generated(CacheKeyGenerator maker, @Nullable Object[] arguments) {
    return maker.key(method, counted(arguments));
  }

  /** Those of all arguments that count. */
  List<@Nullable Object> counted(@Nullable Object[] arguments) {
    List<@Nullable Object> counted = new ArrayList<>(positions.length);
    for (int position : positions) {
      counted.add(arguments[position]);
    }
    return counted;
  }

  /** Long keys keep their beginning, by which they are found, and a digest of the rest. */
  private static String finished(String prefix, StringBuilder key) {
    if (key.length() <= LONGEST) {
      return key.toString();
    }
    String rest = key.substring(prefix.length());
    return prefix + "sha256:" + HexFormat.of().formatHex(digest(rest)) + ')';
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
