// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.benchmarks.Plot.Bar;
import io.github.diskcache.benchmarks.Plot.Owner;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
  private static final int OUR_BLUE = 0xff1f6fb2;
  private static final int PEER_GREY = 0xff6b6b6b;
  private static final int AXIS = 860 - 250 - 80;

  /** Dots that letters have in the same colour. */
  private static final Offset<Integer> CHANCE = Offset.offset(6);

  @BeforeAll
  static void needsNoScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  private static Plot plot(double ours, double peer) {
    return new Plot(
        "get",
        "Median get, microseconds",
        List.of("get"),
        List.of(
            new Bar("DiskCache", Owner.OURS, List.of(ours), ""),
            new Bar("RocksDB", Owner.PEER, List.of(peer), "refuses to open")));
  }

  @Test
  void image_tenTimesTheValue_isADecadeLonger() {
    BufferedImage image = plot(1, 100).image();

    // Three decades: one below the smallest bar, so that it is seen.
    assertThat(longest(image, OUR_BLUE)).isCloseTo(AXIS / 3, CHANCE);
    assertThat(longest(image, PEER_GREY)).isCloseTo(AXIS, CHANCE);
    assertThat(longest(plot(10, 100).image(), OUR_BLUE)).isCloseTo(AXIS / 2, CHANCE);
  }

  private static int longest(BufferedImage image, int colour) {
    int longest = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      int length = 0;
      for (int x = 0; x < image.getWidth(); x++) {
        length += image.getRGB(x, y) == colour ? 1 : 0;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  @Test
  void write_plot_isAPictureThatCanBeRead(@TempDir Path directory) throws IOException {
    plot(5, Double.NaN).write(directory);

    BufferedImage read = ImageIO.read(directory.resolve("get.png").toFile());
    assertThat(read.getWidth()).isEqualTo(860);
    assertThat(longest(read, PEER_GREY)).isCloseTo(0, CHANCE);
  }
}
