// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Bars from left to right on a logarithmic axis, one or two for each label.
 *
 * @param name of the file, without its ending
 * @param title what the bars are
 * @param series what the first and second bar of each label are
 * @param bars from top to bottom
 */
record Plot(String name, String title, List<String> series, List<Bar> bars) {
  private static final int WIDTH = 860;
  private static final int LEFT = 250;
  private static final int RIGHT = 80;
  private static final int TOP = 70;
  private static final int BOTTOM = 40;
  private static final int THICKNESS = 13;
  private static final int GAP = 9;
  private static final Color INK = new Color(0x222222);
  private static final Color GRID = new Color(0xdddddd);
  private static final List<Color> OURS = List.of(new Color(0x1f6fb2), new Color(0x8fbfe4));
  private static final List<Color> PEERS = List.of(new Color(0x6b6b6b), new Color(0xb8b8b8));

  /** Whose a bar is, which its colour says. */
  enum Owner {
    OURS,
    PEER
  }

  /**
   * The bars of one label.
   *
   * @param label what stands beside them
   * @param owner whose they are
   * @param values one for each series, above 0; NaN: none
   * @param note stands behind the last bar, or is empty
   */
  record Bar(String label, Owner owner, List<Double> values, String note) {}

  /** Writes it as a PNG into a directory. */
  void write(Path directory) {
    try {
      ImageIO.write(image(), "png", directory.resolve(name + ".png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BufferedImage image() {
    int rowHeight = series.size() * THICKNESS + GAP;
    int height = TOP + bars.size() * rowHeight + BOTTOM;
    BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, WIDTH, height);
    Axis axis = axis();
    drawHead(canvas);
    drawGrid(canvas, axis, height);
    for (int i = 0; i < bars.size(); i++) {
      drawBar(canvas, axis, bars.get(i), TOP + i * rowHeight);
    }
    canvas.dispose();
    return image;
  }

  /** From one power of ten to another. */
  private record Axis(int from, int to) {
    int at(double value) {
      double share = (Math.log10(value) - from) / (to - from);
      return LEFT + (int) Math.round(share * (WIDTH - LEFT - RIGHT));
    }
  }

  private Axis axis() {
    double[] values =
        bars.stream()
            .flatMap(bar -> bar.values.stream())
            .filter(value -> value > 0)
            .mapToDouble(value -> value)
            .sorted()
            .toArray();
    if (values.length == 0) {
      return new Axis(0, 1);
    }
    int from = (int) Math.floor(Math.log10(values[0] * 0.999));
    int to = (int) Math.ceil(Math.log10(values[values.length - 1]));
    return new Axis(from, Math.max(to, from + 1));
  }

  private void drawHead(Graphics2D canvas) {
    canvas.setColor(INK);
    canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    canvas.drawString(title, 12, 24);
    canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    int x = LEFT;
    for (int i = 0; i < series.size() && series.size() > 1; i++) {
      canvas.setColor(OURS.get(i));
      canvas.fillRect(x, 37, 12, 12);
      canvas.setColor(PEERS.get(i));
      canvas.fillRect(x + 13, 37, 12, 12);
      canvas.setColor(INK);
      canvas.drawString(series.get(i), x + 31, 48);
      x += 60 + canvas.getFontMetrics().stringWidth(series.get(i));
    }
  }

  private static void drawGrid(Graphics2D canvas, Axis axis, int height) {
    canvas.setStroke(new BasicStroke(1));
    for (int power = axis.from; power <= axis.to; power++) {
      int x = axis.at(Math.pow(10, power));
      canvas.setColor(GRID);
      canvas.drawLine(x, TOP - 8, x, height - BOTTOM + 4);
      canvas.setColor(INK);
      String label = number(Math.pow(10, power));
      canvas.drawString(
          label, x - canvas.getFontMetrics().stringWidth(label) / 2, height - BOTTOM + 20);
    }
  }

  private void drawBar(Graphics2D canvas, Axis axis, Bar bar, int y) {
    canvas.setColor(INK);
    int middle = y + series.size() * THICKNESS / 2 + 4;
    canvas.drawString(bar.label, LEFT - 8 - canvas.getFontMetrics().stringWidth(bar.label), middle);
    for (int i = 0; i < series.size(); i++) {
      double value = bar.values.get(i);
      int at = y + i * THICKNESS;
      String text = i == series.size() - 1 ? bar.note : "";
      int end = LEFT;
      if (value > 0) {
        end = Math.max(axis.at(value), LEFT + 1);
        canvas.setColor((bar.owner == Owner.OURS ? OURS : PEERS).get(i));
        canvas.fillRect(LEFT, at, end - LEFT, THICKNESS - 1);
        text = number(value) + (text.isEmpty() ? "" : "; " + text);
      }
      canvas.setColor(INK);
      canvas.drawString(text, end + 4, at + THICKNESS - 2);
    }
  }

  private static String number(double value) {
    if (value >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.0f" : value >= 1 ? "%.1f" : "%.2f", value);
  }
}
