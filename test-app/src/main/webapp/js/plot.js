// SPDX-License-Identifier: Apache-2.0

import { drawn, element, mark, write } from "./elements.js";
import { age, NONE } from "./format.js";
import { span } from "./model.js";

const WIDTH = 1000;
const HEIGHT = 100;
const LONGEST_GAP = 15_000;

/** A scale of shares, 0 to 1. */
export const shares = {
  y: (share) => HEIGHT * (1 - share),
  ticks: [
    [1, "100\u202f%"],
    [0.5, "50\u202f%"],
    [0, "0"],
  ],
};

/** A logarithmic scale of microseconds, from 10 to a second. */
export const times = {
  y: (micros) => HEIGHT * (1 - Math.min(1, Math.max(0, Math.log10(micros / 10) / 5))),
  ticks: [
    [1e6, "1\u202fs"],
    [1e5, "100\u202fms"],
    [1e4, "10\u202fms"],
    [1e3, "1\u202fms"],
    [1e2, "0.1\u202fms"],
    [1e1, "0.01\u202fms"],
  ],
};

/**
 * A plot of the last minutes. `series` are `{key, label, value(point), text(point), band}`; a band
 * is stacked on the band before it, anything else is a line. Its size comes from the style sheet.
 */
export class Plot {
  #series;
  #scale;
  #paths = new Map();
  #svg;
  #cross;
  #readouts = new Map();
  #when = null;
  #empty;
  #points = [];
  #end = 0;
  #pointer = null;

  constructor(scale, series) {
    this.#scale = scale;
    this.#series = series;
    this.#svg = drawn("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      class: "drawing",
    });
    for (const each of series) {
      const path = drawn("path", { class: `${each.band ? "band" : "line"} ${each.key}` });
      this.#paths.set(each.key, path);
      this.#svg.append(path);
    }
    this.#cross = drawn("path", { class: "cross" });
    this.#svg.append(this.#cross);
    this.#empty = element("p", { class: "empty" }, "Nothing was read since this page was opened.");
  }

  /** The drawing alone, to stand in a line of text or a table. */
  get spark() {
    return element("span", { class: "spark" }, this.#svg);
  }

  /** The drawing with axes, and a legend that tells the values under the pointer or the last ones. */
  framed(title) {
    const legend = element("dl", { class: "legend" });
    for (const each of this.#series) {
      const value = element("dd", {}, NONE);
      this.#readouts.set(each.key, value);
      legend.append(element("div", { class: each.key }, element("dt", {}, each.label), value));
    }
    this.#when = element("span", { class: "when" });
    const area = element("div", { class: "area" }, this.#svg, this.#empty);
    const levels = element("div", { class: "levels", "aria-hidden": "true" });
    for (const [value, label] of this.#scale.ticks) {
      const level = this.#scale.y(value);
      this.#svg.prepend(drawn("path", { class: "grid", d: `M0 ${level}H${WIDTH}` }));
      const text = element("span", {}, label);
      text.style.top = `${level}%`;
      levels.append(text);
    }
    const axis = element("div", { class: "axis", "aria-hidden": "true" });
    for (const minutes of [5, 4, 3, 2, 1, 0]) {
      axis.append(element("span", {}, minutes === 0 ? "now" : `\u2212${minutes}\u202fmin`));
    }
    area.addEventListener("pointermove", (event) => this.#point(event, area));
    area.addEventListener("pointerleave", () => this.#point(null, area));
    return element(
      "figure",
      { class: "plot" },
      element("figcaption", {}, title, this.#when),
      levels,
      area,
      axis,
      legend,
    );
  }

  /** Draws anew; `summary` says in words what there is to see. */
  draw(points, end, summary) {
    this.#points = points;
    this.#end = end;
    let below = points.map(() => 0);
    for (const each of this.#series) {
      const values = points.map(each.value);
      if (each.band) {
        const top = values.map((value, i) => (value == null ? null : below[i] + value));
        mark(this.#paths.get(each.key), "d", this.#bandOf(below, top));
        below = top.map((value) => value ?? 0);
      } else {
        mark(this.#paths.get(each.key), "d", this.#lineOf(values));
      }
    }
    mark(this.#svg, "aria-label", summary);
    this.#empty.hidden = points.some((point) => this.#series.some((s) => s.value(point) != null));
    this.#read();
  }

  #x(at) {
    return round(WIDTH * (1 - (this.#end - at) / span));
  }

  /** Runs of points that have a value and follow each other. */
  #runs(values) {
    const runs = [];
    let previous = -1;
    values.forEach((value, i) => {
      if (value == null) {
        return;
      }
      const near =
        previous === i - 1 && i > 0 && this.#points[i].at - this.#points[i - 1].at < LONGEST_GAP;
      if (near) {
        runs.at(-1).push(i);
      } else {
        runs.push([i]);
      }
      previous = i;
    });
    return runs;
  }

  #lineOf(values) {
    return this.#runs(values)
      .map((run) => run.map((i) => this.#spot(i, values[i])))
      .map((spots) => (spots.length === 1 ? `M${spots[0]}h.01` : `M${spots.join("L")}`))
      .join("");
  }

  #bandOf(below, top) {
    return this.#runs(top)
      .map((run) => (run.length === 1 ? [run[0], run[0]] : run))
      .map((run) => {
        const up = run.map((i) => this.#spot(i, top[i]));
        const back = run.map((i) => this.#spot(i, below[i])).reverse();
        return `M${up.join("L")}L${back.join("L")}Z`;
      })
      .join("");
  }

  #spot(i, value) {
    return `${this.#x(this.#points[i].at)} ${round(this.#scale.y(value))}`;
  }

  #point(event, area) {
    if (event === null) {
      this.#pointer = null;
    } else {
      const box = area.getBoundingClientRect();
      this.#pointer = this.#end - span * (1 - (event.clientX - box.left) / box.width);
    }
    this.#read();
  }

  #read() {
    const shown = this.#pointer === null ? this.#points.at(-1) : this.#nearest(this.#pointer);
    for (const each of this.#series) {
      const readout = this.#readouts.get(each.key);
      if (readout) {
        write(readout, shown ? each.text(shown) : NONE);
      }
    }
    if (this.#when) {
      const pointed = this.#pointer !== null && shown;
      write(this.#when, pointed ? `${age(this.#end - shown.at)} ago` : "");
      mark(this.#cross, "d", pointed ? `M${this.#x(shown.at)} 0V${HEIGHT}` : "");
    }
  }

  #nearest(at) {
    let best = null;
    for (const point of this.#points) {
      if (best === null || Math.abs(point.at - at) < Math.abs(best.at - at)) {
        best = point;
      }
    }
    return best;
  }
}

function round(value) {
  return Math.round(value * 10) / 10;
}
