// Sends what a person chooses; the server answers with the parts of the page that change, each by the id of its element.
"use strict";

const find = (selector, root = document) => root.querySelector(selector);
const say = (text) => { find("#message").textContent = text; };

async function ask(path, form) {
  const body = form && new URLSearchParams(form);
  body?.set("revision", find("#state").dataset.revision);
  const answer = await fetch(path, body ? { method: "POST", body } : {}).catch(() => null);
  if (!answer) return { ok: false, text: "The server doesn’t answer: has eligo serve ended?" };
  return { ok: answer.ok, text: await answer.text() };
}

function put(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const part of [...template.content.children]) document.getElementById(part.id)?.replaceWith(part);
}

async function change(path, form, done) {
  const { ok, text } = await ask(path, form);
  if (!ok) return text;
  put(text);
  say(done);
  output();
  return "";
}

// --- outputs -----------------------------------------------------------------------------------------------------------

async function output() {
  const tab = find("[role=tab][aria-selected=true]");
  const { ok, text } = await ask(`output/${tab.dataset.target}`);
  if (tab.ariaSelected !== "true") return;
  const panel = find("#output-text");
  if (ok) panel.innerHTML = text;
  else panel.textContent = text;
  panel.setAttribute("aria-labelledby", tab.id);
}

function select(tab) {
  for (const other of document.querySelectorAll("[role=tab]")) {
    other.ariaSelected = String(other === tab);
    other.tabIndex = other === tab ? 0 : -1;
  }
  tab.focus();
  output();
}

// --- choosing words ----------------------------------------------------------------------------------------------------

let anchor = null; // the first and the last word that the keyboard has chosen
let focus = null;

function mark(first, last) {
  const [from, to] = first.compareDocumentPosition(last) & Node.DOCUMENT_POSITION_PRECEDING ? [last, first] : [first, last];
  getSelection().setBaseAndExtent(from, 0, to, to.childNodes.length);
  say(getSelection().toString().slice(0, 100));
}

function step(source, by, extend) {
  const words = [...source.querySelectorAll("[data-start]")];
  const at = words.indexOf(focus);
  focus = words[Math.min(Math.max(at + by, 0), words.length - 1)];
  if (!extend || !source.contains(anchor)) anchor = focus;
  mark(anchor, focus);
}

// The words under the selection; without one those that were clicked: all of a marked run, else one word.
function chosen(source, clicked) {
  const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
  if (range && !range.collapsed && source.contains(range.commonAncestorContainer)) {
    return [...source.querySelectorAll("[data-start]")].filter((word) => {
      const inside = document.createRange();
      inside.selectNodeContents(word);
      return range.compareBoundaryPoints(Range.END_TO_START, inside) < 0 && range.compareBoundaryPoints(Range.START_TO_END, inside) > 0;
    });
  }
  const run = clicked?.closest(".run");
  const word = clicked?.closest("[data-start]");
  return run ? [...run.querySelectorAll("[data-start]")] : word ? [word] : [];
}

function settle(source, clicked) {
  const words = chosen(source, clicked);
  if (!words.length) return;
  mark(words[0], words.at(-1));
  edit(source.closest(".criterion"), { start: words[0].dataset.start, end: words.at(-1).dataset.end });
}

async function edit(card, place) {
  const { ok, text } = await ask(`editor?${new URLSearchParams(place)}`);
  for (const other of document.querySelectorAll(".place")) other.replaceChildren();
  if (!ok) return say(text);
  find(".place", card).innerHTML = text;
  (find(".editor [name=phrase]", card) ?? find(".editor h5", card)).focus();
}

// --- what people do ----------------------------------------------------------------------------------------------------

document.addEventListener("mouseup", (event) => {
  const source = event.target.closest("#criteria .source[tabindex]");
  if (source && event.button === 0) setTimeout(() => settle(source, event.target)); // the selection is made after this event
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const card = button.closest(".criterion");
  if (button.role === "tab") select(button);
  else if (button.dataset.line) edit(card, { line: button.dataset.line, ...("typed" in button.dataset && { phrase: "" }) });
  else if ("close" in button.dataset) {
    find(".place", card).replaceChildren();
    find(".source", card).focus();
  } else if (button.dataset.do) {
    const done = { save: "Saved.", remove: "Removed.", reload: "The file was read again." }[button.dataset.do];
    const failure = await change(button.dataset.do, { number: button.dataset.number ?? "" }, done);
    if (failure) say(failure);
  }
});

document.addEventListener("keydown", (event) => {
  const at = event.target;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (at.role === "tab" && by) {
    const tabs = [...document.querySelectorAll("[role=tab]")];
    select(tabs.at((tabs.indexOf(at) + by) % tabs.length));
  } else if (at.matches?.("#criteria .source[tabindex]") && (by || event.key === "Enter")) {
    event.preventDefault();
    if (by) step(at, by, event.shiftKey);
    else settle(at, null);
  } else if (event.key === "Escape" && at.closest?.(".editor")) find("[data-close]", at.closest(".editor")).click();
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const { id } = form.closest(".criterion");
  const failure = await change("settle", new FormData(form), "Settled; not saved yet.");
  if (failure) find(".error", form).textContent = failure;
  else (find(".source", document.getElementById(id) ?? document) ?? find("#main")).focus();
});

let waiting = 0;

document.addEventListener("input", ({ target }) => {
  const form = target.closest(".editor");
  if (!form) return;
  if (target.dataset.for) find(`[name=action][value=${target.dataset.for}]`, form).checked = true;
  if (target.name !== "q") return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const { ok, text } = await ask(`concepts?${new URLSearchParams({ q: target.value })}`);
    if (ok) find(".offers", form).innerHTML = text;
  }, 200);
});

output();
