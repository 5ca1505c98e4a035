// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads comma-separated values as RFC 4180 has them: a quoted field may hold commas, line ends and
 * doubled quotes.
 */
final class Csv {

  private static final int END = -1;

  private final Reader text;
  private int next;

  private Csv(Reader text) throws IOException {
    this.text = text;
    this.next = text.read();
  }

  /** Hands every record of a gzipped resource in UTF-8 to the reader, except the heading. */
  static void readResource(Class<?> beside, String name, Consumer<List<String>> reader) {
    try (InputStream stream = beside.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "Cannot read [" + name + "]: it is not beside [" + beside.getName() + "]");
      }
      read(
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.UTF_8)),
          reader);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read [" + name + "]", e);
    }
  }

  /** Hands every record to the reader, except the heading. */
  static void read(Reader text, Consumer<List<String>> reader) throws IOException {
    var csv = new Csv(text);
    if (csv.next != END) {
      csv.row();
    }
    while (csv.next != END) {
      reader.accept(csv.row());
    }
  }

  private List<String> row() throws IOException {
    var fields = new ArrayList<String>();
    fields.add(field());
    while (next == ',') {
      advance();
      fields.add(field());
    }
    if (next == '\r') {
      advance();
    }
    if (next == '\n') {
      advance();
    }
    return fields;
  }

  private String field() throws IOException {
    return next == '"' ? quoted() : plain();
  }

  private String plain() throws IOException {
    var field = new StringBuilder();
    while (next != ',' && next != '\r' && next != '\n' && next != END) {
      field.append((char) next);
      advance();
    }
    return field.toString();
  }

  private String quoted() throws IOException {
    var field = new StringBuilder();
    advance();
    while (true) {
      if (next == END) {
        throw new IllegalStateException(
            "Cannot read the data: a quoted field has no end: [" + field + "]");
      }
      if (next == '"') {
        advance();
        if (next != '"') {
          return field.toString();
        }
      }
      field.append((char) next);
      advance();
    }
  }

  private void advance() throws IOException {
    next = text.read();
  }
}
