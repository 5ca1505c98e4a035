// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A Python process with python-diskcache that evaluates what it is asked. */
final class PythonCache implements AutoCloseable {
  static final String ABSENT =
      "Not compared with Python: there is no python3 with diskcache on this machine";

  private static final List<String> COMMANDS = List.of("python3", "/usr/bin/python3");

  private static final String PROGRAM =
      """
      import diskcache, json, sys, zlib
      sys.setrecursionlimit(20000)

      for line in sys.stdin:
          act, argument = line.rstrip('\\n').split(' ', 1)
          source = bytes.fromhex(argument).decode()
          try:
              answer = exec(source) if act == 'run' else eval(source)
              print('ok ' + repr(answer).encode('utf-8', 'surrogatepass').hex(), flush=True)
          except Exception as e:
              print('no ' + repr(e).encode('utf-8', 'surrogatepass').hex(), flush=True)
      """;

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private PythonCache(Process process) {
    this.process = process;
    this.requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** A process of the first Python found that has diskcache, or empty when there is none. */
  static Optional<PythonCache> start() {
    for (String command : COMMANDS) {
      try {
        Process process =
            new ProcessBuilder(command, "-c", PROGRAM)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        PythonCache python = new PythonCache(process);
        python.run("import diskcache");
        return Optional.of(python);
      } catch (IOException | UncheckedIOException e) {
        // no such Python under this name: the next one is tried
      }
    }
    return Optional.empty();
  }

  /** Runs statements. */
  void run(String source) {
    ask("run", source);
  }

  /** The {@code repr} of an expression's value. */
  String eval(String source) {
    return ask("eval", source);
  }

  /** Python's own writing of bytes as an expression that gives them. */
  static String bytes(byte[] bytes) {
    return "bytes.fromhex('" + HexFormat.of().formatHex(bytes) + "')";
  }

  private String ask(String act, String source) {
    try {
      requests.write(act + " " + HexFormat.of().formatHex(source.getBytes(UTF_8)));
      requests.write('\n');
      requests.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("Python ended");
      }
      String text = new String(HexFormat.of().parseHex(answer.substring(3)), UTF_8);
      if (answer.startsWith("no")) {
        throw new AssertionError("Python failed on [" + source + "]: " + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
