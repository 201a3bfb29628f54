// The parts of the case beside the page, one at a time.

import { byId } from "./facts.js";

const tabs = [...document.querySelectorAll('[role="tab"]')];

export function openTab(id, focus = false) {
  for (const tab of tabs) {
    const isThis = tab.id === id;
    tab.setAttribute("aria-selected", String(isThis));
    tab.tabIndex = isThis ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).classList.toggle("open", isThis);
    if (isThis && focus) tab.focus();
  }
}

export function openTabNumber(number) {
  if (tabs[number - 1]) openTab(tabs[number - 1].id, true);
}

export function tabNow() {
  return tabs.find((tab) => tab.getAttribute("aria-selected") === "true").id;
}

export function startTabs() {
  byId("evidence").classList.add("js");
  const part = document.getElementById(location.hash.slice(1))?.closest('[role="tabpanel"]');
  openTab(part?.getAttribute("aria-labelledby") ?? tabs[0].id);
  for (const button of document.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => openTab(button.dataset.open, true));
  }
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => openTab(tab.id));
    tab.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by) openTab(tabs[(at + by + tabs.length) % tabs.length].id, true);
    });
  }
}
