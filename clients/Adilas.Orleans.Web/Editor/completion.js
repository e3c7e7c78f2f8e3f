// Completes names and values of settings from the catalogue, by where the cursor stands in the JSON.
import { syntaxTree } from "@codemirror/language";

const valueNodes = new Set(["String", "Number", "True", "False", "Null", "PropertyValue", "⚠"]);

/** The names of the properties in which a node stands, outermost first. */
function pathOf(state, node) {
  const names = [];
  for (let at = node; at; at = at.parent) {
    if (at.name !== "Property") continue;
    const name = at.getChild("PropertyName");
    if (name) names.unshift(unquoted(state.sliceDoc(name.from, name.to)));
  }
  return names;
}

const unquoted = text => text.replace(/^"|"$/g, "");

/** Whether a path of the catalogue, in which * stands for any name, begins with these names. */
const beginsWith = (path, names) => names.length < path.length && names.every((name, index) => path[index] === "*" || path[index] === name);

/** What the cursor is about to write: the name of a property of the object at `path`, or the value at `path`. */
function placeOf(state, position) {
  const node = syntaxTree(state).resolveInner(position, -1);
  const before = state.sliceDoc(0, position).trimEnd().at(-1);
  if (node.name === "PropertyName") return { isName: true, path: pathOf(state, node.parent.parent), from: node.from, to: node.to };
  if (node.name === "Object") return before === "{" || before === "," ? { isName: true, path: pathOf(state, node), from: position, to: position } : null;
  const property = node.name === "Property" ? node : node.parent?.name === "Property" ? node.parent : null;
  if (!property || (before !== ":" && !valueNodes.has(node.name))) return null;
  const isWord = node !== property && valueNodes.has(node.name) && node.name !== "⚠";
  return { isName: false, path: pathOf(state, property), from: isWord ? node.from : position, to: isWord ? node.to : position };
}

/** The catalogue's entries have `path`, `values`, `default`, `rule` and `description`. */
export function completeSettings(entries) {
  const known = entries.map(entry => ({ ...entry, names: entry.path.split(".") }));

  function names(path) {
    const found = new Map();
    for (const entry of known) {
      if (!beginsWith(entry.names, path)) continue;
      const name = entry.names[path.length];
      if (name === "*") continue;
      const isLast = entry.names.length === path.length + 1;
      const option = found.get(name) ?? { label: name, count: 0 };
      found.set(name, isLast ? { ...option, detail: entry.rule, info: entry.description, value: entry.default } : { ...option, count: option.count + 1 });
    }
    return [...found.values()].map(it => ({
      label: it.label,
      detail: it.count > 0 ? `${it.count} settings` : it.detail,
      info: it.info,
      apply: (view, _, from, to) => insertName(view, it, from, to),
    }));
  }

  function values(path) {
    const entry = known.find(it => it.names.length === path.length && beginsWith([...it.names, ""], path));
    if (!entry) return [];
    const shown = [...entry.values.map(value => JSON.stringify(value)), ...(entry.type === "boolean" ? ["true", "false"] : [])];
    if (entry.default && !shown.includes(entry.default)) shown.unshift(entry.default);
    return shown.map(value => ({ label: value, detail: value === entry.default ? "default" : "", info: entry.description }));
  }

  return context => {
    const place = placeOf(context.state, context.pos);
    if (!place) return null;
    const text = context.state.sliceDoc(place.from, context.pos);
    if (!context.explicit && text.length === 0) return null;

    // Names are compared without the quote that was typed before them.
    const from = place.isName && text.startsWith('"') ? place.from + 1 : place.from;
    const to = place.isName && context.state.sliceDoc(place.to - 1, place.to) === '"' && place.to - 1 >= context.pos ? place.to - 1 : place.to;
    const options = place.isName ? names(place.path) : values(place.path);
    return options.length === 0 ? null : { from, to: Math.max(to, context.pos), options, validFor: place.isName ? /^[\w-]*$/ : undefined };
  };
}

/** Writes a name with its quotes and colon, and what may follow: an object to go on in, or the default to change. */
function insertName(view, option, from, to) {
  const text = view.state.doc;
  const isQuoted = from > 0 && text.sliceString(from - 1, from) === '"';
  const end = isQuoted && text.sliceString(to, to + 1) === '"' ? to + 1 : to;
  const start = isQuoted ? from - 1 : from;
  const hasColon = /^\s*:/.test(text.sliceString(end, Math.min(end + 20, text.length)));
  const value = hasColon ? "" : option.count > 0 ? ": {}" : `: ${option.value ?? ""}`;
  const insert = `"${option.label}"${value}`;
  const cursor = start + insert.length - (option.count > 0 && !hasColon ? 1 : 0);
  view.dispatch({ changes: { from: start, to: end, insert }, selection: { anchor: cursor }, userEvent: "input.complete" });
}
