// The parts of a message: embeds, components, pictures.

import { act, make, Refused, world } from "./api.js";
import { inline, markdown } from "./markdown.js";
import { openModal } from "./modal.js";
import { select } from "./select.js";

/** What is going on with a message: what was pressed, what went wrong. */
export const pending = new Map();
export const failed = new Map();

const changed = (message) =>
  document.dispatchEvent(new CustomEvent("message-changed", { detail: message.id }));

/** Sends something about a message to the bot, and shows that it is on its way. */
async function ask(message, key, action, args) {
  if (pending.has(message.id)) return;
  pending.set(message.id, key);
  failed.delete(message.id);
  changed(message);
  try {
    const answer = await act(action, { message: message.id, until: "ack", ...args });
    if (answer.failed) failed.set(message.id, answer.failed);
    if (answer.modal) openModal(answer.modal);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    failed.set(message.id, error.message);
  } finally {
    pending.delete(message.id);
    changed(message);
  }
}

/** A picture that opens large when pressed. */
export function picture(url, alt, dimensions, className = "picture") {
  const image = make("img", { src: url, alt: alt ?? "", loading: "lazy" });
  if (dimensions) [image.width, image.height] = dimensions;
  const open = () => {
    const viewer = document.getElementById("viewer");
    document.getElementById("viewer-image").src = url;
    document.getElementById("viewer-image").alt = alt ?? "";
    document.getElementById("viewer-text").textContent = alt ?? "No description";
    viewer.showModal();
  };
  return make(
    "button",
    {
      class: className,
      type: "button",
      onclick: open,
      "aria-label": `Enlarge picture: ${alt || "no description"}`,
    },
    image,
  );
}

export function attachment(file) {
  if (file.content_type.startsWith("image/"))
    return picture(file.url, file.description, file.dimensions);
  const size = file.size < 10_240 ? `${file.size} bytes` : `${Math.round(file.size / 1024)} KB`;
  return make(
    "a",
    { class: "file", href: file.url, download: file.filename },
    `${file.filename} (${size})`,
  );
}

const colour = (number) =>
  number || number === 0 ? `#${number.toString(16).padStart(6, "0")}` : undefined;

export function embed(data) {
  const box = make("div", { class: "embed" });
  if (data.color) box.style.borderInlineStartColor = colour(data.color);
  if (data.author?.name) box.append(make("p", { class: "embed-author" }, data.author.name));
  if (data.title) {
    const words = inline(data.title);
    box.append(
      make(
        "h3",
        { class: "embed-title" },
        data.url
          ? make("a", { href: data.url, target: "_blank", rel: "noreferrer" }, words)
          : words,
      ),
    );
  }
  if (data.description) box.append(markdown(data.description));
  if (data.fields?.length) {
    const fields = data.fields.map((field) =>
      make(
        "div",
        { class: field.inline ? "field inline" : "field" },
        make("dt", {}, inline(field.name)),
        make("dd", {}, markdown(field.value)),
      ),
    );
    box.append(make("dl", { class: "fields" }, fields));
  }
  if (data.image?.url) box.append(picture(data.image.url, data.image.description));
  if (data.thumbnail?.url)
    box.append(picture(data.thumbnail.url, data.thumbnail.description, null, "picture thumb"));
  const moment = data.timestamp ? new Date(data.timestamp).toLocaleString() : null;
  const footer = [data.footer?.text, moment].filter(Boolean).join(" · ");
  if (footer) box.append(make("p", { class: "embed-footer" }, footer));
  return box;
}

const STYLES = {
  1: "primary",
  2: "secondary",
  3: "success",
  4: "danger",
  5: "secondary link",
  6: "primary",
};

function label(data) {
  const emoji = data.emoji?.name
    ? make("span", { "aria-hidden": "true" }, data.emoji.id ? "◆" : data.emoji.name)
    : null;
  const words = data.label ?? "";
  return [emoji, emoji && words ? " " : null, words];
}

function button(data, message) {
  const style = `button ${STYLES[data.style] ?? "secondary"}`;
  if (data.style === 5) {
    return make(
      "a",
      { class: style, href: data.url, target: "_blank", rel: "noreferrer" },
      label(data),
      make("span", { "aria-hidden": "true" }, " ↗"),
    );
  }
  const key = `${message.id}:${data.custom_id}`;
  const busy = pending.get(message.id) === key;
  return make(
    "button",
    {
      class: busy ? `${style} busy` : style,
      type: "button",
      disabled: Boolean(data.disabled),
      "aria-busy": busy ? "true" : undefined,
      "aria-disabled": pending.has(message.id) ? "true" : undefined,
      "aria-label": data.label ? undefined : data.emoji?.name,
      "data-key": key,
      onclick: () => ask(message, key, "press", { button: data.custom_id }),
    },
    label(data),
  );
}

function menu(data, message) {
  const key = `${message.id}:${data.custom_id}`;
  const onchoose = (values) => ask(message, key, "select", { select: data.custom_id, values });
  return select(data, { key, busy: pending.get(message.id) === key, onchoose });
}

/** Any component of a message. */
export function component(data, message) {
  const inside = () => (data.components ?? []).map((it) => component(it, message));
  switch (data.type) {
    case 1:
      return make("div", { class: "row" }, inside());
    case 2:
      return button(data, message);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return menu(data, message);
    case 9:
      return make(
        "div",
        { class: "section" },
        make("div", { class: "section-text" }, inside()),
        component(data.accessory, message),
      );
    case 10:
      return markdown(data.content);
    case 11:
      return picture(data.media.url, data.description, null, "picture thumb");
    case 12:
      return make(
        "div",
        { class: `gallery n${Math.min(data.items.length, 4)}` },
        data.items.map((it) =>
          picture(
            it.media.url,
            it.description,
            it.media.width ? [it.media.width, it.media.height] : null,
          ),
        ),
      );
    case 13:
      return make("a", { class: "file", href: data.file.url }, data.file.url.split("/").at(-1));
    case 14:
      return data.divider === false
        ? make("div", { class: "gap" })
        : make("hr", { class: data.spacing === 2 ? "large" : undefined });
    case 17: {
      const box = make("div", { class: "container" }, inside());
      if (data.accent_color !== undefined && data.accent_color !== null)
        box.style.borderInlineStartColor = colour(data.accent_color);
      return box;
    }
    default:
      return make("p", { class: "failed" }, `(a component of type ${data.type})`);
  }
}

export const isMine = (message) => message.author_id === world.me?.id;
