// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Python process that makes pickles, for comparison. A request is a line; objects travel as JSON
 * that gives every text, byte string and container a number, so that Python builds the same graph.
 */
final class PythonPickles implements AutoCloseable {
  private static final List<String> COMMANDS = List.of("python3", "/usr/bin/python3");
  private static final HexFormat HEX = HexFormat.of();

  private static final String PROGRAM =
      """
      import json, pickle, pickletools, sys
      sys.setrecursionlimit(20000)

      def build(node, known):
          kind = node[0]
          if kind == 'none': return None
          if kind == 'flag': return bool(node[1])
          if kind == 'int': return int(node[1], 16)
          if kind == 'float': return float.fromhex(node[1])
          if node[1] in known: return known[node[1]]
          if kind == 'text': made = bytes.fromhex(node[2]).decode()
          elif kind == 'bytes': made = bytes.fromhex(node[2])
          elif kind == 'tuple': made = tuple([build(item, known) for item in node[2]])
          elif kind == 'list': made = [build(item, known) for item in node[2]]
          elif kind == 'set': made = {build(item, known) for item in node[2]}
          elif kind == 'frozenset': made = frozenset([build(item, known) for item in node[2]])
          else: made = {build(k, known): build(v, known) for k, v in node[2]}
          known[node[1]] = made
          return made

      def answer(line):
          global made
          act, argument = line.split(' ', 1)
          if act == 'build':
              made = build(json.loads(argument), {})
              return pickle.dumps(made, protocol=5).hex()
          if act == 'key':
              made = build(json.loads(argument), {})
              return pickletools.optimize(pickle.dumps(made, protocol=5)).hex()
          if act == 'same':
              return str(pickle.loads(bytes.fromhex(argument)) == made)
          if act == 'again':
              protocol, argument = argument.split(' ')
              return pickle.dumps(
                  pickle.loads(bytes.fromhex(argument)), protocol=int(protocol)).hex()
          if act == 'eval':
              return pickle.dumps(eval(argument), protocol=5).hex()

      for line in sys.stdin:
          print(answer(line.rstrip('\\n')), flush=True)
      """;

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private PythonPickles(Process process) {
    this.process = process;
    this.requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** A process of the first Python found, or empty when there is none. */
  static Optional<PythonPickles> start() {
    for (String command : COMMANDS) {
      try {
        Process process =
            new ProcessBuilder(command, "-c", PROGRAM)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        PythonPickles python = new PythonPickles(process);
        if (python.ask("eval None").equals("80054e2e")) {
          return Optional.of(python);
        }
      } catch (IOException | UncheckedIOException e) {
        // no Python under this name: the next one is tried
      }
    }
    return Optional.empty();
  }

  /** What {@code pickle.dumps} gives for the same graph of objects. */
  byte[] value(Object object) {
    return HEX.parseHex(ask("build " + new Json(false).of(object, false)));
  }

  /** What {@code pickletools.optimize} gives when equal text and equal bytes are one object. */
  byte[] key(Object object) {
    return HEX.parseHex(ask("key " + new Json(true).of(object, false)));
  }

  /** Whether a pickle's value equals the object that was built last. */
  boolean isSame(byte[] pickle) {
    return ask("same " + HEX.formatHex(pickle)).equals("True");
  }

  /** What Python makes of a pickle when it reads it and writes it again. */
  byte[] again(int protocol, byte[] pickle) {
    return HEX.parseHex(ask("again " + protocol + " " + HEX.formatHex(pickle)));
  }

  /** The pickle of a Python expression. */
  byte[] eval(String expression) {
    return HEX.parseHex(ask("eval " + expression));
  }

  private String ask(String request) {
    try {
      requests.write(request);
      requests.write('\n');
      requests.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("Python ended; its complaint is in the output above");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** Describes a graph of objects. */
  private static final class Json {
    private final boolean byContent;
    private final IdentityHashMap<Object, Integer> same = new IdentityHashMap<>();
    private final Map<String, Integer> equal = new HashMap<>();

    Json(boolean byContent) {
      this.byContent = byContent;
    }

    String of(Object object, boolean hashed) {
      StringBuilder json = new StringBuilder();
      append(json, object, hashed);
      return json.toString();
    }

    private void append(StringBuilder json, Object object, boolean hashed) {
      if (object == null) {
        json.append("[\"none\"]");
      } else if (object instanceof Boolean flag) {
        json.append("[\"flag\",").append(flag ? 1 : 0).append(']');
      } else if (object instanceof Double number) {
        json.append("[\"float\",\"").append(Double.toHexString(number)).append("\"]");
      } else if (object instanceof BigInteger number) {
        json.append("[\"int\",\"").append(number.toString(16)).append("\"]");
      } else if (object instanceof Long number) {
        json.append("[\"int\",\"").append(Long.toString(number, 16)).append("\"]");
      } else if (object instanceof String text) {
        atom(json, "text", text, text.getBytes(UTF_8));
      } else if (object instanceof byte[] bytes) {
        atom(json, "bytes", bytes, bytes);
      } else if (object instanceof Tuple tuple) {
        container(json, "tuple", tuple, tuple.items(), hashed);
      } else if (object instanceof Map<?, ?> map) {
        map(json, map);
      } else if (object instanceof Set<?> set) {
        boolean frozen = hashed || set instanceof FrozenSet;
        container(json, frozen ? "frozenset" : "set", set, set, true);
      } else {
        container(json, "list", object, (List<?>) object, false);
      }
    }

    private void atom(StringBuilder json, String kind, Object object, byte[] bytes) {
      String hex = HEX.formatHex(bytes);
      int number = byContent ? equal.computeIfAbsent(kind + hex, k -> next()) : identity(object);
      json.append("[\"").append(kind).append("\",").append(number);
      json.append(",\"").append(hex).append("\"]");
    }

    private void container(
        StringBuilder json, String kind, Object object, Iterable<?> items, boolean hashed) {
      json.append("[\"").append(kind).append("\",").append(identity(object)).append(",[");
      String separator = "";
      for (Object item : items) {
        json.append(separator);
        append(json, item, hashed);
        separator = ",";
      }
      json.append("]]");
    }

    private void map(StringBuilder json, Map<?, ?> map) {
      json.append("[\"dict\",").append(identity(map)).append(",[");
      String separator = "";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.append(separator).append('[');
        append(json, entry.getKey(), true);
        json.append(',');
        append(json, entry.getValue(), false);
        json.append(']');
        separator = ",";
      }
      json.append("]]");
    }

    private int identity(Object object) {
      Integer known = same.get(object);
      if (known == null) {
        known = next();
        same.put(object, known);
      }
      return known;
    }

    private int next() {
      return same.size() + equal.size();
    }
  }
}
