// SPDX-License-Identifier: Apache-2.0

const PATIENCE = 10_000;

let token = null;

/** What the server refused or could not do; `status` is 0 where it did not answer at all. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The figures of all regions and tags. */
export function figures() {
  return call("GET", "api/figures");
}

/** Who is signed in, and whether that allows to evict. */
export async function session() {
  return remembered(await call("GET", "api/session"));
}

/** Signs in. */
export async function signIn(user, password) {
  return remembered(await call("POST", "api/session", { user, password }));
}

/** Signs out. */
export async function signOut() {
  return remembered(await call("DELETE", "api/session"));
}

/** Evicts a region, `{region}`, or what has a tag, `{tag}`. */
export function evict(what) {
  return call("POST", "api/evictions", what);
}

/** All countries that have cities, by name. */
export function countries() {
  return call("GET", "api/browse/countries");
}

/** A page of cities of a country. */
export function cities(country, from, page) {
  return call("GET", `api/browse?${new URLSearchParams({ country, from, page })}`);
}

/** One city, where the answer came from, and the microseconds it took the server. */
export async function city(id) {
  const response = await request("GET", `api/browse/${id}`);
  const [, source, millis] = /(\w+);dur=([\d.]+)/.exec(response.headers.get("Server-Timing")) ?? [];
  return { city: await response.json(), source, micros: millis == null ? null : millis * 1000 };
}

function remembered(answer) {
  token = answer.token;
  return answer;
}

async function call(method, path, body) {
  const response = await request(method, path, body);
  return response.status === 204 ? null : response.json();
}

async function request(method, path, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-Atlas-Token"] = token ?? "";
    headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Refusal(0, "the server does not answer");
  }
  if (!response.ok) {
    throw new Refusal(response.status, await reason(response));
  }
  return response;
}

async function reason(response) {
  try {
    return (await response.json()).error;
  } catch {
    return `the server answered ${response.status}`;
  }
}
