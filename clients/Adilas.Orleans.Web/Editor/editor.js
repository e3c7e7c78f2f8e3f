// Turns a text area that holds JSON into an editor. The text area stays the form's field: its value is the truth, and without this script it is what people use.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorSelection } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completeSettings } from "./completion.js";

// The page's own colours, so that light and dark come by themselves.
const look = EditorView.theme({
  "&": { border: "1px solid var(--line-strong)", borderRadius: "6px", background: "var(--surface)", color: "var(--ink)", fontSize: "0.84rem" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "0" },
  "&.cm-invalid": { borderColor: "var(--bad)", boxShadow: "inset 0 0 0 1px var(--bad)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "70vh" },
  ".cm-content, .cm-gutter": { minHeight: "var(--editor-height)" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--accent-soft)" },
  ".cm-gutters": { background: "var(--sunken)", color: "var(--ink-faint)", border: "none", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { background: "transparent" },
  "&.cm-focused .cm-activeLine": { background: "color-mix(in srgb, var(--accent-soft) 40%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-foldPlaceholder": { background: "var(--sunken)", border: "1px solid var(--line)", color: "var(--ink-soft)" },
  ".cm-tooltip": { background: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "6px", boxShadow: "var(--shadow-high)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--ink-faint)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionInfo": { maxWidth: "22rem", padding: "0.4rem 0.6rem", fontSize: "0.8125rem" },
  ".cm-diagnostic": { borderLeft: "4px solid var(--bad)", padding: "0.3rem 0.5rem" },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: tags.number, color: "var(--info)" },
  { tag: [tags.bool, tags.null], color: "var(--warn)", fontWeight: "600" },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--ink-soft)" },
]);

const typingPause = 400;

/** @param {HTMLTextAreaElement} field @param {HTMLElement} place @param {object[]} entries of the catalogue that may stand here */
export function edit(field, place, entries) {
  if (field.editor) return;

  const own = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  const described = new Compartment();
  const label = document.querySelector(`label[for="${field.id}"]`);
  let timer;

  // The server hears of what was typed after a pause, and always before anything else is pressed.
  function tell() {
    clearTimeout(timer);
    timer = undefined;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const tellNow = () => { if (timer !== undefined) tell(); };

  function typed(text) {
    own.set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    timer = setTimeout(tell, typingPause);
  }

  const view = new EditorView({
    parent: place,
    doc: own.get.call(field),
    extensions: [
      lineNumbers(), foldGutter(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(),
      json(), syntaxHighlighting(colours), look, EditorView.lineWrapping,
      autocompletion({ override: entries.length > 0 ? [completeSettings(entries)] : [], icons: false }),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
      described.of([]),
      EditorView.updateListener.of(update => {
        if (update.docChanged && own.get.call(field) !== view.state.doc.toString()) typed(view.state.doc.toString());
      }),
    ],
  });

  // What the page sets as the field's value shows at once; the undo history keeps what stood there.
  Object.defineProperty(field, "value", {
    configurable: true,
    get: () => own.get.call(field),
    set: text => {
      own.set.call(field, text);
      if (view.state.doc.toString() !== text) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
  });

  // Names, hints and errors stand at the field; whoever uses a screen reader meets the editor.
  function describe() {
    const attributes = { "aria-label": label?.firstChild?.textContent ?? field.name };
    for (const name of ["aria-describedby", "aria-invalid"]) if (field.hasAttribute(name)) attributes[name] = field.getAttribute(name);
    view.dom.classList.toggle("cm-invalid", field.getAttribute("aria-invalid") === "true");
    view.dispatch({ effects: described.reconfigure(EditorView.contentAttributes.of(attributes)) });
  }

  new MutationObserver(describe).observe(field, { attributes: true, attributeFilter: ["aria-describedby", "aria-invalid"] });
  describe();

  view.contentDOM.addEventListener("blur", tellNow);
  field.form?.addEventListener("submit", tellNow, { capture: true });
  label?.addEventListener("click", () => view.focus());
  place.style.setProperty("--editor-height", `${field.rows * 1.26}rem`);
  field.hidden = true;
  field.focus = () => view.focus();
  field.editor = {
    selectLine(number) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      view.dispatch({ selection: EditorSelection.range(line.from, line.to), effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    },

    /** @param {{line: number?, message: string}[]} problems */
    showProblems(problems) {
      view.dispatch(setDiagnostics(view.state, problems.map(({ line, message }) => {
        const at = view.state.doc.line(Math.min(Math.max(line ?? 1, 1), view.state.doc.lines));
        return { from: at.from + at.text.length - at.text.trimStart().length, to: at.to, severity: "error", message };
      })));
    },
  };
}
