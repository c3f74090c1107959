// The list of messages, kept up to date without losing place or focus.

import { act, make, world } from "./api.js";
import { markdown } from "./markdown.js";
import { attachment, component, embed, failed, pending } from "./parts.js";
import { look as reactionsLook, reactions } from "./reactions.js";

const log = document.getElementById("log");
const jump = document.getElementById("jump");
const shown = new Map(); // message id → what was drawn, and where

/** Things that only this page knows: a command on its way, or one that failed. */
const local = [];

const HUES = [212, 152, 32, 280, 350, 190, 60, 320];

export function avatar(name, isBot) {
  const sum = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0);
  const box = make(
    "span",
    { class: isBot ? "avatar bot" : "avatar", "aria-hidden": "true" },
    name.slice(0, 1).toUpperCase(),
  );
  if (!isBot) box.style.background = `hsl(${HUES[sum % HUES.length]} 48% 72%)`;
  return box;
}

const clock = (ms) => new Date(ms).toLocaleTimeString(undefined, { timeStyle: "short" });

function heading(message) {
  const parts = [make("span", { class: message.is_bot ? "name bot" : "name" }, message.author)];
  if (message.is_bot) parts.push(make("span", { class: "tag" }, "APP"));
  const moment = new Date(message.made);
  parts.push(
    make(
      "time",
      { class: "when", dateTime: moment.toISOString(), title: moment.toLocaleString() },
      clock(message.made),
    ),
  );
  return make("div", { class: "heading" }, parts);
}

function context(message) {
  if (message.command) {
    return make(
      "p",
      { class: "context" },
      make("b", {}, message.asked_by),
      " used ",
      make("span", { class: "mention" }, `/${message.command}`),
    );
  }
  if (!message.reference) return null;
  const other = world.messages.find((it) => it.id === message.reference);
  const words = other
    ? (other.text.split("\n").find((line) => line.trim()) ?? "a picture")
    : "an earlier message";
  const plain = words
    .replace(/[*_`~#>|]|<[^>]*>/g, "")
    .trim()
    .slice(0, 90);
  return make("p", { class: "context" }, make("b", {}, other?.author ?? ""), " ", plain);
}

function draw(message, grouped) {
  const pinged = message.pinged.includes(world.me?.name);
  const classes = [
    "message",
    grouped && "grouped",
    message.ephemeral && "ephemeral",
    pinged && "pinged",
  ];
  const box = make("article", {
    class: classes.filter(Boolean).join(" "),
    "data-id": message.id,
    "aria-label": `${message.author}, ${clock(message.made)}`,
  });
  const body = make("div", { class: "body" });
  if (!grouped) {
    const about = context(message);
    if (about) box.append(about);
    box.append(avatar(message.author, message.is_bot));
    body.append(heading(message));
  }
  if (message.loading) {
    body.append(
      make(
        "p",
        { class: "thinking" },
        make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")),
        `${message.author} is thinking…`,
      ),
    );
  }
  if (message.content) body.append(markdown(message.content));
  body.append(...message.embeds.map(embed));
  if (!message.v2) body.append(...message.attachments.map(attachment));
  body.append(...message.components.map((it) => component(it, message)));
  if (message.edits > 0 && !message.asked_by)
    body.append(make("span", { class: "edited" }, "(edited)"));
  if (!message.ephemeral) body.append(reactions(message));
  if (failed.has(message.id))
    body.append(make("p", { class: "failed", role: "alert" }, failed.get(message.id)));
  if (message.ephemeral) body.append(ephemeralNote(message));
  box.append(body);
  return box;
}

function ephemeralNote(message) {
  const dismiss = make(
    "button",
    {
      class: "textual",
      type: "button",
      "data-key": `${message.id}:dismiss`,
      onclick: () => act("dismiss", { message: message.id }),
    },
    "Dismiss message",
  );
  const eye = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  eye.setAttribute("viewBox", "0 0 20 20");
  eye.setAttribute("aria-hidden", "true");
  eye.innerHTML =
    '<path d="M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z"/><circle cx="10" cy="10" r="2.4"/>';
  return make(
    "p",
    { class: "only-you" },
    eye,
    "Only you can see this",
    make("span", { "aria-hidden": "true" }, " · "),
    dismiss,
  );
}

function drawLocal(entry) {
  const box = make("article", { class: "message ephemeral local" });
  if (entry.failed) {
    box.append(
      make(
        "div",
        { class: "body" },
        make("p", { class: "failed", role: "alert" }, `/${entry.command}: ${entry.failed}`),
        make(
          "p",
          { class: "only-you" },
          "Only you can see this",
          make("span", { "aria-hidden": "true" }, " · "),
          make(
            "button",
            { class: "textual", type: "button", onclick: () => drop(entry) },
            "Dismiss message",
          ),
        ),
      ),
    );
  } else {
    box.append(
      make(
        "div",
        { class: "body" },
        make(
          "p",
          { class: "thinking" },
          make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")),
          `Sending /${entry.command}…`,
        ),
      ),
    );
  }
  return box;
}

/** Shows that a command is on its way; the result says how it went. */
export function announce(command) {
  const entry = { command, failed: null };
  local.push(entry);
  render();
  toBottom();
  return {
    done: () => drop(entry),
    failed: (why) => {
      entry.failed = why;
      render();
    },
  };
}

function drop(entry) {
  local.splice(local.indexOf(entry), 1);
  render();
}

export function clearLocal() {
  local.length = 0;
  shown.clear();
  log.replaceChildren();
}

function welcome() {
  const name = world.channel.direct ? world.channel.name : `#${world.channel.name}`;
  return make(
    "div",
    { class: "welcome" },
    make("h3", {}, world.channel.direct ? `Messages with ${name}` : `Welcome to ${name}`),
    make("p", {}, "Type / to see what the bot can do."),
  );
}

const atBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

/** Brings the list up to date: only what changed is drawn anew. */
export function render() {
  if (!world.channel) return;
  const stick = atBottom();
  const focused = document.activeElement?.dataset?.key;
  const boxes = [];
  let before = null;
  for (const message of world.messages) {
    const grouped =
      before !== null &&
      before.author_id === message.author_id &&
      message.made - before.made < 300_000 &&
      !message.command &&
      !message.reference &&
      before.ephemeral === message.ephemeral;
    const look = JSON.stringify([
      message.revision,
      grouped,
      pending.get(message.id),
      failed.get(message.id),
      message.pinged,
      world.me?.id,
      message.loading,
    ]);
    let known = shown.get(message.id);
    const under = message.ephemeral ? null : reactionsLook(message);
    if (known?.look !== look) {
      known = { look, under, box: draw(message, grouped) };
      shown.set(message.id, known);
    } else if (known.under !== under) {
      // The row alone: the message says nothing new.
      known.under = under;
      known.box.querySelector(".reactions").replaceWith(reactions(message));
    }
    boxes.push(known.box);
    before = message;
  }
  const grew = boxes.length && boxes.at(-1) !== log.lastElementChild;
  arrange([
    log.firstElementChild?.classList.contains("welcome") ? log.firstElementChild : welcome(),
    ...boxes,
    ...local.map(drawLocal),
  ]);
  if (focused && document.activeElement?.dataset?.key !== focused) {
    log.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }
  if (stick) toBottom();
  else if (grew) jump.hidden = false;
}

/** Puts the boxes in place, touching only those that are not there yet. */
function arrange(boxes) {
  const wanted = new Set(boxes);
  for (const child of [...log.children]) if (!wanted.has(child)) child.remove();
  boxes.forEach((box, at) => {
    if (log.children[at] !== box) log.insertBefore(box, log.children[at] ?? null);
  });
}

export function toBottom() {
  log.scrollTop = log.scrollHeight;
  jump.hidden = true;
}

jump.addEventListener("click", toBottom);
log.addEventListener("scroll", () => {
  if (atBottom()) jump.hidden = true;
});
// A picture that loads makes the list longer: who was at its end stays there.
log.addEventListener(
  "load",
  (event) => {
    if (event.target.tagName === "IMG" && log.scrollHeight - log.scrollTop - log.clientHeight < 700)
      toBottom();
  },
  true,
);
document.addEventListener("message-changed", render);
