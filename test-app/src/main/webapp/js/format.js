// SPDX-License-Identifier: Apache-2.0

/** What stands where there is no figure. */
export const NONE = "\u2013";

const NARROW = "\u202f";
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** 171075 as "171,075". */
export function count(number) {
  return number == null ? NONE : whole.format(number);
}

/** A share of 1 as percent; never "100 %" unless it is all, never "0 %" unless it is none. */
export function percent(share) {
  if (share == null) {
    return NONE;
  }
  const tenths = Math.min(999, Math.max(1, Math.round(share * 1000)));
  return share === 0 || share === 1 ? `${share * 100}${NARROW}%` : `${(tenths / 10).toFixed(1)}${NARROW}%`;
}

/** Events in a second, with decimals while they are few. */
export function rate(perSecond) {
  if (perSecond == null) {
    return NONE;
  }
  return perSecond < 10 && perSecond > 0 ? perSecond.toFixed(1) : whole.format(perSecond);
}

/** Bytes in decimal units, as a file manager shows them. */
export function bytes(number) {
  if (number == null) {
    return NONE;
  }
  let value = number;
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (value < 999.5 || unit === "GB") {
      return `${unit === "B" || value >= 99.5 ? whole.format(value) : value.toFixed(1)}${NARROW}${unit}`;
    }
    value /= 1000;
  }
  return NONE;
}

/** Microseconds as a time to read: two or three figures that count. */
export function time(micros) {
  if (micros == null) {
    return NONE;
  }
  const millis = micros / 1000;
  if (millis >= 999.5) {
    return `${(millis / 1000).toFixed(2)}${NARROW}s`;
  }
  const decimals = millis >= 99.5 ? 0 : millis >= 9.95 ? 1 : millis >= 0.995 ? 2 : 3;
  return `${millis.toFixed(decimals)}${NARROW}ms`;
}

/** The time of day. */
export function timeOfDay(millis) {
  return clock.format(millis);
}

/** A duration in the largest unit that fits. */
export function age(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 120) {
    return `${seconds}${NARROW}s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes}${NARROW}min` : `${Math.round(minutes / 60)}${NARROW}h`;
}

/** Causes in words: what the cache calls TOO_YOUNG is "too young". */
export function words(constant) {
  return constant.toLowerCase().replaceAll("_", " ");
}
