// A list of suggestions over a text box: arrow keys, Enter, Tab, Escape, or a tap.

import { make } from "./api.js";

let counter = 0;

export class Suggest {
  /** `onpick` gets the item that was chosen. */
  constructor(input, { label, onpick }) {
    counter += 1;
    this.input = input;
    this.onpick = onpick;
    this.items = [];
    this.active = -1;
    this.box = make("ul", {
      class: "suggest",
      id: `suggest-${counter}`,
      role: "listbox",
      "aria-label": label,
    });
    this.box.hidden = true;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.box.id);
    input.setAttribute("autocomplete", "off");
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 120));
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /** Shows these items; with `note` instead when there are none. */
  show(items, note = null) {
    this.items = items;
    this.active = items.length ? 0 : -1;
    const rows = items.map((item, at) =>
      make(
        "li",
        {
          role: "option",
          id: `${this.box.id}-${at}`,
          "aria-selected": "false",
          onmousedown: (event) => event.preventDefault(),
          onclick: () => this.pick(at),
        },
        make("span", { class: "suggest-label" }, item.label),
        item.hint ? make("span", { class: "suggest-hint" }, item.hint) : null,
      ),
    );
    if (!rows.length && note)
      rows.push(make("li", { class: "suggest-note", role: "presentation" }, note));
    this.box.replaceChildren(...rows);
    this.box.hidden = !rows.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.mark();
  }

  close() {
    this.box.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark() {
    for (const [at, row] of [...this.box.children].entries()) {
      if (row.getAttribute("role") === "option")
        row.setAttribute("aria-selected", String(at === this.active));
    }
    const active = this.box.children[this.active];
    if (active && this.items.length) {
      this.input.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  pick(at) {
    const item = this.items[at];
    this.close();
    if (item) this.onpick(item);
  }

  key(event) {
    if (!this.isOpen || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.items.length)
        this.active = (this.active + step + this.items.length) % this.items.length;
      this.mark();
      event.preventDefault();
    } else if (
      (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) &&
      this.active >= 0
    ) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.pick(this.active);
    } else if (event.key === "Escape") {
      this.close();
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }
}
