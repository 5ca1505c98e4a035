// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles in the fewest digits that give the same double again, written as Python's {@code repr}
 * does. Stateless.
 *
 * <p>Java's own text may have a digit too many before JDK 19, and always has two at least: 2.0E23
 * was 1.9999999999999998E23, and the smallest double is 4.9E-324, where 5e-324 will do. Its digits
 * are right all the same where they are 15 or fewer, for no two decimals of 15 digits are one
 * double, unless it is a subnormal one.
 */
final class ShortestDouble {
  private static final int ALWAYS_DISTINCT = 15;
  private static final int ALWAYS_ENOUGH = 17;
  private static final boolean JDK_IS_SHORTEST = Runtime.version().feature() >= 19;

  private ShortestDouble() {}

  /** Appends a double; NaN and infinities as JSON of Python has them. */
  static void append(StringBuilder out, double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      out.append(number);
    } else if (number == 0) {
      out.append(1 / number < 0 ? "-0.0" : "0.0");
    } else {
      if (number < 0) {
        out.append('-');
      }
      format(out, shortest(Math.abs(number)));
    }
  }

  private static BigDecimal shortest(double number) {
    BigDecimal ours = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    boolean settled = ours.precision() <= ALWAYS_DISTINCT || JDK_IS_SHORTEST;
    if (settled && number >= Double.MIN_NORMAL) {
      return ours;
    }
    BigDecimal exact = new BigDecimal(number);
    int digits = number >= Double.MIN_NORMAL ? ALWAYS_DISTINCT : 1;
    for (; digits < ALWAYS_ENOUGH; digits++) {
      BigDecimal found = nearest(number, exact, digits);
      if (found.signum() > 0) {
        return found.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(ALWAYS_ENOUGH, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /** The nearest decimal of so many digits that gives the number, or zero when none does. */
  private static BigDecimal nearest(double number, BigDecimal exact, int digits) {
    BigDecimal below = exact.round(new MathContext(digits, RoundingMode.FLOOR));
    BigDecimal above = exact.round(new MathContext(digits, RoundingMode.CEILING));
    BigDecimal nearer = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    // Below a power of two doubles are denser, so the nearer one may miss where the other hits.
    BigDecimal farther = nearer.compareTo(below) == 0 ? above : below;
    if (nearer.doubleValue() == number) {
      return nearer;
    }
    return farther.doubleValue() == number ? farther : BigDecimal.ZERO;
  }

  private static void format(StringBuilder out, BigDecimal number) {
    String digits = number.unscaledValue().toString();
    int exponent = digits.length() - number.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      scientific(out, digits, exponent);
    } else if (exponent < 0) {
      out.append("0.").append("0".repeat(-exponent - 1)).append(digits);
    } else if (digits.length() <= exponent + 1) {
      out.append(digits).append("0".repeat(exponent + 1 - digits.length())).append(".0");
    } else {
      out.append(digits, 0, exponent + 1).append('.').append(digits, exponent + 1, digits.length());
    }
  }

  private static void scientific(StringBuilder out, String digits, int exponent) {
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    if (size < 10) {
      out.append('0');
    }
    out.append(size);
  }
}
