// SPDX-License-Identifier: Apache-2.0

import { mark } from "./elements.js";

/**
 * Rows that keep their places in the document while their cells change, and that a reader sorts
 * by the buttons in the heads of the columns. A row never moves under the pointer or the focus.
 */
export class SortedTable {
  #table;
  #body;
  #keys;
  #make;
  #rows = new Map();
  #column;
  #descending;

  /** `keys` maps a column's name to what an item is sorted by; `make(item)` makes a row. */
  constructor(table, keys, column, make) {
    this.#table = table;
    this.#body = table.tBodies[0];
    this.#keys = keys;
    this.#make = make;
    this.#column = column;
    this.#descending = true;
    for (const button of table.querySelectorAll("th button")) {
      button.addEventListener("click", () => this.#sortBy(button.dataset.column));
    }
    this.#announce();
  }

  /** Shows items, each with an `id` of its own and a name; a row is `{element, update(item)}`. */
  show(items) {
    const ids = new Set(items.map((item) => item.id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.element.remove();
        this.#rows.delete(id);
      }
    }
    const before = this.#rows.size;
    for (const item of items) {
      let row = this.#rows.get(item.id);
      if (!row) {
        row = this.#make(item);
        this.#rows.set(item.id, row);
        this.#body.append(row.element);
      }
      row.item = item;
      row.update(item);
    }
    if (this.#rows.size !== before || !this.#table.matches(":hover, :focus-within")) {
      this.#sort();
    }
  }

  #sortBy(column) {
    this.#descending = column === this.#column ? !this.#descending : column !== "name";
    this.#column = column;
    this.#announce();
    this.#sort();
  }

  #announce() {
    for (const head of this.#table.tHead.querySelectorAll("th")) {
      const column = head.querySelector("button")?.dataset.column;
      if (column) {
        const order = this.#descending ? "descending" : "ascending";
        mark(head, "aria-sort", column === this.#column ? order : "none");
      }
    }
  }

  #sort() {
    const key = this.#keys[this.#column];
    const sign = this.#descending ? -1 : 1;
    const rows = [...this.#rows.values()].sort(
      (a, b) =>
        sign * compare(key(a.item), key(b.item)) || compare(a.item.name, b.item.name),
    );
    const focus = document.activeElement;
    rows.forEach((row, i) => {
      if (this.#body.rows[i] !== row.element) {
        this.#body.insertBefore(row.element, this.#body.rows[i] ?? null);
      }
    });
    if (focus !== document.activeElement && this.#body.contains(focus)) {
      focus.focus();
    }
  }
}

/** Numbers by size, texts by the alphabet; what is unknown is least. */
function compare(a, b) {
  if (typeof a === "string" && typeof b === "string") {
    return a.localeCompare(b, "en");
  }
  return (a ?? -1) - (b ?? -1);
}
