// Fields and findings: where they stand on the page, and a person's word on what a field says.

import { loadAgain } from "./again.js";
import { compare } from "./compare.js";
import { byId, complain, facts, make, words } from "./facts.js";
import { inputFor } from "./inputs.js";
import { send } from "./send.js";
import { openTab } from "./tabs.js";
import { frame } from "./view.js";

let chosen = "", finding = -1, place = 0, open = null;

function rowOf(name) {
  return document.querySelector(`[data-field="${CSS.escape(name)}"]`);
}

function isWhole(poly) {
  return poly.flat().every((value) => value <= 0.001 || value >= 0.999);
}

export function choose(name) {
  const field = facts.fields[name];
  if (!field) return;
  mark(name, -1);
  frame([placeOf(name)]);
  const others = (rowOf(name).dataset.differs || "").split(" ").filter((other) => facts.fields[other]);
  compare(rowOf(name), [name, ...others].map(placeOf));
}

function placeOf(name) {
  const field = facts.fields[name];
  return { page: field.page, poly: isWhole(field.poly) ? null : field.poly, label: facts.names[name] || name };
}

function mark(name, at) {
  chosen = name;
  for (const row of document.querySelectorAll("[data-field]")) row.classList.toggle("chosen", row.dataset.field === name);
  for (const button of document.querySelectorAll("[data-finding]")) button.setAttribute("aria-current", String(Number(button.dataset.finding) === at));
}

// Shows a finding's places; asked again, it goes on to its next place.
function look(at) {
  const places = facts.findings[at] || [];
  place = at === finding ? (place + 1) % Math.max(1, places.length) : 0;
  finding = at;
  mark("", at);
  const button = document.querySelector(`[data-finding="${at}"]`);
  button.closest("details")?.setAttribute("open", "");
  button.scrollIntoView({ block: "nearest" });
  const verdict = button.closest("li").className;
  compare(button.closest("li"), verdict === "pass" ? [] : places.filter((each) => each.field).map((each) => placeOf(each.field)));
  const turned = [...places.slice(place), ...places.slice(0, place)];
  frame(turned.map((each) => ({ ...each, look: verdict, label: facts.names[each.field] || "" })));
}

export function nextFinding() {
  openTab("tab-read");
  const buttons = [...document.querySelectorAll("[data-finding]:not(:disabled)")];
  if (!buttons.length) return;
  const now = buttons.findIndex((button) => Number(button.dataset.finding) === finding);
  const next = buttons[(now + 1) % buttons.length];
  next.focus();
  look(Number(next.dataset.finding));
}

export function editChosen() {
  if (chosen && facts.edits && facts.names[chosen]) edit(chosen);
}

function edit(name) {
  leaveEdit();
  choose(name);
  const row = rowOf(name), read = facts.fields[name], input = inputFor(name, read);
  const form = make("form", { class: "editing" }, make("label", {}, facts.names[name], " ", input.element));
  const wrong = make("p", { class: "wrong", role: "alert", hidden: true });
  const save = make("button", { class: "first" }, words.save);
  const cancel = make("button", { type: "button" }, words.cancel);
  form.append(make("div", { class: "row" }, save, cancel), wrong);
  for (const child of row.children) child.hidden = true;
  row.append(form);
  open = { form, row };
  cancel.addEventListener("click", () => back(name));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) { event.stopPropagation(); back(name); }
    if (event.key === "Enter" && event.isComposing) event.preventDefault(); // the key that ends a Japanese conversion saves nothing
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = input.value(), same = read && value === (facts.choices[name] ? read.code : read.value);
    if (!value) return tell(wrong, words.value_needed);
    save.disabled = true;
    sendField({ name, action: same ? "right" : "value", value }).catch((error) => { save.disabled = false; tell(wrong, error.message); });
  });
  input.focus();
}

function back(name) {
  leaveEdit();
  rowOf(name).querySelector("[data-edit]").focus();
}

function leaveEdit() {
  if (!open) return;
  open.form.remove();
  for (const child of open.row.children) child.hidden = false;
  open = null;
}

export function tell(place, text) {
  place.textContent = text;
  place.hidden = !text;
}

export async function sendField(what) {
  await send("/fields", { ...what, evidence: facts.evidence });
  loadAgain("saved");
}

function absent(name) {
  const dialog = byId("dialog-absent"), wrong = dialog.querySelector(".wrong");
  byId("absent-name").textContent = facts.names[name];
  tell(wrong, "");
  dialog.querySelector("[data-yes]").onclick = () => {
    sendField({ name, action: "absent" }).catch((error) => tell(wrong, error.message));
  };
  dialog.showModal();
}

export function startFields() {
  document.querySelector(".panel").addEventListener("click", (event) => {
    const data = event.target.closest("button")?.dataset;
    if (!data) return;
    if (data.show) choose(data.show);
    else if (data.finding) look(Number(data.finding));
    else if (data.edit) edit(data.edit);
    else if (data.right) sendField({ name: data.right, action: "right" }).catch((error) => complain(error.message));
    else if (data.absent) absent(data.absent);
  });
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("focus", () => { if (button.matches(":focus-visible")) choose(button.dataset.show); });
  }
}
