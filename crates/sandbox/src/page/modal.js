// Modals: fields, checks, sending.

import { act, make, Refused } from "./api.js";
import { markdown } from "./markdown.js";
import { select } from "./select.js";

const dialog = document.getElementById("modal");

function words(data, required) {
  const long = data.style === 2;
  const input = make(long ? "textarea" : "input", {
    value: data.value ?? "",
    placeholder: data.placeholder ?? "",
    required,
    maxLength: data.max_length ?? 4000,
  });
  if (!long) input.type = "text";
  else input.rows = 4;
  const read = () => input.value;
  const check = () => {
    if (required && !input.value.trim()) return "This is required";
    if (input.value && data.min_length && input.value.length < data.min_length)
      return `At least ${data.min_length} characters`;
    return null;
  };
  return { element: input, focusable: input, read, check };
}

function menu(data, required, name) {
  let chosen = (data.options ?? []).filter((it) => it.default).map((it) => it.value);
  const element = select(data, {
    required,
    name,
    onchoose: (values) => {
      chosen = values;
    },
  });
  return {
    element,
    focusable: element,
    read: () => chosen,
    check: () => (required && !chosen.length ? "This is required" : null),
  };
}

function boxes(data, required, kind) {
  const group = `modal-${data.custom_id}`;
  const inputs = data.options.map((it) =>
    make("input", { type: kind, name: group, value: it.value, checked: Boolean(it.default) }),
  );
  const element = make(
    "div",
    { class: "checks" },
    inputs.map((input, at) =>
      make("label", { class: "check" }, input, ` ${data.options[at].label}`),
    ),
  );
  const chosen = () => inputs.filter((it) => it.checked).map((it) => it.value);
  const read = () => (kind === "radio" ? (chosen()[0] ?? "") : chosen());
  return {
    element,
    focusable: inputs[0],
    read,
    check: () => (required && !chosen().length ? "This is required" : null),
  };
}

function control(data, name) {
  const required = data.required ?? true;
  if (data.type === 4) return words(data, required);
  if (data.type === 21) return boxes(data, required, "radio");
  if (data.type === 22) return boxes(data, required, "checkbox");
  if (data.type === 23) {
    const input = make("input", { type: "checkbox", checked: Boolean(data.default) });
    return { element: input, focusable: input, read: () => input.checked, check: () => null };
  }
  return menu(data, required, name);
}

function field(data, label, description, at) {
  const made = control(data, label);
  const id = `modal-field-${at}`;
  const errorId = `${id}-error`;
  made.focusable.id = id;
  made.focusable.setAttribute("aria-describedby", errorId);
  const mark =
    (data.required ?? true)
      ? make("span", { class: "required", "aria-hidden": "true" }, " *")
      : null;
  const error = make("p", { class: "failed", id: errorId });
  const element = make(
    "div",
    { class: "modal-field" },
    make("label", { htmlFor: id }, label, mark),
    description ? make("p", { class: "quiet" }, description) : null,
    made.element,
    error,
  );
  const check = () => {
    const wrong = made.check();
    error.textContent = wrong ?? "";
    made.focusable.setAttribute("aria-invalid", wrong ? "true" : "false");
    return !wrong;
  };
  made.element.addEventListener("input", () => error.textContent && check());
  return { element, check, read: made.read, focusable: made.focusable, name: data.custom_id };
}

function parts(components) {
  const fields = [];
  const elements = [];
  const add = (data, label, description) => {
    const made = field(data, label, description, fields.length);
    fields.push(made);
    elements.push(made.element);
  };
  for (const top of components) {
    if (top.type === 10) elements.push(markdown(top.content));
    if (top.type === 18) add(top.component, top.label, top.description);
    if (top.type === 1) for (const inner of top.components) add(inner, inner.label, null);
  }
  return { fields, elements };
}

/** Opens a modal over the page. */
export function openModal(modal) {
  const { fields, elements } = parts(modal.components);
  const problem = make("p", { class: "failed", role: "alert" });
  const send = make("button", { class: "button primary", type: "submit" }, "Submit");
  const cancel = make(
    "button",
    { class: "button secondary", type: "button", onclick: () => dialog.close() },
    "Cancel",
  );
  const form = make(
    "form",
    { method: "dialog", noValidate: true },
    make("h2", { id: "modal-title" }, modal.title),
    elements,
    problem,
    make("div", { class: "modal-buttons" }, cancel, send),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = fields.filter((it) => !it.check());
    if (wrong.length) {
      wrong[0].focusable.focus();
      return;
    }
    send.classList.add("busy");
    send.disabled = true;
    problem.textContent = "";
    try {
      const values = Object.fromEntries(fields.map((it) => [it.name, it.read()]));
      const answer = await act("submit", { interaction: modal.interaction, values, until: "ack" });
      if (answer.failed) problem.textContent = "Something went wrong. Try again.";
      else dialog.close();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problem.textContent = error.message;
    } finally {
      send.classList.remove("busy");
      send.disabled = false;
    }
  });
  dialog.replaceChildren(form);
  dialog.showModal();
  fields[0]?.focusable.focus();
}
