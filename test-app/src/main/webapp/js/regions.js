// SPDX-License-Identifier: Apache-2.0

import { byId, element, mark, write } from "./elements.js";
import { bytes, count, percent, time } from "./format.js";
import { allAnswers, hitRatio, quantile, reads } from "./model.js";
import { Plot, shares, times } from "./plot.js";
import { SortedTable } from "./table.js";

/** Figures that not every cache has, whose columns are left out then. */
const OPTIONAL = ["bytes", "evictions"];

/** The table of regions, with a line for each figure that moves. */
export class RegionsTable {
  #table;
  #history;
  #actions;
  #chosen = null;
  #bounds = [];

  /** `actions` are `choose(region)` and `evict(region)`. */
  constructor(history, actions) {
    this.#history = history;
    this.#actions = actions;
    this.#table = new SortedTable(
      byId("regions-table"),
      {
        name: (region) => region.name,
        reads,
        ratio: hitRatio,
        median: (region) => this.#median(region),
        entries: (region) => region.entries,
        bytes: (region) => region.bytes,
        evictions: (region) => region.evictions,
      },
      "reads",
      (region) => this.#row(region),
    );
  }

  /** Marks the row whose plots are shown below, or none for null. */
  choose(name) {
    this.#chosen = name;
    for (const button of byId("regions-table").tBodies[0].querySelectorAll("button.choice")) {
      mark(button, "aria-pressed", button.dataset.region === name);
    }
  }

  show(figures) {
    this.#bounds = figures.bounds;
    byId("regions-empty").hidden = figures.regions.length > 0;
    byId("regions-table").hidden = figures.regions.length === 0;
    const unknown = OPTIONAL.filter((key) => figures.regions.every((each) => each[key] == null));
    mark(byId("regions-table"), "data-without", unknown.join(" "));
    this.#table.show(figures.regions.map((region) => ({ ...region, id: region.name })));
  }

  #median(region) {
    return quantile(allAnswers(region.answers), this.#bounds, 0.5);
  }

  #row({ name }) {
    const ratioPlot = new Plot(shares, [{ key: "ratio", value: (point) => point.ratio }]);
    const timePlot = new Plot(times, [{ key: "time", value: (point) => this.#medianOf(point) }]);
    const texts = {};
    const text = (key) => (texts[key] = element("span", { class: "number", "data-figure": key }));
    const choice = element(
      "button",
      {
        type: "button",
        class: "choice",
        "data-region": name,
        "aria-pressed": name === this.#chosen,
        title: "Show the plots of this region",
        onclick: () => this.#actions.choose(name),
      },
      name,
    );
    const evict = element(
      "button",
      {
        type: "button",
        class: "evict",
        "aria-label": `Evict region ${name}`,
        onclick: () => this.#actions.evict(name),
      },
      "Evict\u2026",
    );
    const row = element(
      "tr",
      { role: "row", "data-region": name },
      element("th", { role: "rowheader", scope: "row" }, choice),
      cell("numeric", "Reads", text("reads")),
      cell("drawn", "Hit ratio", text("ratio"), ratioPlot.spark),
      cell("drawn", "Median answer", text("median"), timePlot.spark),
      cell("numeric", "Entries", text("entries")),
      cell("numeric bytes", "Volume", text("bytes")),
      cell("numeric evictions", "Evicted", text("evictions")),
      element("td", { role: "cell", class: "action" }, evict),
    );
    const update = (region) => {
      write(texts.reads, count(reads(region)));
      write(texts.ratio, percent(hitRatio(region)));
      write(texts.median, time(this.#median(region)));
      write(texts.entries, count(region.entries));
      write(texts.bytes, bytes(region.bytes));
      write(texts.evictions, count(region.evictions));
      const points = this.#history.points(name);
      const last = points.at(-1);
      ratioPlot.draw(points, this.#history.end, `Hit ratio now ${percent(last?.ratio)}`);
      timePlot.draw(points, this.#history.end, `Median now ${time(this.#medianOf(last))}`);
    };
    return { element: row, update };
  }

  #medianOf(point) {
    return point ? quantile(allAnswers(point.answers), this.#bounds, 0.5) : null;
  }
}

function cell(kind, label, ...content) {
  return element("td", { role: "cell", class: kind, "data-label": label }, ...content);
}
