// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An unpacked WildFly.
 *
 * @param home its directory
 */
public record Installation(Path home) {

  /** A user that may administrate the cache. */
  public static final String OPERATOR = "operator";

  /** The password of {@link #OPERATOR}. */
  public static final String PASSWORD = "let-me-evict";

  private static final String REALM = "ApplicationRealm";
  private static final String ROLE = "cache-admin";

  /**
   * What this harness wants of a server: deployments are looked for often and started only when
   * told, and the default data source is where a system property says.
   */
  private static final List<String> CONFIGURATION =
      List.of(
          "embed-server --server-config=standalone.xml",
          scanner("scan-interval", "500"),
          scanner("auto-deploy-zipped", "false"),
          "/subsystem=datasources/data-source=ExampleDS:write-attribute("
              + "name=connection-url,value=\"${atlas.url:jdbc:h2:mem:atlas;DB_CLOSE_DELAY=-1}\")",
          "stop-embedded-server");

  /** Unpacks the module's zip over the server and runs its script, as its manual says. */
  public void install(Path moduleZip) {
    Trees.unzip(moduleZip, home);
    cli(home.resolve("docs/diskcache/install.cli"));
  }

  /** Prepares the server for {@link Server}. */
  public void configure() {
    try {
      Path script = Files.createTempFile(home, "configure", ".cli");
      Files.write(script, CONFIGURATION);
      cli(script);
      Files.delete(script);
      Path configuration = home.resolve("standalone/configuration");
      append(configuration.resolve("application-users.properties"), OPERATOR + "=" + digest());
      append(configuration.resolve("application-roles.properties"), OPERATOR + "=" + ROLE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot configure the server [" + home + "]", e);
    }
  }

  /** Runs a script of the command line and returns what it printed. */
  public String cli(Path script) {
    try {
      Path output = Files.createTempFile(home, "cli", ".log");
      Process process =
          new ProcessBuilder(home.resolve("bin/jboss-cli.sh").toString(), "--file=" + script)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(Wait.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new ServerException("The script [" + script + "] does not end");
      }
      String printed = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new ServerException("The script [" + script + "] failed:\n" + printed);
      }
      Files.delete(output);
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run the script [" + script + "]", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("Running the script [" + script + "] was interrupted", e);
    }
  }

  private static String scanner(String attribute, String value) {
    return "/subsystem=deployment-scanner/scanner=default:write-attribute(name="
        + attribute
        + ",value="
        + value
        + ")";
  }

  private static void append(Path file, String line) throws IOException {
    if (Files.readAllLines(file).contains(line)) {
      return;
    }
    Files.writeString(file, System.lineSeparator() + line, StandardOpenOption.APPEND);
  }

  /** The form in which WildFly's add-user script keeps passwords. */
  private static String digest() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5")
                  .digest(
                      String.join(":", OPERATOR, REALM, PASSWORD)
                          .getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
