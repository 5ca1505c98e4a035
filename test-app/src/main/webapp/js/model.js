// SPDX-License-Identifier: Apache-2.0

/** Where an answer can come from, the fastest first. */
export const SOURCES = ["near", "disk", "database"];

const SPAN = 5 * 60_000;
const SMOOTHING = 10_000;

/** How long the plots look back, in milliseconds. */
export const span = SPAN;

/**
 * The figures of the last minutes. All counters count since the server started, so what happened
 * in between is the difference of two samples.
 */
export class History {
  #samples = [];

  /** Adds figures; those of a server that has restarted begin a new history. */
  add(figures) {
    const last = this.#samples.at(-1);
    if (last && last.since !== figures.since) {
      this.#samples = [];
    }
    this.#samples.push({
      at: figures.at,
      since: figures.since,
      regions: new Map(figures.regions.map((region) => [region.name, region])),
    });
    while (this.#samples[0].at < figures.at - SPAN - SMOOTHING) {
      this.#samples.shift();
    }
  }

  get end() {
    return this.#samples.at(-1)?.at ?? 0;
  }

  /** What a region, or all of them for null, did in the last milliseconds; null before that. */
  recent(name, millis) {
    const last = this.#samples.length - 1;
    return last < 1 ? null : this.#between(name, this.#indexAt(this.end - millis, last), last);
  }

  /** What it did around each sample: the points of a plot. */
  points(name) {
    const points = [];
    for (let i = 1; i < this.#samples.length; i++) {
      if (this.#samples[i].at < this.end - SPAN) {
        continue;
      }
      points.push(this.#between(name, this.#indexAt(this.#samples[i].at - SMOOTHING, i), i));
    }
    return points;
  }

  #indexAt(at, limit) {
    const index = this.#samples.findIndex((sample) => sample.at >= at);
    return Math.min(index, limit - 1);
  }

  #between(name, from, to) {
    const before = this.#samples[from];
    const after = this.#samples[to];
    const names = name == null ? [...after.regions.keys()] : [name];
    const spans = names.map((each) => since(before.regions.get(each), after.regions.get(each)));
    return { at: after.at, seconds: (after.at - before.at) / 1000, ...sum(spans) };
  }
}

/** All reads of a region that found nothing. */
export function missed(region) {
  return Object.values(region.misses).reduce((a, b) => a + b, 0);
}

/** All reads of a region. */
export function reads(region) {
  return region.hits + missed(region);
}

/** The share of reads that were hits, or null when nothing was read. */
export function hitRatio(region) {
  const all = reads(region);
  return all === 0 ? null : region.hits / all;
}

/** Everything since the server started, of the regions that hold data. */
export function total(regions) {
  const none = { hits: 0, near: 0, misses: {}, answers: {} };
  return sum(regions.map((region) => since(none, region)));
}

function since(before, after) {
  if (!before || !after) {
    return { hits: 0, near: 0, missed: 0, answers: {} };
  }
  const answers = {};
  for (const source of SOURCES) {
    const old = before.answers[source] ?? [];
    answers[source] = (after.answers[source] ?? []).map((n, i) => n - (old[i] ?? 0));
  }
  return {
    hits: after.hits - before.hits,
    near: after.near - before.near,
    missed: missed(after) - missed(before),
    answers,
  };
}

function sum(spans) {
  const all = { hits: 0, near: 0, missed: 0, answers: {} };
  for (const each of spans) {
    all.hits += each.hits;
    all.near += each.near;
    all.missed += each.missed;
    for (const source of SOURCES) {
      all.answers[source] = added(all.answers[source] ?? [], each.answers[source] ?? []);
    }
  }
  all.reads = all.hits + all.missed;
  all.ratio = all.reads === 0 ? null : all.hits / all.reads;
  return all;
}

/** The sum of histograms, of any lengths. */
export function added(one, other) {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  return long.map((n, i) => n + (short[i] ?? 0));
}

/** The histogram of answers from everywhere. */
export function allAnswers(answers) {
  return SOURCES.map((source) => answers[source] ?? []).reduce(added, []);
}

/** How many answers a histogram holds. */
export function size(histogram) {
  return histogram.reduce((a, b) => a + b, 0);
}

/**
 * The time in microseconds that a share of the answers did not take longer than: between the
 * bounds of its bucket by proportion, on a logarithmic scale. Null without answers.
 */
export function quantile(histogram, bounds, share) {
  const wanted = size(histogram) * share;
  let seen = 0;
  for (let i = 0; i < histogram.length; i++) {
    if (histogram[i] > 0 && seen + histogram[i] >= wanted) {
      const upper = bounds[i] ?? bounds.at(-1) * 2;
      const lower = i === 0 ? upper / 2 : bounds[i - 1];
      return lower * (upper / lower) ** ((wanted - seen) / histogram[i]);
    }
    seen += histogram[i];
  }
  return null;
}
