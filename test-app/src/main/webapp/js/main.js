// SPDX-License-Identifier: Apache-2.0

import * as api from "./api.js";
import { Cities } from "./cities.js";
import { Detail } from "./detail.js";
import { confirmed, signedIn } from "./dialogs.js";
import { byId, mark, write } from "./elements.js";
import { age, bytes, count, percent, rate, time, timeOfDay } from "./format.js";
import { allAnswers, History, quantile, total } from "./model.js";
import { RegionsTable } from "./regions.js";
import { TagsTable } from "./tags.js";

const EVERY = 2000;
const MINUTE = 60_000;
const FRESH = 8_000;

const history = new History();
const detail = new Detail(history);
const regions = new RegionsTable(history, { choose, evict: (region) => evict({ region }) });
const tags = new TagsTable(evict);
const cities = new Cities(news);

let figures = null;
let chosen = null;
let session = { user: null, admin: false };
let paused = false;
let failing = false;
let freshness = 0;

/** Tells what happened, once, also to those who listen; for a while wherever the page is. */
function news(text) {
  write(byId("news"), text);
  mark(byId("news"), "data-fresh", true);
  clearTimeout(freshness);
  freshness = setTimeout(() => byId("news").removeAttribute("data-fresh"), FRESH);
}

function state(name, text) {
  mark(byId("state"), "data-state", name);
  write(byId("state"), text);
}

function choose(name) {
  chosen = chosen === name ? null : name;
  regions.choose(chosen);
  byId("all").hidden = chosen === null;
  detail.show(figures, chosen);
  byId("region-title").scrollIntoView({ block: "nearest" });
}

async function refresh() {
  try {
    show(await api.figures());
    if (!paused) {
      state("live", `live, ${timeOfDay(figures.at)}`);
    }
    if (failing) {
      failing = false;
      news("The server answers again");
      await begin();
    }
  } catch (e) {
    state("gone", figures ? `no answer since ${timeOfDay(figures.at)}` : "no answer");
    if (!failing) {
      failing = true;
      news(`No figures: ${e.message}. Trying on.`);
    }
  }
}

function show(now) {
  figures = now;
  history.add(now);
  if (chosen !== null && !now.regions.some((region) => region.name === chosen)) {
    choose(chosen);
  }
  showOverall();
  regions.show(now);
  detail.show(now, chosen);
  tags.show(now.tags);
  mark(byId("main"), "data-loaded", true);
}

function showOverall() {
  const { store, regions: all, bounds, server } = figures;
  const ever = total(all);
  const minute = history.recent(null, MINUTE);
  write(byId("ratio"), percent(ever.ratio));
  write(byId("ratio-recent"), minute?.ratio == null ? "idle now" : `${percent(minute.ratio)} now`);
  write(byId("reads"), minute ? rate(minute.reads / minute.seconds) : rate(0));
  write(byId("reads-all"), `${count(ever.reads)} in ${age(figures.at - figures.since)}`);
  write(byId("median"), time(quantile(allAnswers(ever.answers), bounds, 0.5)));
  const database = quantile(ever.answers.database, bounds, 0.5);
  write(byId("median-database"), `database ${time(database)}`);
  write(byId("entries"), count(all.reduce((sum, region) => sum + region.entries, 0)));
  write(byId("evictions"), store ? `${count(store.evictions)} evicted for room` : "\u00a0");
  write(byId("volume"), bytes(store?.bytes));
  write(byId("limit"), store ? `of ${bytes(store.limit)}` : "not shown by this server");
  write(byId("server"), `${server.name}, Hibernate ${server.hibernate}, since ${timeOfDay(figures.since)}`);
}

async function evict(what) {
  if (!session.admin && !(await sign())) {
    return;
  }
  const [title, text] = what.region
    ? [
        `Evict region ${what.region}?`,
        `All entries of region ${what.region} go, in every process that shares the cache.` +
          " The next reads ask the database.",
      ]
    : [
        `Evict tag ${what.tag}?`,
        `All entries with tag ${what.tag} go from the cache ${what.cache}, in every process that` +
          " shares it.",
      ];
  if (!(await confirmed(title, text))) {
    return;
  }
  try {
    await api.evict(what);
    news(what.region ? `Region ${what.region} is empty` : `Tag ${what.tag} is evicted`);
    await refresh();
  } catch (e) {
    news(`Nothing was evicted: ${e.message}`);
    if (e.status === 401 || e.status === 403) {
      await begin();
    }
  }
}

async function sign() {
  const signed = await signedIn();
  if (signed) {
    showSession(signed);
    news(signed.admin ? `Signed in as ${signed.user}` : `${signed.user} may not evict`);
  }
  return signed?.admin ?? false;
}

function showSession(now) {
  session = now;
  write(byId("sign"), now.user ? `Sign out ${now.user}` : "Sign in");
}

async function begin() {
  try {
    showSession(await api.session());
  } catch {
    showSession({ user: null, admin: false });
  }
  if (!cities.isStarted) {
    await cities.start();
  }
}

byId("all").addEventListener("click", () => {
  choose(chosen);
  byId("region-title").focus();
});

byId("sign").addEventListener("click", async () => {
  if (session.user) {
    showSession(await api.signOut());
    news("Signed out");
  } else {
    await sign();
  }
});

byId("pause").addEventListener("click", () => {
  paused = !paused;
  write(byId("pause"), paused ? "Go on" : "Pause");
  if (paused) {
    state("paused", "paused");
  } else {
    refresh();
  }
});

async function forever() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    if (!paused && !document.hidden) {
      await refresh();
    }
  }
}

await refresh();
await begin();
forever();
