// SPDX-License-Identifier: Apache-2.0

import * as api from "./api.js";
import { byId, write } from "./elements.js";

/** Asks whether to evict something, which is named; resolves to the answer. */
export function confirmed(title, text) {
  const dialog = byId("confirm");
  write(byId("confirm-title"), title);
  write(byId("confirm-text"), text);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Asks for user and password until they are right; resolves to the session, or null. */
export function signedIn() {
  const dialog = byId("sign-in");
  const form = byId("sign-in-form");
  let session = null;
  write(byId("sign-in-error"), "");
  form.reset();
  dialog.showModal();
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      session = await api.signIn(form.user.value, form.password.value);
      dialog.close();
    } catch (e) {
      write(byId("sign-in-error"), `Not signed in: ${e.message}.`);
      form.password.select();
    }
  };
  byId("sign-in-cancel").onclick = () => dialog.close();
  return new Promise((resolve) => {
    const ended = () => {
      form.reset();
      resolve(session);
    };
    dialog.addEventListener("close", ended, { once: true });
  });
}
