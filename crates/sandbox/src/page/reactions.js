// What can be done with a message: the emoji under it, those that one can put there, and commands.

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

/** The messages whose offer stands open. */
const open = new Set();

const changed = () => document.dispatchEvent(new Event("message-changed"));

async function toggle(message, emoji, mine) {
  open.delete(message.id);
  try {
    await act(mine ? "unreact" : "react", { message: message.id, emoji });
    failed.delete(message.id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    failed.set(message.id, error.message);
  }
  changed();
}

function chip(message, { emoji, by }) {
  const mine = by.includes(world.me?.name);
  return make(
    "button",
    {
      class: "reaction",
      type: "button",
      "data-key": `${message.id}:${emoji}`,
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
      "data-key": `${message.id}:${emoji}`,
      "aria-label": `React: ${name}`,
      title: name,
      onclick: () => toggle(message, emoji, false),
    },
    emoji,
  );
}

function offer(message, standing) {
  const isOpen = open.has(message.id);
  const opener = make(
    "button",
    {
      class: "reaction",
      type: "button",
      "data-key": `${message.id}:react`,
      "aria-expanded": String(isOpen),
      onclick: () => {
        if (isOpen) open.delete(message.id);
        else open.add(message.id);
        changed();
      },
    },
    "React",
  );
  const rest = OFFERED.filter(([emoji]) => !standing.includes(emoji));
  return make(
    "span",
    { class: isOpen ? "offer open" : "offer" },
    opener,
    world.inMessages.map((it) => app(message, it)),
    isOpen ? rest.map(([emoji, name]) => offered(message, emoji, name)) : null,
  );
}

/** Uses a command in the message's menu. What comes of it is a message of its own. */
async function use(message, command) {
  open.delete(message.id);
  try {
    const channel = world.channel.id;
    const answer = await act("context_menu", {
      channel,
      command,
      target: message.id,
      until: "ack",
    });
    if (answer.failed) failed.set(message.id, answer.failed);
    else failed.delete(message.id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    failed.set(message.id, error.message);
  }
  changed();
}

const app = (message, command) =>
  make(
    "button",
    {
      class: "reaction app",
      type: "button",
      "data-key": `${message.id}:app:${command}`,
      "aria-label": `Apps: ${command}`,
      title: `Apps: ${command}`,
      onclick: () => use(message, command),
    },
    command,
  );

/** What the row under a message shows, for telling whether it has changed. */
export const look = (message) =>
  JSON.stringify([message.reactions, world.me?.id, open.has(message.id), world.inMessages]);

/** The row under a message: who reacted, and what can be added. */
export function reactions(message) {
  const standing = message.reactions.map((it) => it.emoji);
  return make(
    "div",
    { class: standing.length ? "reactions" : "reactions none", "aria-live": "off" },
    message.reactions.map((it) => chip(message, it)),
    offer(message, standing),
  );
}
