// The page "Run a history": what is typed goes to the program in this browser and nowhere else.
"use strict";

const base = new URL(document.body.dataset.root, location.href).href;
const box = document.getElementById("history");
const state = document.getElementById("state");
const list = document.getElementById("findings");
const table = document.getElementById("verdicts");
const why = document.getElementById("why");
const whyTitle = document.getElementById("why-title");
const picture = document.getElementById("picture");
const examples = document.getElementById("example");
const family = document.getElementById("family");
const files = JSON.parse(document.getElementById("examples").textContent);
const SIGNS = { met: "●", "not met": "✕", "cannot tell": "?", "no cut given": "○", "not applicable": "–" };
let worker = null;
let starting = null;
let definitions = [];
let asked = 0;
let run = 0;
const waiting = new Map();

function ask(name, ...given) {
  asked += 1;
  const number = asked;
  worker.postMessage({ number, name, given });
  return new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
}

async function begin() {
  state.textContent = "Loading the program (6 MB, once) ...";
  const code = await (await fetch(`${base}assets/worker.js`)).text();
  worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    const { resolve, reject } = waiting.get(data.number);
    waiting.delete(data.number);
    if (data.error === undefined) resolve(data.answer);
    else reject(new Error(data.error));
  });
  definitions = JSON.parse(await ask("start", base));
  state.textContent = "Ready.";
}

const chosen = () =>
  definitions.filter((one) => one.status === "released" && (family.value === "" || one.family === family.value));

function cell(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function showFindings(found) {
  list.replaceChildren(
    ...found.map((one) => {
      const line = cell("li", `Line ${one.line}, column ${one.column}: ${one.message} `);
      line.append(cell("span", one.remedy), " ", cell("code", one.code));
      return line;
    }),
  );
  list.hidden = found.length === 0;
  box.setAttribute("aria-invalid", String(found.length > 0));
}

function showRow(one, told) {
  const row = document.createElement("tr");
  const head = cell("th", "", { scope: "row" });
  head.append(cell("a", one.short, { href: `${base}d/${one.id}/` }));
  const verdict = cell("td", `${SIGNS[told.verdict]} ${told.verdict}`, { class: told.verdict.replaceAll(" ", "-") });
  const deciding = told.missing.filter((fact) => fact.decisive).map((fact) => fact.fact);
  const missing = deciding.length ? `would decide: ${deciding.join(", ")}` : told.missing.map((fact) => fact.fact).join(", ");
  const button = cell("button", "Why?", { type: "button", "aria-label": `Why ${one.short}?` });
  button.addEventListener("click", async () => {
    why.textContent = await ask("explain", box.value, one.reference);
    whyTitle.textContent = `Why: ${one.short}`;
    document.getElementById("explanation").hidden = false;
    whyTitle.focus();
  });
  const last = document.createElement("td");
  last.append(button);
  row.append(head, verdict, cell("td", told.value), cell("td", missing), last);
  row.dataset.id = one.id;
  row.dataset.verdict = told.verdict;
  return row;
}

async function judge() {
  run += 1;
  const mine = run;
  const text = box.value;
  try {
    starting ??= begin();
    await starting;
  } catch (error) {
    state.textContent = `The program could not be started: ${error.message}`;
    return;
  }
  if (mine !== run) return;
  state.textContent = "Judging ...";
  const found = JSON.parse(await ask("read", text));
  if (mine !== run) return;
  showFindings(found);
  if (found.length) {
    state.textContent = `${found.length} ${found.length === 1 ? "thing is" : "things are"} to be mended before it can be judged.`;
    table.tBodies[0].replaceChildren();
    return;
  }
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await ask("timeline", text))}`;
  picture.hidden = false;
  const rows = [];
  table.setAttribute("aria-busy", "true");
  for (const one of chosen()) {
    const told = JSON.parse(await ask("judge", text, one.reference));
    if (mine !== run) return;
    rows.push(showRow(one, told));
    if (rows.length % 10 === 0) state.textContent = `${rows.length} of ${chosen().length} judged ...`;
  }
  table.tBodies[0].replaceChildren(...rows);
  table.removeAttribute("aria-busy");
  const met = rows.filter((row) => row.dataset.verdict === "met").length;
  state.textContent = `Judged by ${rows.length} definitions: ${met} met.`;
  document.getElementById("save").disabled = false;
}

let pause = 0;
function later() {
  clearTimeout(pause);
  pause = setTimeout(judge, 500);
}

for (const one of Object.keys(files)) examples.append(cell("option", files[one].title, { value: one }));
examples.addEventListener("change", () => {
  if (examples.value) {
    box.value = files[examples.value].text;
    judge();
  }
});
box.addEventListener("input", later);
family.addEventListener("change", judge);
document.getElementById("judge").addEventListener("click", judge);
document.getElementById("save").addEventListener("click", async () => {
  const written = await ask("receipt", box.value, JSON.stringify(chosen().map((one) => one.reference)));
  for (const [name, text, type] of [["receipt.json", written, "application/json"], ["history.yaml", box.value, "text/yaml"]]) {
    const link = cell("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
});
document.getElementById("tool").hidden = false;
