// Select menus, in messages and in modals.

import { guild, make } from "./api.js";

/** The things that a select menu offers: label, value, description, whether it stands chosen. */
function choices(data) {
  const preset = new Set((data.default_values ?? []).map((it) => it.id));
  const all = [...guild().members].sort((one, other) => one.bot - other.bot);
  const people = all.map((it) => [`@${it.display}`, it.id]);
  const roles = guild()
    .roles.filter((it) => it.id !== guild().id)
    .map((it) => [`@${it.name}`, it.id]);
  const channels = guild().channels.map((it) => [`#${it.name}`, it.id]);
  const entities = { 5: people, 6: roles, 7: [...people, ...roles], 8: channels }[data.type];
  if (entities)
    return entities.map(([name, value]) => ({ label: name, value, default: preset.has(value) }));
  return data.options ?? [];
}

/** A select menu; `onchoose` gets the values. */
export function select(data, { key, busy, onchoose, required = true, name }) {
  const options = choices(data);
  const least = data.min_values ?? 1;
  const most = data.max_values ?? 1;
  const shown = data.placeholder ?? "Make a selection";
  if (most <= 1) {
    const chosen = options.find((it) => it.default)?.value ?? "";
    const box = make("select", {
      class: busy ? "select busy" : "select",
      disabled: Boolean(data.disabled),
      "data-key": key,
      "aria-label": name ?? shown,
      "aria-busy": busy ? "true" : undefined,
    });
    box.append(
      make("option", { value: "", disabled: required && least > 0, selected: !chosen }, shown),
    );
    for (const it of options) {
      const words = [it.emoji?.name, it.label, it.description ? `(${it.description})` : null]
        .filter(Boolean)
        .join(" ");
      box.append(make("option", { value: it.value, selected: it.value === chosen }, words));
    }
    box.addEventListener("change", () => onchoose(box.value ? [box.value] : []));
    return box;
  }
  const boxes = options.map((it) =>
    make(
      "label",
      { class: "check" },
      make("input", { type: "checkbox", value: it.value, checked: Boolean(it.default) }),
      ` ${it.label}`,
    ),
  );
  const values = () =>
    boxes
      .map((it) => it.firstChild)
      .filter((it) => it.checked)
      .map((it) => it.value);
  const send = make("button", { class: "button secondary", type: "button" }, "Choose");
  const watch = () => {
    send.disabled = values().length < least || values().length > most;
  };
  watch();
  send.addEventListener("click", () => onchoose(values()));
  const inside = make(
    "fieldset",
    { onchange: watch },
    make("legend", {}, `${shown} (${least} to ${most})`),
    boxes,
    send,
  );
  return make("details", { class: "select", "data-key": key }, make("summary", {}, shown), inside);
}
