// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the pages what the tests run: README.md, and those in docs but for the decision records.
 * With the system property {@code diskcache.docs.update} the pages are rewritten from the tests.
 */
class PagesTest {
  private static final String UPDATE = "diskcache.docs.update";
  private static final Path DOCS = Project.root().resolve("docs");
  private static final Path TUTORIAL = DOCS.resolve("tutorial");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Map<String, String> SNIPPETS = Map.of("FooTest#bar", "bar();\n\nbaz();");

  /** README.md and all pages of docs, decision records included. */
  private static List<Path> pages() {
    Path readme = Project.root().resolve("README.md");
    return Stream.concat(Stream.of(readme), Project.files(DOCS, ".md").stream()).toList();
  }

  /** The pages whose code must run. */
  private static List<Path> pagesWithCode() {
    return pages().stream().filter(file -> !file.startsWith(DOCS.resolve("adr"))).toList();
  }

  private static Page page(Path file) {
    return new Page(Project.root().relativize(file).toString(), Project.lines(file));
  }

  @Test
  void block_ofAnyPage_isARegionOfATest() throws IOException {
    Map<String, String> snippets = Snippets.ofProject().byName();
    List<Page.Fault> faults = new ArrayList<>();
    for (Path file : pagesWithCode()) {
      Page page = page(file);
      if (System.getProperty(UPDATE) != null) {
        page = page.updated(snippets);
        Files.write(file, page.lines());
      }
      faults.addAll(page.faults(snippets));
    }

    assertThat(faults)
        .as("change the test and run it with -D%s, which rewrites the pages", UPDATE)
        .isEmpty();
  }

  @Test
  void region_ofAnyTest_isOnAPage() {
    TreeSet<String> unused = new TreeSet<>(Snippets.ofProject().byName().keySet());
    assertThat(unused).isNotEmpty();

    pagesWithCode().forEach(file -> page(file).snippets().forEach(unused::remove));

    assertThat(unused).as("regions of tests that no page shows").isEmpty();
  }

  @Test
  void link_ofAnyPage_leadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Path file : pages()) {
      links(file)
          .filter(link -> !link.leadsSomewhere())
          .forEach(link -> broken.add(file + " -> " + link));
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void index_ofTheTutorial_linksEveryPage() {
    Path index = TUTORIAL.resolve("README.md");

    assertThat(links(index).map(Link::file))
        .containsAll(
            Project.files(TUTORIAL, ".md").stream().filter(page -> !page.equals(index)).toList());
  }

  /** A link to a file of the project, and perhaps to a heading in it. */
  private record Link(Path file, String heading) {
    boolean leadsSomewhere() {
      return Files.exists(file)
          && (heading == null || Project.lines(file).stream().anyMatch(this::isHeading));
    }

    private boolean isHeading(String line) {
      return line.startsWith("#") && anchor(line.replaceFirst("#+ *", "")).equals(heading);
    }

    private static String anchor(String heading) {
      return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
    }
  }

  private static Stream<Link> links(Path file) {
    return LINK.matcher(String.join("\n", Project.lines(file)))
        .results()
        .map(
            link -> {
              String target = link.group(1).isEmpty() ? file.toString() : link.group(1);
              return new Link(file.resolveSibling(target).normalize(), link.group(2));
            });
  }

  @Test
  void faults_blockWithoutMarker_tellsWhere() {
    assertThat(page("text", "```java", "bar();", "```").faults(SNIPPETS))
        .singleElement()
        .hasToString(
            "page.md:2: a block of Java without the line <!-- snippet: SomeTest#region --> above"
                + " it");
    assertThat(page("~~~ Java", "~~~").faults(SNIPPETS)).hasSize(1);
    assertThat(page("```properties", "a=b", "```").faults(SNIPPETS)).isEmpty();
  }

  @Test
  void faults_blockOfAnotherText_isOne() {
    assertThat(marked("FooTest#bar", "bar();", "", "baz();").faults(SNIPPETS)).isEmpty();
    assertThat(marked("FooTest#bar", "bar();", "baz();").faults(SNIPPETS)).hasSize(1);
    assertThat(marked("FooTest#none", "bar();").faults(SNIPPETS))
        .singleElement()
        .hasToString("page.md:2: no test has a region FooTest#none");
    assertThat(page("<!-- snippet: FooTest#bar -->", "text").faults(SNIPPETS)).hasSize(1);
  }

  @Test
  void updated_blockOfAnotherText_showsTheRegion() {
    Page updated = marked("FooTest#bar", "old();").updated(SNIPPETS);

    assertThat(updated).isEqualTo(marked("FooTest#bar", "bar();", "", "baz();"));
  }

  @Test
  void read_indentedRegions_areThereByName() {
    Map<String, String> snippets = new HashMap<>();

    Snippets.read(
        "FooTest",
        List.of("  // snippet: bar", "  bar(", "      1);", "", "  // end", "  hidden();"),
        snippets);

    assertThat(snippets).isEqualTo(Map.of("FooTest#bar", "bar(\n    1);"));
  }

  private static Page page(String... lines) {
    return new Page("page.md", List.of(lines));
  }

  private static Page marked(String snippet, String... code) {
    List<String> lines = new ArrayList<>(List.of("<!-- snippet: " + snippet + " -->", "```java"));
    lines.addAll(List.of(code));
    lines.addAll(List.of("```", "text"));
    return new Page("page.md", lines);
  }
}
