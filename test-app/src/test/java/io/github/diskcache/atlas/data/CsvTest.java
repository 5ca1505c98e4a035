// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void read_plainFields_skipsHeading() throws IOException {
    assertThat(rows("id,name\n1,Vila\n2,Ordino\n"))
        .containsExactly(List.of("1", "Vila"), List.of("2", "Ordino"));
  }

  @Test
  void read_quotedFields_keepsCommasQuotesAndLineEnds() throws IOException {
    assertThat(
            rows("id,name\n798,\"Gjadër, Dajc\"\n2,\"The \"\"Old\"\" Town\"\n3,\"two\nlines\"\n"))
        .containsExactly(
            List.of("798", "Gjadër, Dajc"),
            List.of("2", "The \"Old\" Town"),
            List.of("3", "two\nlines"));
  }

  @Test
  void read_emptyFields_keepsThem() throws IOException {
    assertThat(rows("a,b,c\n,,\n\"\",x,\n"))
        .containsExactly(List.of("", "", ""), List.of("", "x", ""));
  }

  @Test
  void read_carriageReturnsAndNoLastLineEnd_readsAllRows() throws IOException {
    assertThat(rows("a,b\r\n1,2\r\n3,4")).containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void read_quoteWithoutEnd_fails() {
    assertThatThrownBy(() -> rows("a\n\"Vila"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot read the data: a quoted field has no end: [Vila]");
  }

  @Test
  void readResource_citiesOfTheWorld_hasThemAll() {
    var rows = new ArrayList<List<String>>();

    Csv.readResource(io.github.diskcache.atlas.City.class, "cities.csv.gz", rows::add);

    assertThat(rows).hasSize(171_075).allMatch(row -> row.size() == 6);
  }

  private static List<List<String>> rows(String text) throws IOException {
    var rows = new ArrayList<List<String>>();
    Csv.read(new StringReader(text), rows::add);
    return rows;
  }
}
