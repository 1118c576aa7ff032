// The search field and the copy buttons. Every page is whole without them.
"use strict";

const root = document.body.dataset.root;

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = button.parentElement.querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
      button.textContent = "Selected: press Ctrl+C";
    }
  });
}

// From a folder of files a browser shows a listing for an address that ends in a slash.
function toFile(link) {
  const [path, hash] = link.getAttribute("href").split("#");
  if (path.endsWith("/") && !path.includes(":")) link.setAttribute("href", `${path}index.html${hash === undefined ? "" : `#${hash}`}`);
}

if (location.protocol === "file:") {
  document.querySelectorAll("a[href]").forEach(toFile);
  // Links that a script makes later.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href]");
    if (link) toFile(link);
  }, { capture: true });
}

const form = document.querySelector("form.search");
const field = document.getElementById("search-field");
const found = document.getElementById("found");
let entries = null;

async function load() {
  if (entries === null) entries = await (await fetch(`${root}search.json`)).json();
  return entries;
}

function score(entry, words) {
  let total = 0;
  for (const word of words) {
    const places = [[entry.words, 4], [entry.title, 3], [entry.says, 1]];
    const best = Math.max(...places.map(([text, weight]) => (text.toLowerCase().includes(word) ? weight : 0)));
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

async function show() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return found.replaceChildren();
  const hits = (await load()).map((entry) => [score(entry, words), entry]).filter(([points]) => points > 0);
  hits.sort((one, other) => other[0] - one[0] || one[1].title.localeCompare(other[1].title));
  if (hits.length === 0) {
    const none = document.createElement("p");
    none.textContent = "Nothing found.";
    return found.replaceChildren(none);
  }
  const list = document.createElement("ol");
  for (const [, entry] of hits.slice(0, 12)) {
    const link = document.createElement("a");
    link.href = `${root}${entry.path}${location.protocol === "file:" ? "index.html" : ""}`;
    link.textContent = entry.title;
    const line = document.createElement("li");
    line.append(link);
    list.append(line);
  }
  return found.replaceChildren(list);
}

if (form) {
  form.hidden = false;
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") found.replaceChildren();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = found.querySelector("a");
    if (first) location.href = first.href;
  });
}
