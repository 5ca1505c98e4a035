// SPDX-License-Identifier: Apache-2.0

import * as api from "./api.js";
import { byId, element, write } from "./elements.js";
import { time } from "./format.js";

const REMEMBERED = 3;
const BROWSING_PAUSE = 150;

/** The table of cities to open, one after the other or all; tells where each answer came from. */
export class Cities {
  #news;
  #rows = [];
  #page = 0;
  #country = "";
  #from = "";
  #browsing = null;

  /** `news(text)` tells the reader what happened. */
  constructor(news) {
    this.#news = news;
    byId("search").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search();
    });
    byId("country").addEventListener("change", () => this.#search());
    byId("previous").addEventListener("click", () => this.#load(this.#page - 1));
    byId("next").addEventListener("click", () => this.#load(this.#page + 1));
    byId("open-all").addEventListener("click", () => this.#openAll());
    byId("browse").addEventListener("change", () => this.#browse(byId("browse").checked));
  }

  /** Fills the list of countries, and shows the cities of the first one, or of the one chosen. */
  async start() {
    try {
      const countries = await api.countries();
      byId("country").replaceChildren(
        ...countries.map((each) => element("option", { value: each.code }, each.name)),
      );
      byId("country").value = countries.some((each) => each.code === "CH")
        ? "CH"
        : countries[0]?.code;
      await this.#search();
    } catch (e) {
      this.#failed(e);
    }
  }

  get isStarted() {
    return byId("country").options.length > 0;
  }

  async #search() {
    this.#country = byId("country").value;
    this.#from = byId("from").value.trim();
    await this.#load(0);
  }

  async #load(page) {
    try {
      const found = await api.cities(this.#country, this.#from, page);
      this.#page = page;
      this.#show(found);
    } catch (e) {
      this.#failed(e);
    }
  }

  #show({ cities, more }) {
    this.#rows = cities.map((city) => this.#row(city));
    byId("cities-table").tBodies[0].replaceChildren(...this.#rows.map((row) => row.element));
    byId("cities-table").hidden = cities.length === 0;
    byId("cities-empty").hidden = cities.length > 0;
    write(byId("cities-empty"), "No city of this country has such a name.");
    byId("previous").disabled = this.#page === 0;
    byId("next").disabled = !more;
    byId("open-all").disabled = cities.length === 0;
    write(byId("page"), cities.length === 0 ? "" : `page ${this.#page + 1}`);
  }

  #failed(error) {
    this.#rows = [];
    byId("cities-table").hidden = true;
    byId("cities-empty").hidden = false;
    write(byId("cities-empty"), `There are no cities to show: ${error.message}.`);
  }

  #row(city) {
    const answers = element("span", { class: "trail" });
    const neighbours = element("span", { class: "neighbours" });
    const open = element(
      "button",
      { type: "button", class: "choice", onclick: () => this.#open(row, true) },
      city.name,
    );
    const row = {
      city,
      answers,
      neighbours,
      element: element(
        "tr",
        { role: "row", "data-city": city.id },
        element("th", { role: "rowheader", scope: "row" }, open),
        element("td", { role: "cell", "data-label": "Region" }, city.region ?? "\u2013"),
        element("td", { role: "cell", "data-label": "Neighbours" }, neighbours),
        element("td", { role: "cell", "data-label": "Answers" }, answers),
      ),
    };
    return row;
  }

  /** Opens the city of a row; only what a reader asked for by hand is told aloud. */
  async #open(row, isAlone) {
    try {
      const { city, source, micros } = await api.city(row.city.id);
      write(row.neighbours, city.neighbours.join(", "));
      row.answers.prepend(
        element("span", { class: `chip ${source}` }, `${source} `, element("b", {}, time(micros))),
      );
      while (row.answers.children.length > REMEMBERED) {
        row.answers.lastChild.remove();
      }
      if (isAlone) {
        this.#news(`${row.city.name}: from ${from(source)} in ${time(micros)}`);
      }
      return true;
    } catch (e) {
      this.#news(`${row.city.name} cannot be opened: ${e.message}`);
      return false;
    }
  }

  async #openAll() {
    for (const row of [...this.#rows]) {
      if (!(await this.#open(row, false))) {
        return;
      }
    }
    this.#news(`Opened ${this.#rows.length} cities`);
  }

  /** Opens one of the first rows more often than one of the last, until switched off. */
  async #browse(on) {
    const mine = on ? {} : null;
    this.#browsing = mine;
    while (mine && this.#browsing === mine) {
      const row = this.#rows[Math.floor(this.#rows.length * Math.random() ** 2)];
      if (!row || !(await this.#open(row, false))) {
        byId("browse").checked = false;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, BROWSING_PAUSE));
    }
  }
}

function from(source) {
  return source === "near" ? "memory" : `the ${source}`;
}
