// The emoji under a message, and those that one can put there.

import { Refused, act, make, world } from "./api.js";
import { failed } from "./parts.js";

/** What can be put under a message here: those that the bot knows, and applause. */
const OFFERED = [
  ["✅", "check mark"],
  ["❌", "cross mark"],
  ["➖", "minus"],
  ["👏", "applause"],
];
const NAMES = new Map(OFFERED);

async function toggle(message, emoji, mine) {
  try {
    await act(mine ? "unreact" : "react", { message: message.id, emoji });
    failed.delete(message.id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    failed.set(message.id, error.message);
  }
  document.dispatchEvent(new Event("message-changed"));
}

function chip(message, { emoji, by }) {
  const mine = by.includes(world.me?.name);
  return make(
    "button",
    {
      class: "reaction",
      type: "button",
      "data-key": `${message.id}:reaction:${emoji}`,
      "aria-pressed": String(mine),
      "aria-label": `${NAMES.get(emoji) ?? emoji}: ${by.join(", ")}`,
      title: by.join(", "),
      onclick: () => toggle(message, emoji, mine),
    },
    make("span", { "aria-hidden": "true" }, emoji),
    make("span", { "aria-hidden": "true" }, String(by.length)),
  );
}

function offered(message, emoji, name) {
  return make(
    "button",
    {
      class: "reaction",
      type: "button",
      "data-key": `${message.id}:react:${emoji}`,
      "aria-label": `React with a ${name}`,
      title: name,
      onclick: () => toggle(message, emoji, false),
    },
    emoji,
  );
}

/** The row under a message: who reacted, and what can be added. */
export function reactions(message) {
  const standing = message.reactions.map((it) => it.emoji);
  const open = OFFERED.filter(([emoji]) => !standing.includes(emoji));
  return make(
    "div",
    { class: "reactions" },
    message.reactions.map((it) => chip(message, it)),
    make(
      "span",
      { class: "offered", role: "group", "aria-label": "React" },
      open.map(([emoji, name]) => offered(message, emoji, name)),
    ),
  );
}
