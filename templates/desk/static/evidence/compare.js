// Cuts out the places that a check holds against each other, and lays them under one another to be compared.

import { facts, make } from "./facts.js";
import { fetched } from "./view.js";

const DPI = facts.densities[1];
const HIGH = 44, WIDE = 440; // CSS pixels of a cut-out at most
const MARGIN = 0.25; // of the place's height, around it
let shown = null;

// Under `row`, the places {page, poly, label}; what was shown before goes away.
export async function compare(row, places) {
  shown?.remove();
  const cut = places.filter((place) => place.poly);
  if (cut.length < 2) return;
  const list = make("div", { class: "compare" });
  shown = list;
  row.append(list);
  for (const place of cut) {
    const canvas = make("canvas", { role: "img", "aria-label": place.label || "" });
    list.append(make("figure", {}, make("figcaption", {}, place.label || ""), canvas));
    await draw(canvas, place).catch(() => canvas.remove());
  }
}

async function draw(canvas, { page, poly }) {
  const image = new Image();
  image.src = await fetched(page, DPI);
  await image.decode();
  const xs = poly.map((point) => point[0] * image.naturalWidth), ys = poly.map((point) => point[1] * image.naturalHeight);
  const turn = facts.pages[page].rotation, across = turn % 180 === 0;
  const margin = MARGIN * Math.min(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const [x, y] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  const [w, h] = [Math.max(...xs) + margin - x, Math.max(...ys) + margin - y];
  const [wide, high] = across ? [w, h] : [h, w];
  const by = Math.min(HIGH / high, WIDE / wide), sharp = window.devicePixelRatio || 1;
  canvas.width = Math.round(wide * by * sharp);
  canvas.height = Math.round(high * by * sharp);
  canvas.style.width = `${wide * by}px`;
  canvas.style.height = `${high * by}px`;
  const pen = canvas.getContext("2d");
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate((turn * Math.PI) / 180);
  pen.drawImage(image, x, y, w, h, (-w * by * sharp) / 2, (-h * by * sharp) / 2, w * by * sharp, h * by * sharp);
}
