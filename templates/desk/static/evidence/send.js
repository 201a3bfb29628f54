// Sends what a person did, with the token of the session, and turns every failure into one sentence.

import { base, facts, words } from "./facts.js";

export class Refused extends Error {}

export async function send(path, body) {
  const isForm = body instanceof FormData;
  const headers = { "X-CSRF-Token": facts.csrf, Accept: "application/json" };
  if (!isForm) headers["Content-Type"] = "application/json";
  let answer;
  try {
    const sent = isForm ? new URLSearchParams(body) : JSON.stringify(body);
    answer = await fetch(base + path, { method: "POST", headers, body: sent, redirect: "error" });
  } catch {
    throw new Refused(words.offline);
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({}));
  throw new Refused(typeof told.error === "string" ? told.error : words.failed);
}
