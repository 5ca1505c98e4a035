// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws ids from 1 on, few of them often: the n-th most popular with a weight of n^-0.99. */
final class Zipf {
  private static final double EXPONENT = 0.99;

  private final double[] upTo;
  private final int[] ids;

  Zipf(int count) {
    this.upTo = new double[count];
    this.ids = new int[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.pow(i + 1, -EXPONENT);
      upTo[i] = sum;
      ids[i] = i + 1;
    }
    shuffle(new SplittableRandom(count));
  }

  /** The popular ones are not to lie beside each other in the database. */
  private void shuffle(SplittableRandom random) {
    for (int i = ids.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int id = ids[i];
      ids[i] = ids[j];
      ids[j] = id;
    }
  }

  int next(SplittableRandom random) {
    double weight = random.nextDouble() * upTo[upTo.length - 1];
    int found = Arrays.binarySearch(upTo, weight);
    return ids[Math.min(ids.length - 1, found < 0 ? -found - 1 : found)];
  }
}
