// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws ranks from 0 so that rank r comes up in proportion to 1 / (r + 1)^0.99, as in the usual
 * cache benchmarks. Immutable.
 */
final class Zipf {

  private static final double EXPONENT = 0.99;

  private final double[] upTo;

  Zipf(int ranks) {
    upTo = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += Math.pow(rank + 1.0, -EXPONENT);
      upTo[rank] = sum;
    }
  }

  int draw(SplittableRandom random) {
    double point = random.nextDouble() * upTo[upTo.length - 1];
    int found = Arrays.binarySearch(upTo, point);
    return found >= 0 ? found : -found - 1;
  }
}
