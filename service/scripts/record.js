// Saves each item of the record by itself, some seconds after it was typed. Without it the page's
// buttons do the same. Nothing is kept in the browser: unsaved text is in the page alone.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = form.querySelector("[data-saved]");
  const items = [...form.querySelectorAll("[data-item]")];
  const TYPING = 2000, LEAVING = 200, AGAIN = 5000;
  const known = new Map();
  let timer = 0, waiting = null, sending = false, leaving = false, held = false, pressed = null;

  const inputs = (item) =>
    [...item.querySelectorAll("input, select, textarea")].filter(
      (input) => (input.type !== "radio" && input.type !== "checkbox") || input.checked);
  const words = (item) =>
    JSON.stringify(inputs(item).filter((input) => !/(read|others|version)$/.test(input.name))
      .map((input) => [input.name, input.value]));
  const changed = () => items.filter((item) => words(item) !== known.get(item));
  const elsewhere = () =>
    [...form.querySelectorAll("input, select, textarea")].some((input) =>
      input.type !== "hidden" && !input.closest("[data-item]") &&
      input.value !== (input.tagName === "SELECT" ? "" : input.defaultValue));
  const tell = (text, wrong = false) => {
    status.textContent = text;
    status.classList.toggle("accord-saved--wrong", wrong);
  };
  const after = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  form.classList.add("accord-record-form--scripted");
  for (const item of items) known.set(item, words(item));
  tell("Text is saved as you type.");

  function pack() {
    const fields = new URLSearchParams();
    const packed = changed();
    for (const name of ["_csrf", "concern_id"]) {
      const input = form.elements[name];
      if (input) fields.append(name, input.value);
    }
    fields.append("_key", crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`);
    for (const item of packed)
      for (const input of inputs(item)) fields.append(input.name, input.value);
    return { fields, packed: packed.map((item) => [item, words(item)]) };
  }

  // What was sent is sent again, word for word and under its key, until it is answered: so an
  // answer that got lost never makes a second text of the writer's own.
  async function save() {
    if (sending) return;
    if (!waiting) {
      if (!changed().length) return;
      waiting = pack();
    }
    sending = true;
    try {
      await answered(await fetch(form.dataset.autosave, {
        method: "POST", body: waiting.fields, redirect: "manual", credentials: "same-origin",
      }));
    } catch {
      tell("Not saved: there is no connection. Your text stays here and is tried again.", true);
      after(AGAIN);
    } finally {
      sending = false;
    }
    if (pressed && !waiting) return form.requestSubmit(pressed);
    if (!waiting && !held && changed().length) after(TYPING);
  }

  async function answered(response) {
    if (response.type === "opaqueredirect" || response.status === 401) return signedOut();
    if (response.status === 403) return refreshed();
    if (response.status === 422 || response.status === 409) return refused(await response.json());
    if (!response.ok) throw new Error("try again");
    const { message, items: saved } = await response.json();
    for (const [item, was] of waiting.packed) known.set(item, was);
    for (const one of saved) show(one);
    waiting = null;
    tell(message);
  }

  function signedOut() {
    tell("Not saved: you are signed out. Sign in in another tab; then this saves by itself.", true);
    after(AGAIN);
  }

  // Somebody who signed in again has a new token: the page as it is now tells it.
  async function refreshed() {
    const page = await fetch(location.href, { redirect: "manual", credentials: "same-origin" });
    if (page.type === "opaqueredirect" || !page.ok) return signedOut();
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html")
      .querySelector("form[data-autosave] input[name=_csrf]");
    if (!fresh || fresh.value === waiting.fields.get("_csrf"))
      return tell("Not saved: you cannot write here any more. Copy your text before you leave.", true);
    form.elements._csrf.value = fresh.value;
    waiting.fields.set("_csrf", fresh.value);
    after(0);
  }

  function refused({ errors }) {
    waiting = null;
    held = true;
    tell(`Not saved: ${errors.map((error) => error.message).join(" ")}`, true);
  }

  function show(one) {
    const item = items.find((found) => found.dataset.item === one.name);
    const set = (name, value) => {
      const input = item.querySelector(`[name="${name}"]`);
      if (input) input.value = value;
    };
    if (one.name === "outcome") {
      set("version", one.read);
      set("outcome_others", one.others);
    } else {
      set(`${one.name}read`, one.read);
      set(`${one.name}others`, one.others);
    }
    const beside = item.querySelector("[data-others]");
    const markup = new DOMParser().parseFromString(one.beside, "text/html");
    beside.replaceChildren(...markup.body.childNodes);
    item.classList.toggle("accord-item--two", Boolean(one.beside));
  }

  const typed = (wait) => () => {
    held = false;
    after(waiting ? AGAIN : wait);
  };
  form.addEventListener("input", typed(TYPING));
  form.addEventListener("change", typed(LEAVING));
  // A button waits for what is on its way, or the writer's own text would meet itself.
  form.addEventListener("submit", (event) => {
    leaving = !waiting;
    if (leaving) return;
    event.preventDefault();
    pressed = event.submitter;
    after(0);
  });
  addEventListener("online", () => after(0));
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && (waiting || changed().length || elsewhere())) event.preventDefault();
  });
})();
