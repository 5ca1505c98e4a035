// SPDX-License-Identifier: Apache-2.0

import { byId, element, write } from "./elements.js";
import { count } from "./format.js";
import { SortedTable } from "./table.js";

/** The tags that were read most. */
export class TagsTable {
  #table;
  #evict;
  #most = 1;

  /** `evict(tag)` is asked for with what the row shows. */
  constructor(evict) {
    this.#evict = evict;
    this.#table = new SortedTable(
      byId("tags-table"),
      { name: (tag) => tag.name, reads: (tag) => tag.reads, entries: (tag) => tag.entries },
      "reads",
      (tag) => this.#row(tag),
    );
  }

  show(tags) {
    byId("tags-empty").hidden = tags.length > 0;
    byId("tags-table").hidden = tags.length === 0;
    this.#most = Math.max(1, ...tags.map((tag) => tag.reads));
    this.#table.show(tags.map((tag) => ({ ...tag, id: `${tag.cache} ${tag.tag}`, name: tag.tag })));
  }

  #row(tag) {
    const reads = element("span", { class: "number" });
    const entries = element("span", { class: "number" });
    const bar = element("span", { class: "bar" });
    const evict = element(
      "button",
      {
        type: "button",
        class: "evict",
        "aria-label": `Evict tag ${tag.tag} of cache ${tag.cache}`,
        onclick: () => this.#evict({ cache: tag.cache, tag: tag.tag }),
      },
      "Evict\u2026",
    );
    const row = element(
      "tr",
      { role: "row", "data-tag": tag.tag },
      element(
        "th",
        { role: "rowheader", scope: "row" },
        `${tag.label ?? tag.tag} `,
        element("small", {}, `in ${tag.cache}`),
      ),
      element(
        "td",
        { role: "cell", class: "drawn", "data-label": "Reads" },
        reads,
        element("span", { class: "track", "aria-hidden": "true" }, bar),
      ),
      element("td", { role: "cell", class: "numeric", "data-label": "Entries" }, entries),
      element("td", { role: "cell", class: "action" }, evict),
    );
    const update = (now) => {
      write(reads, count(now.reads));
      write(entries, count(now.entries));
      bar.style.width = `${(100 * now.reads) / this.#most}%`;
    };
    return { element: row, update };
  }
}
