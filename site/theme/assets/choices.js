// Which definitions judge, and how they are read: held in the address, so that it can be sent. Never the patient.

const family = document.getElementById("family");
const panel = document.getElementById("choosing");
const list = document.getElementById("choices");
const name = document.getElementById("choosing-name");
let definitions = [];
let references = new Set();
let readings = {};
let changed = () => {};

const inAddress = (text) => encodeURIComponent(text).replaceAll("%40", "@").replaceAll("%3A", ":");

function write() {
  const parts = [];
  if (family.value === "chosen") parts.push(...[...references].map((one) => `d=${inAddress(one)}`));
  else if (family.value) parts.push(`family=${family.value}`);
  for (const [id, settled] of Object.entries(readings)) {
    for (const [reading, option] of Object.entries(settled)) parts.push(`reading=${inAddress(`${id}:${reading}:${option}`)}`);
  }
  history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname);
}

// What the address asks for; anything it names that is not there is returned, to be told.
function read() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const unknown = [];
  const named = asked.getAll("d").map((one) => [one, definitions.find((known) => known.reference === one || (known.id === one && known.latest))]);
  references = new Set(named.filter(([, found]) => found).map(([, found]) => found.reference));
  unknown.push(...named.filter(([, found]) => !found).map(([one]) => one));
  const wanted = asked.get("family") ?? "";
  family.value = named.length ? "chosen" : [...family.options].some((one) => one.value === wanted) ? wanted : "";
  readings = {};
  for (const one of asked.getAll("reading")) {
    const [id, reading, option] = one.split(":");
    const known = definitions.find((each) => each.id === id)?.readings.find((each) => each.id === reading);
    if (known?.options.includes(option)) (readings[id] ??= {})[reading] = option;
    else unknown.push(one);
  }
  return unknown;
}

function show() {
  panel.hidden = family.value !== "chosen";
  const wanted = name.value.toLowerCase();
  list.replaceChildren(
    ...definitions
      .filter((one) => one.latest || references.has(one.reference))
      .sort((one, other) => references.has(other.reference) - references.has(one.reference))
      .filter((one) => references.has(one.reference) || `${one.id} ${one.short} ${one.title}`.toLowerCase().includes(wanted))
      .map((one) => {
        const label = document.createElement("label");
        const box = Object.assign(document.createElement("input"), { type: "checkbox", value: one.reference, checked: references.has(one.reference) });
        label.append(box, ` ${one.short}${one.latest ? "" : ` ${one.version}`}${one.status === "draft" ? " (draft)" : ""}`);
        return label;
      }),
  );
}

// Takes the definitions that there are; returns what the address names that is not among them.
export function start(known, call) {
  definitions = known;
  changed = call;
  const unknown = read();
  show();
  family.addEventListener("change", () => {
    show();
    write();
    changed();
  });
  name.addEventListener("input", show);
  list.addEventListener("change", ({ target }) => {
    if (target.checked) references.add(target.value);
    else references.delete(target.value);
    write();
    changed();
  });
  return unknown;
}

// The definitions to judge by: drafts and older versions only where they were chosen.
export function chosen() {
  if (family.value === "chosen") return definitions.filter((one) => references.has(one.reference));
  return definitions.filter((one) => one.latest && one.status === "released" && (family.value === "" || one.family === family.value));
}

// Whether the definitions were chosen one by one.
export const areNamed = () => family.value === "chosen";

// What is chosen otherwise than at first, in a sentence; empty for nothing.
export function inWords() {
  const names = areNamed() ? chosen().map((one) => one.short).join(", ") : "";
  const read = Object.entries(readings).flatMap(([id, settled]) => {
    const short = definitions.find((one) => one.id === id)?.short ?? id;
    return Object.entries(settled).map(([reading, option]) => `${short} with ${reading}: ${option}`);
  });
  return [names && `Chosen: ${names}.`, read.length && `Read otherwise: ${read.join("; ")}.`].filter(Boolean).join(" ");
}

// The readings of a definition that are not read as by default.
export const readingsOf = (one) => readings[one.id] ?? {};

// All of them, by the id of the definition.
export const allReadings = () => readings;

// A choice for every reading of a definition.
export function readingControls(one) {
  return one.readings.map((reading) => {
    const label = document.createElement("label");
    const select = document.createElement("select");
    if (reading.default === null) select.add(new Option("left open", ""));
    for (const option of reading.options) select.add(new Option(option === reading.default ? `${option} (default)` : option, option));
    select.value = readingsOf(one)[reading.id] ?? reading.default ?? "";
    select.addEventListener("change", () => {
      const settled = { ...readingsOf(one) };
      if (select.value === (reading.default ?? "")) delete settled[reading.id];
      else settled[reading.id] = select.value;
      if (Object.keys(settled).length) readings[one.id] = settled;
      else delete readings[one.id];
      write();
      changed(one);
    });
    label.append(`${reading.asks} `, select);
    return label;
  });
}
