// Loads the page again after a change, and comes back to the same place of it. What is kept has no personal data in it.

import { facts, say, words } from "./facts.js";
import { openTab, tabNow } from "./tabs.js";
import { recall, remembered, show } from "./view.js";

const KEY = "kaiji-view";

export function loadAgain(said) {
  const part = document.querySelector(".part.open");
  const kept = { number: facts.number, said, tab: tabNow(), scrolled: part ? part.scrollTop : 0, view: remembered() };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
  location.reload();
}

export async function comeBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  if (!kept || kept.number !== facts.number) return show(0);
  openTab(kept.tab);
  document.querySelector(".part.open").scrollTop = kept.scrolled;
  if (words[kept.said]) say(words[kept.said]);
  return recall(kept.view);
}
