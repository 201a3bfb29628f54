// The dialogs of the page: the signing code, more time, the keys.

import { byId, complain, words } from "./facts.js";
import { send } from "./send.js";

export function openKeys() {
  byId("dialog-keys").showModal();
}

export function takeCode() {
  byId("take-code")?.requestSubmit();
}

async function showCode(form) {
  try {
    const answer = await send("/code", new FormData(form));
    const given = await answer.json();
    byId("code").textContent = given.code;
    byId("code-step").textContent = given.step;
    byId("code-until").textContent = given.good;
    byId("code-run").hidden = !given.run;
    if (given.run) byId("code-run").href = given.run;
    byId("dialog-code").showModal();
  } catch (error) {
    complain(error.message);
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(byId("code").textContent);
    byId("copy-code").textContent = words.copied;
  } catch {
    const range = document.createRange(); // a browser that may not copy: the code is marked, and Ctrl+C copies it
    range.selectNodeContents(byId("code"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}

function askFirst(form) {
  const dialog = byId(form.dataset.confirm);
  dialog.querySelector("[data-yes]").onclick = () => form.submit();
  dialog.showModal();
}

export function startDialogs() {
  for (const button of document.querySelectorAll("dialog [data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
  for (const form of document.querySelectorAll("form[data-confirm]")) {
    form.addEventListener("submit", (event) => { event.preventDefault(); askFirst(form); });
  }
  byId("take-code")?.addEventListener("submit", (event) => { event.preventDefault(); showCode(event.target); });
  byId("dialog-code").addEventListener("close", () => { byId("code").textContent = ""; });
  byId("copy-code").addEventListener("click", copy);
  byId("open-help").addEventListener("click", openKeys);
}

