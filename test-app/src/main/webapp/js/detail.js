// SPDX-License-Identifier: Apache-2.0

import { byId, element, write } from "./elements.js";
import { count, percent, rate, time, words } from "./format.js";
import { added, allAnswers, quantile, size, SOURCES } from "./model.js";
import { Plot, shares, times } from "./plot.js";

/** The plots of one region, or of all together, with the causes of its misses. */
export class Detail {
  #history;
  #bounds = [];
  #reads;
  #latency;
  #bars = new Map();
  #rows = new Map();

  constructor(history) {
    this.#history = history;
    this.#reads = new Plot(shares, [
      band("near", "near", (point) => point.near),
      band("disk", "disk", (point) => point.hits - point.near),
      band("missed", "missed", (point) => point.missed),
    ]);
    this.#latency = new Plot(times, [
      this.#line("slowest", "99\u2009% within", 0.99),
      this.#line("time", "median", 0.5),
    ]);
    byId("plots").append(
      this.#reads.framed("Reads, by where they were answered"),
      this.#latency.framed("Time to answer"),
    );
    for (const source of SOURCES) {
      const cells = ["count", "median", "slowest"].map(() => element("td", {}));
      const name = element("span", { class: `chip ${source}` }, source);
      byId("answers").tBodies[0].append(
        element("tr", {}, element("th", { scope: "row" }, name), ...cells),
      );
      this.#rows.set(source, cells);
    }
  }

  /** Shows the region with a name, or all for null. */
  show(figures, name) {
    this.#bounds = figures.bounds;
    write(byId("region-title"), name === null ? "All regions" : `Region ${name}`);
    const regions = figures.regions.filter((region) => name === null || region.name === name);
    const points = this.#history.points(name);
    const end = this.#history.end;
    const last = points.at(-1);
    this.#reads.draw(
      points,
      end,
      last
        ? `Reads of the last five minutes. Now ${rate(last.reads / last.seconds)} a second,` +
            ` ${percent(last.ratio)} of them hits.`
        : "No figures of the last minutes yet.",
    );
    this.#latency.draw(
      points,
      end,
      `Time to answer in the last five minutes. Median now ${time(this.#quantile(last, 0.5))}.`,
    );
    this.#showMisses(regions);
    this.#showAnswers(regions);
  }

  #line(key, label, share) {
    const value = (point) => this.#quantile(point, share);
    return { key, label, value, text: (point) => time(value(point)) };
  }

  #quantile(point, share) {
    return point ? quantile(allAnswers(point.answers), this.#bounds, share) : null;
  }

  #showMisses(regions) {
    const misses = new Map();
    for (const region of regions) {
      for (const [cause, n] of Object.entries(region.misses)) {
        misses.set(cause, (misses.get(cause) ?? 0) + n);
      }
    }
    const most = Math.max(...misses.values(), 1);
    for (const [cause, bar] of this.#bars) {
      if (!misses.has(cause)) {
        bar.element.remove();
        this.#bars.delete(cause);
      }
    }
    [...misses]
      .sort(([, a], [, b]) => b - a)
      .forEach(([cause, n], i) => {
        const bar = this.#bars.get(cause) ?? this.#newBar(cause);
        write(bar.number, count(n));
        bar.bar.style.width = `${(100 * n) / most}%`;
        if (byId("misses").children[i] !== bar.element) {
          byId("misses").insertBefore(bar.element, byId("misses").children[i] ?? null);
        }
      });
    byId("misses-empty").hidden = misses.size > 0;
  }

  #newBar(cause) {
    const number = element("span", { class: "number" });
    const bar = element("span", { class: "bar" });
    const row = element(
      "li",
      { "data-cause": cause },
      element("span", {}, words(cause)),
      element("span", { class: "track", "aria-hidden": "true" }, bar),
      number,
    );
    this.#bars.set(cause, { element: row, number, bar });
    return this.#bars.get(cause);
  }

  #showAnswers(regions) {
    for (const [source, [number, median, slowest]] of this.#rows) {
      const histogram = regions.map((region) => region.answers[source] ?? []).reduce(added, []);
      write(number, count(size(histogram)));
      write(median, time(quantile(histogram, this.#bounds, 0.5)));
      write(slowest, time(quantile(histogram, this.#bounds, 0.99)));
    }
  }
}

function band(key, label, part) {
  const value = (point) => (point.reads === 0 ? null : part(point) / point.reads);
  return { key, label, band: true, value, text: (point) => percent(value(point)) };
}
