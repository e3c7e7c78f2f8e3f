// What every page needs of script: theme, copying, times that grow older, keys, dialogs, drafts. Loaded with `defer`; no inline script anywhere.
(() => {
  "use strict";

  const year = 60 * 60 * 24 * 365;

  // Theme: the cookie lets the server paint the right colours at once.
  document.addEventListener("change", event => {
    if (!event.target.matches("[data-theme-select]")) return;
    const theme = event.target.value;
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `adilas.theme=${theme}; path=/; max-age=${theme === "system" ? 0 : year}; samesite=lax${secure}`;
  });

  // Toasts are read out by screen readers, and go away by themselves.
  function toast(text) {
    const item = document.createElement("div");
    item.className = "toast";
    item.textContent = text;
    const list = document.getElementById("toasts");
    list.append(item);
    while (list.children.length > 4) list.firstChild.remove();
    setTimeout(() => item.remove(), 5000);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast("Copied");
    } catch {
      // Without a secure context browsers offer no clipboard.
      toast("This browser did not allow copying. Select the text instead.");
    }
  }

  document.addEventListener("click", event => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button.dataset.copy);
  });

  // Times: the server writes what was true when it drew the page.
  const units = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

  function relative(time) {
    const seconds = (new Date(time) - Date.now()) / 1000;
    const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units.at(-1);
    const count = Math.trunc(Math.abs(seconds) / size);
    if (unit === "second" && count < 5) return seconds > 0 ? "in a moment" : "just now";
    const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
    return seconds > 0 ? `in ${words}` : `${words} ago`;
  }

  function age() {
    for (const element of document.querySelectorAll("time[data-relative]")) {
      const text = element.firstChild;
      const now = relative(element.dateTime);
      if (text && text.nodeType === Node.TEXT_NODE && text.data !== now) text.data = now;
      const local = new Date(element.dateTime).toLocaleString(undefined, { timeZoneName: "short" });
      const title = `${element.dataset.utc} (${local})`;
      if (element.title !== title) element.title = title;
    }
  }
  age();
  setInterval(age, 10000);
  document.addEventListener("mouseover", event => { if (event.target.closest?.("time[data-relative]")) age(); });

  // Keys: / goes to the page's search, Ctrl-K or Cmd-K searches everything.
  document.addEventListener("keydown", event => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const palette = document.querySelector("[data-palette]");
      if (!palette) return;
      event.preventDefault();
      palette.click();
    } else if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-page-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  // An id follows the name beside it until somebody types another. Done here, so that no answer of the server runs into the typing.
  const letters = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i" };

  function suggestId(name, longest) {
    const plain = name.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, "").replace(/[ßæœøđðþłı]/g, letter => letters[letter]);
    return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-/, "").slice(0, longest).replace(/-$/, "");
  }

  document.addEventListener("input", event => {
    const field = event.target;
    if (event.isTrusted) field.dataset.typed = field.value ? "yes" : "";
    const id = field.dataset?.suggests && document.getElementById(field.dataset.suggests);
    if (!id || id.dataset.typed) return;
    id.value = suggestId(field.value, id.maxLength);
    id.dispatchEvent(new Event("input", { bubbles: true }));
    id.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Drafts: what was typed into a form outlives a lost connection and a reload in this tab. Fields say themselves whether they are kept.
  const key = form => `draft:${form.dataset.draft}`;

  document.addEventListener("input", event => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form || !event.target.name) return;
    const draft = JSON.parse(sessionStorage.getItem(key(form)) ?? "{}");
    draft[event.target.name] = event.target.value;
    sessionStorage.setItem(key(form), JSON.stringify(draft));
  });

  function restoreDraft(form) {
    const draft = JSON.parse(sessionStorage.getItem(key(form)) ?? "{}");
    for (const [name, value] of Object.entries(draft)) {
      const field = form.elements.namedItem(name);
      if (!field || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  const dropDraft = name => sessionStorage.removeItem(`draft:${name}`);

  // Dialogs: the browser's own, which keep the focus inside and give it back.
  function showDialog(dialog) {
    if (!dialog.open) dialog.showModal();
  }

  function closeDialog(dialog) {
    if (dialog.open) dialog.close();
  }

  document.addEventListener("click", event => {
    const opener = event.target.closest?.("[data-opens]");
    if (opener) showDialog(document.getElementById(opener.dataset.opens));

    // A click on the backdrop closes; the dialog itself has no padding for it to land on.
    if (event.target.matches?.("dialog[data-light]")) event.target.close();
  });

  // Skip links move the focus, whatever the document's base address makes of their fragment.
  document.addEventListener("click", event => {
    const skip = event.target.closest?.("[data-skip]");
    if (!skip) return;
    event.preventDefault();
    focus(skip.dataset.skip);
  });

  // Whoever types keeps the focus.
  function focusHeading() {
    if (!document.activeElement?.matches("input, textarea, select")) document.querySelector("h1")?.focus();
  }

  function focus(id) {
    const element = document.getElementById(id);
    element?.focus();
    element?.scrollIntoView({ block: "nearest" });
  }

  function selectLine(id, line) {
    const area = document.getElementById(id);
    if (!area) return;
    if (area.editor) {
      area.editor.selectLine(line);
      return;
    }
    const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const end = area.value.indexOf("\n", before);
    area.focus();
    area.setSelectionRange(before, end < 0 ? area.value.length : end);
    const height = area.scrollHeight / area.value.split("\n").length;
    area.scrollTop = Math.max(0, height * (line - 4));
  }

  // The editor is large, and only pages that show one load it. Without it the text area works too.
  async function editJson(id, script, entries) {
    try {
      const { edit } = await import(new URL(script, document.baseURI));
      const [field, place] = [document.getElementById(id), document.getElementById(`${id}-editor`)];
      if (field && place) edit(field, place, entries);
    } catch (failure) {
      console.warn("The editor cannot be had; the text area stays.", failure);
    }
  }

  const showProblems = (id, problems) => document.getElementById(id)?.editor?.showProblems(problems);

  window.adilas = { toast, copy, age, showDialog, closeDialog, focus, focusHeading, selectLine, editJson, showProblems, restoreDraft, dropDraft };
})();
