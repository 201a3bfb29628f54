// Boxes over the page that can be drawn, moved, resized and removed, by mouse and by keyboard alike.

import { byId, make, words } from "./facts.js";
import { lengths, pointAt, toPage, view } from "./view.js";

const table = byId("table"), over = byId("over");
const SMALLEST = 0.004, STEP = 4; // of the page's side; CSS pixels a key press
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function aroundOf(poly) {
  const xs = poly.map((point) => point[0]), ys = poly.map((point) => point[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function cornersOf([x0, y0, x1, y1]) {
  return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(([x, y]) => [Number(x.toFixed(5)), Number(y.toFixed(5))]);
}

function held(value) {
  return Math.min(1, Math.max(0, value));
}

export class Boxes {
  // `most`: how many there may be; `name(box)`: what a box is called; `changed()`: told after every change.
  constructor({ most = Infinity, name = () => "", changed = () => {} }) {
    Object.assign(this, { most, name, changed, list: [], active: false, drag: null });
    this.onDown = (event) => this.down(event);
    this.onMove = (event) => this.move(event);
    this.onUp = () => this.up();
    this.onKey = (event) => this.key(event);
  }

  open(polys) {
    this.close();
    this.active = true;
    table.classList.add("drawing");
    for (const each of polys) this.add(each.poly, each);
    table.addEventListener("pointerdown", this.onDown);
    table.addEventListener("pointermove", this.onMove);
    table.addEventListener("pointerup", this.onUp);
    table.addEventListener("pointercancel", this.onUp);
    document.addEventListener("keydown", this.onKey);
    this.changed();
  }

  close() {
    if (!this.active) return;
    this.active = false;
    for (const box of this.list) box.element.remove();
    this.list = [];
    table.classList.remove("drawing");
    table.removeEventListener("pointerdown", this.onDown);
    table.removeEventListener("pointermove", this.onMove);
    table.removeEventListener("pointerup", this.onUp);
    table.removeEventListener("pointercancel", this.onUp);
    document.removeEventListener("keydown", this.onKey);
  }

  add(poly, facts = {}) {
    if (this.list.length >= this.most) this.remove(this.list[0]);
    const box = { ...facts, poly, before: facts.poly || null, around: aroundOf(poly), element: make("div", { class: "box", tabindex: "0", role: "group" }) };
    for (const at of ["nw", "ne", "sw", "se"]) box.element.append(make("i", { "data-at": at }));
    box.element.prepend(make("b"));
    box.element.addEventListener("focus", () => this.changed(box));
    this.list.push(box);
    over.append(box.element);
    this.put(box);
    return box;
  }

  put(box) {
    const [x0, y0, x1, y1] = box.around, style = box.element.style;
    style.left = `${x0 * 100}%`;
    style.top = `${y0 * 100}%`;
    style.width = `${(x1 - x0) * 100}%`;
    style.height = `${(y1 - y0) * 100}%`;
    const called = this.name(box), isNew = this.isChanged(box);
    box.element.classList.toggle("changed", isNew);
    box.element.firstChild.textContent = called;
    box.element.setAttribute("aria-label", [`${words.box} ${this.list.indexOf(box) + 1}`, called, isNew ? words.changed : ""].filter(Boolean).join(", "));
  }

  isChanged(box) {
    return !box.before || box.poly !== box.before || box.reason !== box.reasonBefore;
  }

  // Moves keep the shape as it was read; a new size makes it an upright box.
  shift(box, dx, dy) {
    const [x0, y0, x1, y1] = box.around;
    const x = Math.min(Math.max(dx, -x0), 1 - x1), y = Math.min(Math.max(dy, -y0), 1 - y1);
    box.around = [x0 + x, y0 + y, x1 + x, y1 + y];
    box.poly = box.poly.map(([a, b]) => [Number(held(a + x).toFixed(5)), Number(held(b + y).toFixed(5))]);
    this.put(box);
    this.changed(box);
  }

  resize(box, edges) {
    const next = box.around.map((value, i) => held(value + (edges[i] || 0)));
    if (next[2] - next[0] < SMALLEST || next[3] - next[1] < SMALLEST) return;
    box.around = next;
    box.poly = cornersOf(next);
    this.put(box);
    this.changed(box);
  }

  remove(box) {
    const at = this.list.indexOf(box);
    this.list.splice(at, 1);
    box.element.remove();
    for (const each of this.list) this.put(each);
    (this.list[at] || this.list[at - 1])?.element.focus();
    this.changed();
  }

  down(event) {
    if (event.button !== 0 || !view.size) return;
    const element = event.target.closest(".box"), point = pointAt(event.clientX, event.clientY);
    const box = this.list.find((each) => each.element === element);
    event.preventDefault();
    if (box) {
      box.element.focus();
      this.drag = { box, last: point, at: event.target.dataset.at || "" };
    } else if (point.every((value) => value >= 0 && value <= 1)) {
      this.drag = { start: point };
    }
    if (this.drag) table.setPointerCapture(event.pointerId);
  }

  move(event) {
    const drag = this.drag;
    if (!drag) return;
    const point = pointAt(event.clientX, event.clientY);
    if (drag.start) return this.draw(drag, point.map(held));
    const dx = point[0] - drag.last[0], dy = point[1] - drag.last[1];
    drag.last = point;
    if (!drag.at) this.shift(drag.box, dx, dy);
    else this.resize(drag.box, [drag.at.includes("w") ? dx : 0, drag.at.includes("n") ? dy : 0, drag.at.includes("e") ? dx : 0, drag.at.includes("s") ? dy : 0]);
  }

  draw(drag, point) {
    const around = [Math.min(drag.start[0], point[0]), Math.min(drag.start[1], point[1]), Math.max(drag.start[0], point[0]), Math.max(drag.start[1], point[1])];
    if (around[2] - around[0] < SMALLEST || around[3] - around[1] < SMALLEST) return;
    drag.box ||= this.add(cornersOf(around));
    drag.box.around = around;
    drag.box.poly = cornersOf(around);
    this.put(drag.box);
  }

  up() {
    if (this.drag?.box) {
      this.drag.box.element.focus();
      this.changed(this.drag.box);
    }
    this.drag = null;
  }

  // A new box in the middle of what can be seen of the page.
  fresh() {
    const at = table.getBoundingClientRect();
    const [x, y] = pointAt(at.left + at.width / 2, at.top + at.height / 2).map((value) => Math.min(Math.max(value, 0.1), 0.9));
    const [width, height] = lengths(), w = Math.min(80 / width, 0.09), h = Math.min(20 / height, 0.09);
    const box = this.add(cornersOf([x - w, y - h, x + w, y + h]));
    box.element.focus();
    this.changed(box);
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const box = this.list.find((each) => each.element === document.activeElement);
    if (event.key.toLowerCase() === "n" && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      this.fresh();
    } else if (box && (event.key === "Delete" || event.key === "Backspace")) {
      event.preventDefault();
      this.remove(box);
    } else if (box && ARROWS[event.key]) {
      event.preventDefault();
      this.arrow(box, ARROWS[event.key], event.shiftKey);
    }
  }

  arrow(box, [right, down], isSize) {
    const [width, height] = lengths();
    if (!isSize) {
      const [x, y] = toPage(right * STEP, down * STEP);
      return this.shift(box, x / width, y / height);
    }
    // The edge that is on the right or at the bottom of the screen moves, whichever of the page's edges that is.
    const [x, y] = right ? toPage(1, 0) : toPage(0, 1), by = (right + down) * STEP;
    const edges = [0, 0, 0, 0];
    if (x) edges[x > 0 ? 2 : 0] = (x * by) / width;
    else edges[y > 0 ? 3 : 1] = (y * by) / height;
    this.resize(box, edges);
  }
}
