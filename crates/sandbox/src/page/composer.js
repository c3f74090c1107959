// The message box: plain text, and slash commands with their options.

import { act, guild, make, Refused, world } from "./api.js";
import { announce } from "./messages.js";
import { openModal } from "./modal.js";
import { Suggest } from "./suggest.js";

const box = document.getElementById("composer");
let commands = [];

/** One entry for every command that can be sent: subcommands count, their parents do not. */
function flatten(command, words, options) {
  const inner = (options ?? []).filter((it) => it.type <= 2);
  if (inner.length)
    return inner.flatMap((it) =>
      flatten({ ...it, parent: command }, `${words} ${it.name}`, it.options),
    );
  return [{ words, description: command.description, options: options ?? [] }];
}

/** Asks again what this member is offered here. */
export async function loadCommands() {
  const offered = await act("commands", { channel: world.channel.id });
  commands = offered
    .filter((it) => it.type === 1)
    .flatMap((it) => flatten(it, it.name, it.options));
  world.inMessages = offered.filter((it) => it.type === 3).map((it) => it.name);
  document.dispatchEvent(new Event("message-changed"));
}

const failure = (error) => {
  if (!(error instanceof Refused)) throw error;
  return error.message;
};

function note(text) {
  const old = box.querySelector(".composer-note");
  old?.remove();
  if (text) box.append(make("p", { class: "composer-note failed", role: "alert" }, text));
}

const matching = (typed) => {
  const wanted = typed.toLowerCase();
  const starts = commands.filter((it) => it.words.startsWith(wanted));
  return [...starts, ...commands.filter((it) => !starts.includes(it) && it.words.includes(wanted))];
};

const asItems = (list) =>
  list.map((it) => ({ label: `/${it.words}`, hint: it.description, command: it }));

/** The box for plain text; a slash opens the list of commands. */
export function showText(focus = false) {
  const canWrite = world.channel.direct || world.channel.writers.includes(world.me.id);
  const place = world.channel.direct ? world.channel.name : `#${world.channel.name}`;
  const input = make("input", {
    class: "say",
    type: "text",
    placeholder: canWrite ? `Message ${place}` : "You cannot write here",
    "aria-label": `Message ${place}`,
    maxLength: 2000,
    enterKeyHint: "send",
  });
  const suggest = new Suggest(input, {
    label: "Commands",
    onpick: (item) => showCommand(item.command),
  });
  const list = () => {
    if (!input.value.startsWith("/")) return suggest.close();
    const typed = input.value.slice(1);
    const exact = commands.find((it) => typed.startsWith(`${it.words} `));
    if (exact) return showCommand(exact, typed.slice(exact.words.length + 1));
    return suggest.show(
      asItems(matching(typed)),
      commands.length ? "No command like that" : "The bot has no commands yet",
    );
  };
  input.addEventListener("input", list);
  input.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    const text = input.value.trim();
    if (!text || text.startsWith("/")) return;
    try {
      await act("say", { channel: world.channel.id, text });
      input.value = "";
      note(null);
    } catch (error) {
      note(failure(error));
    }
  });
  const slash = make(
    "button",
    {
      class: "icon slash",
      type: "button",
      "aria-label": "Show commands",
      onclick: () => {
        if (!input.value.startsWith("/")) input.value = "/";
        input.focus();
        list();
      },
    },
    "/",
  );
  box.replaceChildren(suggest.box, make("div", { class: "typing" }, slash, input));
  if (focus) input.focus();
}

const isRequired = (option) => Boolean(option.required);

/** What can be chosen for an option without asking the bot; null when it is typed freely. */
function fixedChoices(option) {
  const people = [...guild().members].sort((one, other) => one.bot - other.bot);
  const members = people.map((it) => ({ label: `@${it.display}`, value: it.id }));
  const roles = guild().roles.map((it) => ({
    label: it.name.startsWith("@") ? it.name : `@${it.name}`,
    value: it.id,
  }));
  if (option.choices?.length)
    return option.choices.map((it) => ({ label: it.name, value: it.value }));
  switch (option.type) {
    case 5:
      return [
        { label: "True", value: true },
        { label: "False", value: false },
      ];
    case 6:
      return members;
    case 7:
      return guild().channels.map((it) => ({ label: `#${it.name}`, value: it.id }));
    case 8:
      return roles;
    case 9:
      return [...members, ...roles];
    default:
      return null;
  }
}

/** The box for one option: its name, its text, its suggestions. */
class OptionBox {
  constructor(option, form) {
    this.option = option;
    this.form = form;
    this.chosen = null;
    this.asked = 0;
    this.input = make("input", {
      type: "text",
      id: `option-${option.name}`,
      "aria-describedby": "option-hint",
      "aria-required": isRequired(option) ? "true" : undefined,
      size: 6,
    });
    if (option.type === 4 || option.type === 10) this.input.inputMode = "decimal";
    this.suggest = new Suggest(this.input, {
      label: option.name,
      onpick: (item) => this.pick(item),
    });
    this.input.addEventListener("focus", () => this.enter());
    this.input.addEventListener("input", () => this.typed());
    this.element = make(
      "span",
      { class: "option" },
      make("label", { htmlFor: this.input.id }, option.name),
      this.input,
    );
  }

  enter() {
    this.form.hint(this.option);
    this.list();
  }

  typed() {
    this.chosen = null;
    this.input.removeAttribute("aria-invalid");
    this.fit();
    this.list();
  }

  fit() {
    this.input.size = Math.max(6, Math.min(40, this.input.value.length + 1));
  }

  async list() {
    const fixed = fixedChoices(this.option);
    if (fixed) {
      const typed = this.chosen ? "" : this.input.value.toLowerCase();
      this.suggest.show(
        fixed.filter((it) => it.label.toLowerCase().includes(typed)).slice(0, 25),
        "No such choice",
      );
      return;
    }
    if (!this.option.autocomplete) return;
    // Only the newest question's answer counts, and typing fast asks once.
    this.asked += 1;
    const mine = this.asked;
    await new Promise((resolve) => setTimeout(resolve, this.input.value ? 120 : 0));
    if (mine !== this.asked) return;
    try {
      const options = { ...this.form.values(), [this.option.name]: this.input.value };
      const answer = await act("autocomplete", {
        channel: world.channel.id,
        command: this.form.words,
        options,
        focused: this.option.name,
      });
      if (mine !== this.asked || document.activeElement !== this.input) return;
      const items = answer.choices.map((it) => ({ label: it.name, value: it.value }));
      this.suggest.show(items, answer.failed ?? "No options match your search.");
    } catch (error) {
      this.suggest.show([], failure(error));
    }
  }

  pick(item) {
    this.chosen = item;
    this.asked += 1;
    this.input.value = item.label;
    this.fit();
    this.form.next();
  }

  /** The value to send; undefined when there is none. */
  value() {
    const text = this.input.value.trim();
    if (this.chosen) return this.chosen.value;
    if (!text) return undefined;
    const fixed = fixedChoices(this.option);
    const same = fixed?.find(
      (it) =>
        it.label.toLowerCase().replace(/^[@#]/, "") === text.toLowerCase().replace(/^[@#]/, ""),
    );
    return same ? same.value : text;
  }
}

/** The form of one command. */
class CommandForm {
  constructor(command, rest) {
    this.command = command;
    this.words = command.words;
    this.boxes = [];
    this.hintLine = make("p", { class: "hint", id: "option-hint" });
    this.fields = make("span", { class: "fields" });
    this.more = make("span", { class: "more" });
    const send = make("button", { class: "button primary small", type: "submit" }, "Send");
    const cancel = make(
      "button",
      {
        class: "icon",
        type: "button",
        "aria-label": "Leave the command",
        onclick: () => showText(true),
      },
      "×",
    );
    this.element = make(
      "form",
      { class: "command", autocomplete: "off" },
      make("span", { class: "command-name" }, `/${command.words}`),
      this.fields,
      this.more,
      make("span", { class: "command-buttons" }, send, cancel),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") showText(true);
      const first = this.boxes[0]?.input;
      if (event.key === "Backspace" && event.target === first && !first.value) {
        event.preventDefault();
        showText(true);
      }
    });
    for (const option of command.options.filter(isRequired)) this.add(option);
    if (rest && !this.boxes.length && command.options.length) this.add(command.options[0]);
    if (rest && this.boxes[0]) this.boxes[0].input.value = rest;
    this.offer();
    box.replaceChildren(...this.boxes.map((it) => it.suggest.box), this.hintLine, this.element);
    this.hintLine.textContent = command.description;
    if (this.boxes[0]) this.boxes[0].input.focus();
    else send.focus();
  }

  add(option) {
    const made = new OptionBox(option, this);
    this.boxes.push(made);
    this.fields.append(made.element);
    return made;
  }

  /** The options that are not there yet, as buttons. */
  offer() {
    const absent = this.command.options.filter(
      (it) => !this.boxes.some((made) => made.option === it),
    );
    this.more.replaceChildren(
      ...absent.map((it) =>
        make(
          "button",
          {
            class: "chip",
            type: "button",
            title: it.description,
            onclick: () => {
              const made = this.add(it);
              box.prepend(made.suggest.box);
              this.offer();
              made.input.focus();
            },
          },
          `+ ${it.name}`,
        ),
      ),
    );
  }

  hint(option) {
    this.hintLine.replaceChildren(
      make("b", {}, option.name),
      ` ${option.description}`,
      isRequired(option) ? "" : make("span", { class: "quiet" }, " (optional)"),
    );
  }

  values() {
    const values = {};
    for (const made of this.boxes) {
      const value = made.value();
      if (value !== undefined) values[made.option.name] = value;
    }
    return values;
  }

  next() {
    const empty = this.boxes.find((it) => isRequired(it.option) && it.value() === undefined);
    if (empty) empty.input.focus();
    else this.element.querySelector("[type=submit]").focus();
  }

  async send() {
    const missing = this.boxes.find((it) => isRequired(it.option) && it.value() === undefined);
    if (missing) {
      missing.input.setAttribute("aria-invalid", "true");
      missing.input.focus();
      note(`${missing.option.name} is required`);
      return;
    }
    const options = this.values();
    const progress = announce(this.words);
    showText(true);
    try {
      const answer = await act("slash", {
        channel: world.channel.id,
        command: this.words,
        options,
        until: "ack",
      });
      if (answer.failed) progress.failed(answer.failed);
      else progress.done();
      if (answer.modal) openModal(answer.modal);
    } catch (error) {
      progress.failed(failure(error));
    }
  }
}

export function showCommand(command, rest = "") {
  return new CommandForm(command, rest);
}

document.addEventListener("open-command", (event) => {
  const found = commands.find((it) => it.words === event.detail);
  if (found) showCommand(found);
});
