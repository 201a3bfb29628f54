// The keys of the page; none acts while somebody types, and none takes a key that the browser has with Ctrl or Alt.

import { openKeys, takeCode } from "./dialogs.js";
import { editChosen, nextFinding } from "./fields.js";
import { enter, leave } from "./modes.js";
import { openTabNumber } from "./tabs.js";
import { fit, show, step, turn, view } from "./view.js";

const DOES = {
  j: () => show(view.page + 1),
  k: () => show(view.page - 1),
  "+": () => step(1),
  "=": () => step(1),
  "-": () => step(-1),
  0: () => fit("width"),
  9: () => fit("page"),
  f: nextFinding,
  e: editChosen,
  a: () => enter("add"),
  r: () => enter("redact"),
  u: () => enter("unmask"),
  c: takeCode,
  1: () => openTabNumber(1),
  2: () => openTabNumber(2),
  3: () => openTabNumber(3),
  4: () => openTabNumber(4),
  "?": openKeys,
  Escape: () => leave(),
};

const TOOLS = {
  previous: DOES.k, next: DOES.j, smaller: DOES["-"], larger: DOES["+"], width: DOES[0], page: DOES[9], turn,
  redact: DOES.r, unmask: DOES.u, leave: () => leave(),
};

function isTyping(target) {
  return target.closest('textarea, select, input:not([type="checkbox"])') !== null;
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
    if (isTyping(event.target) && event.key !== "Escape") return;
    if (event.target.closest('[role="tab"]') && event.key.startsWith("Arrow")) return;
    const act = DOES[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.querySelector(".viewer").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.page) show(Number(button.dataset.page));
    else if (TOOLS[button?.dataset.do]) TOOLS[button.dataset.do]();
  });
}
