// Asks every half minute whether there are new figures, only while somebody looks, and puts them in place of the old ones.

import { keepPlace } from "./place.js";

const EVERY = 30_000; // milliseconds
const LEAST = 1_000; // between two questions, whatever wakes the page
const PAUSED = "kaiji-figures-paused";

export function startLive() {
  const content = document.querySelector("[data-fg-content]");
  const button = document.querySelector("[data-fg-live]");
  if (content && button) new Live(content, button).start();
}

class Live {
  constructor(content, button) {
    this.content = content;
    this.button = button;
    this.said = document.querySelector("[data-fg-said]");
    this.asked = Date.now();
    this.timer = 0;
    this.over = false;
    this.soon = 0;
  }

  start() {
    this.button.hidden = false;
    this.pause(sessionStorage.getItem(PAUSED) === "yes");
    this.button.addEventListener("click", () => this.pause(this.button.getAttribute("aria-pressed") === "true"));
    document.addEventListener("visibilitychange", () => this.plan());
    if ("fgMore" in this.content.dataset) this.ask(); // plots that are still to be drawn, or what has just happened
  }

  // The button is pressed while the page is live.
  pause(paused) {
    this.button.setAttribute("aria-pressed", String(!paused));
    if (paused) sessionStorage.setItem(PAUSED, "yes");
    else sessionStorage.removeItem(PAUSED);
    this.plan();
  }

  plan() {
    clearTimeout(this.timer);
    const paused = this.button.getAttribute("aria-pressed") !== "true" && !this.soon;
    if (this.over || document.hidden || paused) return;
    const wait = Math.max(LEAST, this.asked + (this.soon || EVERY) - Date.now());
    this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    this.asked = Date.now();
    try {
      const headers = { "If-None-Match": `"${this.content.dataset.fgMark}"`, Accept: "text/html" };
      const answer = await fetch(this.content.dataset.fgContent, { headers, cache: "no-store" });
      if (answer.status === 401) this.end();
      else if (answer.ok) this.take(await answer.text(), answer.headers.get("etag"));
      if (answer.ok || answer.status === 304) this.tell("");
      this.soon = Number(answer.headers.get("retry-after")) * 1000; // 0 where nothing is still to come
    } catch {
      this.tell("lost");
    }
    this.plan();
  }

  // Somebody who marks text is not disturbed; the next question brings the figures again.
  take(text, mark) {
    const selected = getSelection();
    if (!selected.isCollapsed && selected.containsNode(this.content, true)) return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    keepPlace(this.content, () => this.content.replaceChildren(...fresh.body.childNodes));
    this.content.dataset.fgMark = (mark || "").replaceAll('"', "");
  }

  end() {
    this.over = true;
    this.tell("out");
  }

  tell(word) {
    this.said.textContent = word ? this.said.dataset[word] : "";
  }
}
