// Any two definitions: whether one implies the other, and a patient who shows that it does not.
"use strict";
const pairForm = document.getElementById("any-pair");
const told = document.getElementById("told");
let known = null;

function relation(one, other) {
  const among = (pairs) => pairs.some(([left, right]) => left === one && right === other);
  const found = ["implied", "in_scope", "not_settled"].find((how) => among(known[how]));
  return found ?? "differs";
}

// The patient with the fewest trials whom the first is met by, and of whom the second says so.
function patient(one, other, says) {
  const [left, right] = [one, other].map((name) => known.definitions.indexOf(name));
  const found = known.histories.filter(({ verdicts }) => verdicts[left] === "m" && verdicts[right] === says);
  found.sort((a, b) => (a.history.trials ?? []).length - (b.history.trials ?? []).length);
  return found[0];
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function direction(one, other) {
  const label = (reference) => pairForm.querySelector(`option[value="${reference}"]`).textContent;
  const how = relation(one, other);
  const names = [label(one), label(other)];
  const words = {
    implied: `Whoever meets ${names[0]} meets ${names[1]}.`,
    in_scope: `Whoever meets ${names[0]} meets ${names[1]}, unless ${names[1]} does not speak of the patient.`,
    differs: `A patient can meet ${names[0]} and not ${names[1]}.`,
    not_settled: `Whether whoever meets ${names[0]} meets ${names[1]} is not settled.`,
  };
  const parts = [element("p", "")];
  parts[0].append(element("b", words[how]));
  const says = { differs: "n", in_scope: "o" }[how];
  const shown = says ? patient(one, other, says) : null;
  if (shown) {
    const file = element("pre", shown.file);
    file.tabIndex = 0;
    parts.push(file);
  }
  return parts;
}

async function tell() {
  const one = pairForm.elements.one.value;
  const other = pairForm.elements.other.value;
  if (one === other) {
    told.replaceChildren(element("p", "Choose two different ones."));
    return;
  }
  try {
    known ??= await (await fetch("../api/v1/implications.json")).json();
    told.replaceChildren(...direction(one, other), ...direction(other, one));
  } catch {
    told.replaceChildren(element("p", "The file of all pairs could not be read; open the site over HTTP."));
  }
}

pairForm.hidden = false;
pairForm.addEventListener("change", tell);
tell();
