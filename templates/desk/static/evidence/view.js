// Shows one redacted page large: zoom, pan, turn, and frames over the places of fields and findings.
// Places are corners in fractions of the page as it was received; the sheet is turned on the screen only.

import { base, byId, complain, facts, make, words } from "./facts.js";

const table = byId("table"), turned = byId("turned"), sheet = byId("sheet");
const picture = byId("picture"), over = byId("over");
const SCREEN = 96; // CSS pixels an inch
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 6];
const KEPT = 10; // pictures in memory
const pictures = new Map();
const turns = new Map();
const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
svg.setAttribute("viewBox", "0 0 1 1");
svg.setAttribute("preserveAspectRatio", "none");
over.append(svg);

export const view = { page: -1, zoom: 1, fit: "width", size: null, frames: [], ready: null };
const listeners = [];

export function onPage(listener) {
  listeners.push(listener);
}

export function angle() {
  return (facts.pages[view.page].rotation + (turns.get(view.page) || 0)) % 360;
}

// From a vector on the screen to the same vector on the page as received.
export function toPage(dx, dy) {
  const turn = (angle() * Math.PI) / 180, cos = Math.round(Math.cos(turn)), sin = Math.round(Math.sin(turn));
  return [dx * cos + dy * sin, -dx * sin + dy * cos];
}

function toScreen(x, y) {
  const turn = (angle() * Math.PI) / 180, cos = Math.round(Math.cos(turn)), sin = Math.round(Math.sin(turn));
  return [x * cos - y * sin, x * sin + y * cos];
}

export function lengths() {
  return [view.size[0] * view.zoom, view.size[1] * view.zoom];
}

// The point of the page under a point of the window, in fractions.
export function pointAt(clientX, clientY) {
  const at = sheet.getBoundingClientRect(), [width, height] = lengths();
  const [x, y] = toPage(clientX - (at.left + at.width / 2), clientY - (at.top + at.height / 2));
  return [x / width + 0.5, y / height + 0.5];
}

function layOut() {
  const [width, height] = lengths(), across = angle() % 180 === 0;
  turned.style.width = `${across ? width : height}px`;
  turned.style.height = `${across ? height : width}px`;
  sheet.style.width = `${width}px`;
  sheet.style.height = `${height}px`;
  sheet.style.transform = `translate(-50%, -50%) rotate(${angle()}deg)`;
  sheet.dataset.turn = angle();
  byId("zoom").textContent = `${Math.round(view.zoom * 100)} %`;
  drawFrames();
}

function fitted(fit) {
  const across = angle() % 180 === 0, [w, h] = across ? view.size : [view.size[1], view.size[0]];
  const width = (table.clientWidth - 20) / w, height = (table.clientHeight - 20) / h;
  return fit === "page" ? Math.min(width, height) : Math.min(width, 2);
}

export function fit(how) {
  view.fit = how;
  if (!view.size) return;
  view.zoom = fitted(how);
  layOut();
  sharpen();
}

export function setZoom(zoom, clientX, clientY) {
  if (!view.size) return;
  const at = table.getBoundingClientRect();
  const x = clientX ?? at.left + at.width / 2, y = clientY ?? at.top + at.height / 2;
  const point = pointAt(x, y);
  view.fit = "";
  view.zoom = Math.min(Math.max(zoom, 0.15), 6);
  layOut();
  const now = screenOf(point);
  table.scrollLeft += now[0] - x;
  table.scrollTop += now[1] - y;
  sharpen();
}

export function step(by) {
  const next = by > 0 ? STEPS.find((each) => each > view.zoom * 1.02) : STEPS.findLast((each) => each < view.zoom / 1.02);
  if (next) setZoom(next);
}

function screenOf([x, y]) {
  const at = sheet.getBoundingClientRect(), [width, height] = lengths();
  const [dx, dy] = toScreen((x - 0.5) * width, (y - 0.5) * height);
  return [at.left + at.width / 2 + dx, at.top + at.height / 2 + dy];
}

export function turn() {
  turns.set(view.page, ((turns.get(view.page) || 0) + 90) % 360);
  if (view.fit) fit(view.fit);
  else layOut();
}

function density() {
  const wanted = view.zoom * SCREEN * (window.devicePixelRatio || 1) * 0.9;
  return facts.densities.find((dpi) => dpi >= wanted) || facts.densities.at(-1);
}

export async function fetched(page, dpi) {
  const key = `${page}@${dpi}`;
  if (!pictures.has(key)) {
    pictures.set(key, load(page, dpi).catch((error) => { pictures.delete(key); throw error; }));
    for (const old of [...pictures.keys()].slice(0, Math.max(0, pictures.size - KEPT))) {
      pictures.get(old).then((url) => url !== picture.src && URL.revokeObjectURL(url), () => {});
      pictures.delete(old);
    }
  }
  return pictures.get(key);
}

async function load(page, dpi) {
  const answer = await fetch(`${base}/pages/${page}.jpg?dpi=${dpi}`);
  if (!answer.ok) throw new Error(words.no_picture);
  return URL.createObjectURL(await answer.blob());
}

let waiting = 0;

function sharpen() {
  clearTimeout(waiting);
  waiting = setTimeout(() => put(view.page, density()), 150);
}

async function put(page, dpi) {
  byId("loading").hidden = false;
  try {
    const url = await fetched(page, dpi);
    if (page !== view.page) return false;
    if (picture.src !== url) {
      const next = new Image();
      next.src = url;
      await next.decode();
      if (page !== view.page) return false;
      picture.src = url;
    }
    await picture.decode();
    view.size = [(picture.naturalWidth * SCREEN) / dpi, (picture.naturalHeight * SCREEN) / dpi];
    picture.dataset.dpi = String(dpi);
    return true;
  } catch {
    if (page === view.page) complain(words.no_picture);
    return false;
  } finally {
    byId("loading").hidden = true;
  }
}

// Shows a page; resolves when its picture can be seen.
export function show(page) {
  view.ready = turnTo(page);
  return view.ready;
}

async function turnTo(page) {
  if (page < 0 || page >= facts.pages.length) return;
  if (page === view.page && view.size) return;
  if (listeners.some((listener) => listener(page) === false)) return;
  const zoom = view.zoom;
  view.page = page;
  view.size = null;
  sheet.style.visibility = "hidden";
  mark(page);
  clearFrames();
  if (!(await put(page, facts.densities[0]))) return;
  if (view.fit) view.zoom = fitted(view.fit);
  else view.zoom = zoom;
  layOut();
  sheet.style.visibility = "visible";
  table.scrollTop = 0;
  sharpen();
}

function mark(page) {
  const kind = facts.pages[page].kind;
  byId("where").textContent = `${page + 1} / ${facts.pages.length}`;
  table.setAttribute("aria-label", `${words.page} ${page + 1}: ${kind}`);
  picture.alt = `${words.page} ${page + 1}: ${kind}`;
  for (const button of document.querySelectorAll("[data-page]")) {
    const isThis = Number(button.dataset.page) === page;
    button.setAttribute("aria-current", String(isThis));
    if (isThis) button.scrollIntoView({ block: "nearest" });
  }
  for (const doubts of document.querySelectorAll(".doubts")) doubts.hidden = Number(doubts.dataset.of) !== page;
}

// Frames places, {page, poly, look, label} each, and brings the first into sight.
export async function frame(places) {
  view.frames = places.filter((place) => place.poly);
  const first = places[0];
  if (!first) return drawFrames();
  await show(first.page);
  if (!view.size) return;
  if (first.poly) enlarge(first.poly);
  drawFrames();
  if (first.poly) centre(first.poly);
}

function around(poly) {
  const xs = poly.map((point) => point[0]), ys = poly.map((point) => point[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

// Small writing is enlarged until it can be read, and a place that is larger than the window is made smaller.
function enlarge(poly) {
  const [x0, y0, x1, y1] = around(poly), [width, height] = lengths();
  const [w, h] = toScreen((x1 - x0) * width, (y1 - y0) * height).map(Math.abs);
  const most = Math.min((table.clientWidth * 0.92) / w, (table.clientHeight * 0.9) / h);
  const wanted = h < 22 ? 26 / h : 1;
  const by = Math.min(wanted, most);
  if (by > 1.05 || most < 1) {
    view.fit = "";
    view.zoom = Math.min(view.zoom * by, 6);
    layOut();
    sharpen();
  }
}

function centre(poly) {
  const [x0, y0, x1, y1] = around(poly), at = table.getBoundingClientRect();
  const now = screenOf([(x0 + x1) / 2, (y0 + y1) / 2]);
  table.scrollLeft += now[0] - (at.left + at.width / 2);
  table.scrollTop += now[1] - (at.top + at.height * 0.4);
}

function clearFrames() {
  svg.replaceChildren();
  for (const tag of over.querySelectorAll(".tag")) tag.remove();
}

function drawFrames() {
  clearFrames();
  for (const { page, poly, look, label } of view.frames) {
    if (page !== view.page) continue;
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
    shape.setAttribute("points", poly.map((point) => point.join(",")).join(" "));
    shape.setAttribute("class", `frame ${look || ""}`);
    svg.append(shape);
    if (label && angle() === 0) over.append(tagAt(poly, label));
  }
}

function tagAt(poly, label) {
  const [x, y] = around(poly), tag = make("span", { class: "tag" }, label);
  tag.style.left = `${x * 100}%`;
  tag.style.top = `${y * 100}%`;
  return tag;
}

export function remembered() {
  return { page: view.page, zoom: view.zoom, fit: view.fit, left: table.scrollLeft, top: table.scrollTop };
}

export async function recall({ page, zoom, fit: how, left, top }) {
  view.zoom = zoom;
  view.fit = how;
  await show(page);
  table.scrollLeft = left;
  table.scrollTop = top;
}

table.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  setZoom(view.zoom * Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
}, { passive: false });

let pan = null;
table.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || table.classList.contains("drawing") || event.target === table && event.offsetX > table.clientWidth) return;
  pan = [event.clientX + table.scrollLeft, event.clientY + table.scrollTop];
  table.setPointerCapture(event.pointerId);
  table.classList.add("held");
});
table.addEventListener("pointermove", (event) => {
  if (!pan) return;
  table.scrollLeft = pan[0] - event.clientX;
  table.scrollTop = pan[1] - event.clientY;
});
for (const end of ["pointerup", "pointercancel"]) {
  table.addEventListener(end, () => { pan = null; table.classList.remove("held"); });
}
new ResizeObserver(() => { if (view.fit && view.size) fit(view.fit); }).observe(table);
