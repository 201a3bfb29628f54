// What can be drawn on the page: the redaction boxes, one region to unmask, the place of a field that was not read.

import { loadAgain } from "./again.js";
import { Boxes } from "./boxes.js";
import { byId, facts, make, words } from "./facts.js";
import { sendField, tell } from "./fields.js";
import { inputFor } from "./inputs.js";
import { send } from "./send.js";
import { frame, onPage, view } from "./view.js";

let mode = "", boxes = null, chosen = null, input = null, busy = false;

export function modeNow() {
  return mode;
}

function form() {
  return byId(`mode-${mode}`);
}

function isDirty() {
  if (mode !== "redact" || busy) return false;
  return boxes.list.length !== facts.pages[view.page].marks.length || boxes.list.some((box) => boxes.isChanged(box));
}

export function leave() {
  if (!mode) return true;
  if (busy || (isDirty() && !window.confirm(words.not_saved))) return false;
  boxes.close();
  form().hidden = true;
  document.querySelector(`.tools [data-do="${mode}"]`)?.setAttribute("aria-pressed", "false");
  mode = "";
  boxes = chosen = null;
  byId("table").focus({ preventScroll: true });
  return true;
}

export async function enter(next) {
  if (!facts.edits) return;
  await view.ready; // a key may come before the page's picture
  if (!view.size) return;
  if (mode === next) return void leave();
  if (!leave()) return;
  mode = next;
  frame([]);
  form().hidden = false;
  tell(form().querySelector(".wrong"), "");
  document.querySelector(`.tools [data-do="${next}"]`)?.setAttribute("aria-pressed", "true");
  if (next === "redact") openMarks();
  else openOne();
  byId("table").focus({ preventScroll: true });
}

function openMarks() {
  const select = byId("box-reason");
  select.replaceChildren(...Object.entries(facts.reasons).map(([code, text]) => make("option", { value: code }, text)));
  boxes = new Boxes({ name: (box) => facts.reasons[box.reason], changed: marksChanged });
  boxes.list.length = 0;
  byId("marks-reason").value = "";
  boxes.open(facts.pages[view.page].marks.map((mark) => ({ ...mark, reasonBefore: mark.reason })));
}

function openOne() {
  boxes = new Boxes({ most: 1, changed: () => tell(form().querySelector(".wrong"), "") });
  boxes.open([]);
  if (mode === "add") chooseName();
}

function marksChanged(box) {
  if (!boxes) return;
  if (box) chosen = box;
  if (!boxes.list.includes(chosen)) chosen = null;
  if (box && !box.reason) {
    box.reason = byId("box-reason").value || Object.keys(facts.reasons)[0];
    boxes.put(box);
  }
  byId("box-reason").disabled = !chosen;
  if (chosen) byId("box-reason").value = chosen.reason;
  byId("box-count").textContent = `${boxes.list.length} ${words.boxes}`;
  byId("marks-right").disabled = isDirty();
  byId("burn").disabled = !isDirty();
}

function sentMarks() {
  return boxes.list.map(({ poly, reason, source }) => ({ poly, reason: reason || Object.keys(facts.reasons)[0], source: source || "person" }));
}

async function sendMarks() {
  const wrong = form().querySelector(".wrong"), shown = form().querySelector(".busy");
  const buttons = form().querySelectorAll("button");
  tell(wrong, "");
  tell(shown, words.burning);
  busy = true;
  for (const button of buttons) button.disabled = true;
  try {
    const body = { marks: sentMarks(), reason: byId("marks-reason").value.trim(), evidence: facts.evidence };
    await send(`/pages/${view.page}/marks`, body);
    loadAgain("burned");
  } catch (error) {
    busy = false;
    for (const button of buttons) button.disabled = false;
    marksChanged();
    tell(wrong, error.message);
  } finally {
    tell(shown, "");
  }
}

async function unmask() {
  const wrong = form().querySelector(".wrong"), reason = byId("unmask-reason").value.trim();
  if (!boxes.list.length) return tell(wrong, words.draw_first);
  if (reason.length < 5) return tell(wrong, words.unmask_reason_needed);
  try {
    const answer = await send(`/pages/${view.page}/unmask`, { poly: boxes.list[0].poly, reason });
    showOnce(URL.createObjectURL(await answer.blob()), answer.headers.get("X-Seen-At"));
  } catch (error) {
    tell(wrong, error.message);
  }
}

function showOnce(url, at) {
  const dialog = byId("dialog-unmask");
  byId("unmasked").src = url;
  byId("unmasked").dataset.turn = byId("sheet").dataset.turn;
  byId("unmask-note").textContent = `${words.unmasked_by} ${facts.me}, ${at}. ${words.recorded}`;
  byId("unmask-reason").value = "";
  dialog.addEventListener("close", () => {
    byId("unmasked").removeAttribute("src");
    URL.revokeObjectURL(url);
    leave();
  }, { once: true });
  dialog.showModal();
}

function chooseName() {
  const select = byId("add-name"), unread = Object.keys(facts.names).filter((name) => !facts.fields[name]);
  select.replaceChildren(...unread.map((name) => make("option", { value: name }, facts.names[name])));
  putInput();
}

function putInput() {
  input = inputFor(byId("add-name").value);
  byId("add-value").replaceChildren(input.element);
  input.element.setAttribute("aria-label", facts.names[byId("add-name").value]);
}

async function add() {
  const wrong = form().querySelector(".wrong"), value = input.value();
  if (!boxes.list.length) return tell(wrong, words.draw_first);
  if (!value) return tell(wrong, words.value_needed);
  const place = { page: view.page, poly: boxes.list[0].poly };
  await sendField({ name: byId("add-name").value, action: "value", value, ...place }).catch((error) => tell(wrong, error.message));
}

export function startModes() {
  if (!facts.edits) return;
  const does = { redact: sendMarks, unmask, add };
  for (const [name, act] of Object.entries(does)) {
    byId(`mode-${name}`).addEventListener("submit", (event) => { event.preventDefault(); act(); });
  }
  byId("marks-right").addEventListener("click", sendMarks);
  byId("box-reason").addEventListener("change", () => {
    chosen.reason = byId("box-reason").value;
    boxes.put(chosen);
    marksChanged(chosen);
  });
  byId("add-name").addEventListener("change", putInput);
  byId("add-field").addEventListener("click", () => enter("add"));
  onPage(() => {
    if (!mode) return true;
    return leave();
  });
  window.addEventListener("beforeunload", (event) => { if (mode && isDirty()) event.preventDefault(); });
}

