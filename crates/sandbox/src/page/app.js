// The page: channels, members, and what happens, as it happens.

import { act, call, channelById, make, world } from "./api.js";
import { loadCommands, showText } from "./composer.js";
import { keepTime } from "./markdown.js";
import { avatar, clearLocal, render, toBottom } from "./messages.js";

const byId = (id) => document.getElementById(id);
const KEPT = 200;
const read = new Map(); // channel id → last message read

function people() {
  const all = new Map(
    world.state.guilds
      .flatMap((it) => it.members)
      .filter((it) => !it.bot)
      .map((it) => [it.id, it]),
  );
  return [...all.values()];
}

function visibleChannels() {
  return world.state.guilds
    .flatMap((it) => it.channels)
    .filter((it) => it.readers.includes(world.me.id));
}

function directChannel() {
  const direct = world.state.direct.find((it) => it.user === world.me.id);
  const name = world.state.application.name;
  return direct ? { id: direct.id, name, direct: true, last: direct.last } : null;
}

function drawSide() {
  byId("server").textContent = world.state.guilds[0]?.name ?? "Sandbox";
  const direct = directChannel();
  byId("channels").replaceChildren(...visibleChannels().map((it) => channelButton(it, "#")));
  byId("direct").replaceChildren(...(direct ? [channelButton(direct, "@")] : []));
  byId("direct-title").hidden = !direct;
  const member = byId("member");
  const options = people().map((it) =>
    make(
      "option",
      { value: it.id, selected: it.id === world.me.id },
      it.admin ? `${it.display} (admin)` : it.display,
    ),
  );
  member.replaceChildren(...options);
  byId("as").textContent = `as ${world.me.display}`;
  const bot = byId("bot");
  const connected = world.state.connections > 0;
  bot.textContent = connected
    ? `${world.state.application.name} is online`
    : `${world.state.application.name} is offline`;
  bot.className = connected ? "pill on" : "pill off";
  byId("channel").textContent = world.channel.direct
    ? world.channel.name
    : `# ${world.channel.name}`;
  document.title = `${world.channel.direct ? "" : "#"}${world.channel.name} – ${world.state.guilds[0]?.name ?? "Sandbox"}`;
}

function channelButton(channel, sign) {
  const here = channel.id === world.channel?.id;
  const isNew = !here && channel.last && channel.last !== (read.get(channel.id) ?? channel.last);
  if (!read.has(channel.id)) read.set(channel.id, channel.last);
  const button = make(
    "button",
    {
      class: isNew ? "unread" : undefined,
      type: "button",
      "aria-current": here ? "page" : undefined,
      onclick: () => open(channel),
    },
    make("span", { class: "sign", "aria-hidden": "true" }, sign),
    channel.name,
    isNew ? make("span", { class: "dot", role: "img", "aria-label": "new messages" }) : null,
  );
  return make("li", {}, button);
}

function remember() {
  history.replaceState(
    null,
    "",
    `#${encodeURIComponent(world.channel.direct ? "@" : world.channel.name)}/${encodeURIComponent(world.me.name)}`,
  );
}

async function open(channel) {
  world.channel = channel;
  world.messages = [];
  clearLocal();
  showSide(false);
  remember();
  drawSide();
  await loadCommands();
  showText();
  await refresh();
  toBottom();
}

function become(id) {
  world.me = people().find((it) => it.id === id) ?? people()[0];
  byId("side").querySelector(".avatar").replaceWith(avatar(world.me.display, false));
  const direct = directChannel();
  const stays = world.channel?.direct
    ? direct
    : visibleChannels().find((it) => it.id === world.channel?.id);
  return open(stays ?? visibleChannels().find((it) => it.name === "slips") ?? visibleChannels()[0]);
}

let signature = "";

/** Fetches what changed and draws it. */
async function refresh() {
  const [state, view] = await Promise.all([
    call("state"),
    act("messages", { channel: world.channel.id, last: KEPT }),
  ]);
  world.state = state;
  world.messages = view.messages;
  const fresh = world.channel.direct ? directChannel() : channelById(world.channel.id);
  if (fresh) world.channel = fresh;
  read.set(world.channel.id, world.channel.last);
  drawSide();
  render();
  // New commands are offered as soon as the bot has registered them.
  if (signature !== state.commands) {
    signature = state.commands;
    await loadCommands();
  }
}

let busy = false;
let again = false;

async function soon() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    await refresh();
  } catch (error) {
    console.warn("refresh failed", error);
  }
  // At most some ten times a second, however fast things happen.
  setTimeout(() => {
    busy = false;
    if (again) {
      again = false;
      soon();
    }
  }, 90);
}

function showSide(shown) {
  byId("frame").classList.toggle("side-shown", shown);
  byId("menu").setAttribute("aria-expanded", String(shown));
}

function listen() {
  const live = new EventSource("/sandbox/live");
  live.addEventListener("message", soon);
  live.addEventListener("error", () => {
    byId("bot").textContent = "Sandbox unreachable";
    byId("bot").className = "pill off";
  });
  byId("menu").addEventListener("click", () =>
    showSide(!byId("frame").classList.contains("side-shown")),
  );
  byId("scrim").addEventListener("click", () => showSide(false));
  byId("member").addEventListener("change", (event) => become(event.target.value));
  document.addEventListener("open-channel", (event) => {
    const channel = channelById(event.detail);
    if (channel?.readers.includes(world.me.id)) open(channel);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") showSide(false);
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
    if (event.key === "/" && !typing && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      document.querySelector("#composer .slash")?.click();
    }
  });
  setInterval(keepTime, 1000);
}

async function start() {
  world.state = await call("state");
  const [channel, member] = decodeURIComponent(location.hash.slice(1)).split("/");
  world.me = people().find((it) => it.name === member) ?? people()[0];
  const wanted =
    channel === "@" ? directChannel() : visibleChannels().find((it) => it.name === channel);
  byId("member").before(avatar(world.me.display, false));
  listen();
  await open(wanted ?? visibleChannels().find((it) => it.name === "slips") ?? visibleChannels()[0]);
}

start();
