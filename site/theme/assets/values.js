// How the values of a history stand in the fields of a form, and back. Empty is not known.

const BOUNDS = { at_least: "at least", at_most: "at most", above: "above", below: "below" };
const SIGNS = { ">=": "at_least", "≥": "at_least", "<=": "at_most", "≤": "at_most", ">": "above", "<": "below" };
const NUMBER = /^-?\d+(\.\d+)?$/;

const isBounds = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const plain = (value) => String(value).replace(/ ?mg(\/d|\/day|\/24 ?h)?$/, "");

// A number, bounds or words as one types them; null for what no field can hold.
export function inWords(value) {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.every((one) => typeof one === "string") ? value.join(" or ") : null;
  if (!isBounds(value)) return plain(value);
  const keys = Object.keys(value);
  if (keys.length === 0 || keys.some((key) => !(key in BOUNDS) || isBounds(value[key]))) return null;
  if (keys.length === 2 && "at_least" in value && "at_most" in value) return `${plain(value.at_least)} to ${plain(value.at_most)}`;
  return keys.map((key) => `${BOUNDS[key]} ${plain(value[key])}`).join(" and ");
}

// What was typed, as data; text that is no number stays as it is, so that the program can say what is wrong with it.
export function fromWords(text, unit = "") {
  const typed = text.trim();
  if (typed === "") return undefined;
  const figure = (part) => {
    const bare = unit ? plain(part.trim()) : part.trim();
    if (!NUMBER.test(bare)) return part.trim();
    return unit ? `${bare} ${unit}` : Number(bare);
  };
  const range = typed.match(/^(.+?) (?:to|-|–) (.+)$/) ?? typed.match(/^(\d[\d.]*)[-–](\d[\d.]*)$/);
  if (range) return { at_least: figure(range[1]), at_most: figure(range[2]) };
  const bounds = {};
  for (const part of typed.split(/ and |, /)) {
    const bound = part.trim().match(/^(at least|at most|above|below|>=|<=|>|<|≥|≤) ?(.+)$/i);
    if (!bound) return figure(typed);
    const sign = bound[1].toLowerCase();
    bounds[SIGNS[sign] ?? Object.keys(BOUNDS).find((key) => BOUNDS[key] === sign)] = figure(bound[2]);
  }
  return bounds;
}

// A treatment, or several of which it was one.
export function namesFromWords(text) {
  const names = text.split(/ or /).map((one) => one.trim()).filter(Boolean);
  return names.length > 1 ? names : names[0];
}

export { isBounds };
