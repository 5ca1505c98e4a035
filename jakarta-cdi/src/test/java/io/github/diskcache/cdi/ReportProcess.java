// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An application in a process of its own: calls a method when told to, and says when that is
 * entered, and what came of it.
 */
final class ReportProcess {
  static final BufferedReader INPUT =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private ReportProcess() {}

  @ApplicationScoped
  static class Reports {
    @DiskMemoized(name = "report")
    public String report(String name) throws Exception {
      System.out.println("entered");
      return INPUT.readLine();
    }

    @DiskMemoized(name = "later")
    public CompletionStage<String> later(String name) {
      System.out.println("entered");
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return INPUT.readLine();
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    }

    @DiskEvict(name = "report")
    public void change(String name) {}
  }

  public static void main(String[] arguments) throws Exception {
    SeContainerInitializer initializer =
        SeContainerInitializer.newInstance().addBeanClasses(Reports.class);
    if (initializer.getClass().getName().startsWith("org.apache")) {
      initializer.disableDiscovery();
    }
    try (SeContainer container = initializer.initialize()) {
      Reports reports = container.select(Reports.class).get();
      System.out.println("ready");
      for (String line = INPUT.readLine(); line != null; line = INPUT.readLine()) {
        int blank = line.indexOf(' ');
        String name = line.substring(blank + 1);
        switch (line.substring(0, blank)) {
          case "report" -> System.out.println("result " + reports.report(name));
          case "later" ->
              System.out.println("result " + reports.later(name).toCompletableFuture().get());
          case "change" -> {
            reports.change(name);
            System.out.println("changed");
          }
          default -> throw new IllegalArgumentException(line);
        }
      }
    }
  }
}
