// Discord's markdown, made into elements; nothing is ever parsed as HTML.

import { channelById, make, memberById, roleById, world } from "./api.js";

const INLINE = [
  [/^\\([^A-Za-z0-9\s])/, (m) => m[1]],
  [/^``(.+?)``/s, (m) => make("code", {}, m[1])],
  [/^`([^`\n]+)`/, (m) => make("code", {}, m[1])],
  [/^\*\*\*(?=\S)(.+?)\*\*\*(?!\*)/s, (m) => make("strong", {}, make("em", {}, inline(m[1])))],
  [/^\*\*(?=\S)(.+?)\*\*(?!\*)/s, (m) => make("strong", {}, inline(m[1]))],
  [/^__(?=\S)(.+?)__(?!_)/s, (m) => make("u", {}, inline(m[1]))],
  [/^~~(?=\S)(.+?)~~/s, (m) => make("s", {}, inline(m[1]))],
  [/^\|\|(.+?)\|\|/s, (m) => spoiler(m[1])],
  [/^\*(?=\S)([^*\n]+?)\*(?!\*)/, (m) => make("em", {}, inline(m[1]))],
  [/^_(?=\S)([^_\n]+?)_(?![A-Za-z0-9_])/, (m) => make("em", {}, inline(m[1])), true],
  [/^\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, (m) => link(m[2], inline(m[1]))],
  [/^<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/, (m) => time(Number(m[1]), m[2] ?? "f")],
  [
    /^<@!?(\d+)>/,
    (m) => mention(`@${memberById(m[1])?.display ?? "unknown"}`, m[1] === world.me?.id),
  ],
  [/^<@&(\d+)>/, (m) => mention(`@${roleById(m[1])?.name ?? "unknown role"}`)],
  [/^<#(\d+)>/, (m) => channelMention(m[1])],
  [/^<\/([^:>]+):\d+>/, (m) => commandMention(m[1])],
  [/^<a?:(\w+):\d+>/, (m) => `:${m[1]}:`],
  [/^<(https?:\/\/[^\s>]+)>/, (m) => link(m[1], [m[1]])],
  [/^https?:\/\/[^\s<]*[^\s<.,;:!?)"'\]]/, (m) => link(m[0], [m[0]])],
];

const link = (url, words) => make("a", { href: url, target: "_blank", rel: "noreferrer" }, words);
const mention = (name, mine) => make("span", { class: mine ? "mention mine" : "mention" }, name);

function spoiler(words) {
  const button = make(
    "button",
    { class: "spoiler", type: "button", "aria-label": "Spoiler, press to show" },
    inline(words),
  );
  button.addEventListener("click", () => {
    button.classList.add("shown");
    button.removeAttribute("aria-label");
  });
  return button;
}

function channelMention(id) {
  const name = `#${channelById(id)?.name ?? "unknown"}`;
  const open = () => document.dispatchEvent(new CustomEvent("open-channel", { detail: id }));
  return make("button", { class: "mention", type: "button", onclick: open }, name);
}

function commandMention(name) {
  const open = () => document.dispatchEvent(new CustomEvent("open-command", { detail: name }));
  return make("button", { class: "mention", type: "button", onclick: open }, `/${name}`);
}

const FORMATS = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

export function relative(unix, now = Date.now() / 1000) {
  const seconds = Math.round(unix - now);
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "always" }).format(
    Math.round(seconds / size),
    unit,
  );
}

function time(unix, style) {
  const moment = new Date(unix * 1000);
  if (Number.isNaN(moment.getTime())) return "invalid date";
  const full = new Intl.DateTimeFormat(undefined, FORMATS.F).format(moment);
  const text =
    style === "R"
      ? relative(unix)
      : new Intl.DateTimeFormat(undefined, FORMATS[style]).format(moment);
  const attributes = { class: "time", title: full, dateTime: moment.toISOString() };
  if (style === "R") attributes["data-unix"] = unix;
  return make("time", attributes, text);
}

/** Keeps "in 5 minutes" true. */
export function keepTime() {
  for (const element of document.querySelectorAll("time[data-unix]")) {
    const text = relative(Number(element.dataset.unix));
    if (element.textContent !== text) element.textContent = text;
  }
}

/** A run of text with its inline marks. */
export function inline(text) {
  const nodes = [];
  let plain = "";
  let rest = text;
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = "";
  };
  while (rest) {
    const before = plain.at(-1) ?? "";
    let found = null;
    for (const [pattern, build, needsEdge] of INLINE) {
      if (needsEdge && /[A-Za-z0-9_]/.test(before)) continue;
      const match = pattern.exec(rest);
      if (match) {
        found = [match, build];
        break;
      }
    }
    if (found) {
      flush();
      nodes.push(found[1](found[0]));
      rest = rest.slice(found[0][0].length);
    } else if (rest[0] === "\n") {
      flush();
      nodes.push(make("br"));
      rest = rest.slice(1);
    } else {
      const letter = String.fromCodePoint(rest.codePointAt(0));
      plain += letter;
      rest = rest.slice(letter.length);
    }
  }
  flush();
  return nodes.flat();
}

const BLOCKS = [
  [
    /^(#{1,3}) +(.+)$/,
    (m) => make(`h${m[1].length + 2}`, { class: `md h${m[1].length}` }, inline(m[2])),
  ],
  [/^-# +(.+)$/, (m) => make("p", { class: "subtext" }, inline(m[1]))],
];

/** A whole text: code blocks, quotes, lists, headings, paragraphs. */
export function markdown(text) {
  const box = make("div", { class: "md" });
  for (const [at, part] of text.split(/```(?:[a-z0-9+-]*\n)?([\s\S]*?)```\n?/i).entries()) {
    if (at % 2) box.append(make("pre", { tabIndex: 0 }, make("code", {}, part.replace(/\n$/, ""))));
    else if (part) blocks(part.replace(/^\n|\n$/g, ""), box);
  }
  return box;
}

function blocks(text, box) {
  const lines = text.split("\n");
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) box.append(make("p", {}, inline(paragraph.join("\n"))));
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const block = BLOCKS.map(([pattern, build]) => [pattern.exec(line), build]).find(
      ([match]) => match,
    );
    if (line.startsWith(">>> ")) {
      flush();
      box.append(quote(lines.slice(at).join("\n").slice(4)));
      return;
    }
    if (/^> ?/.test(line) && (line.startsWith("> ") || line === ">")) {
      flush();
      const quoted = [];
      while (at < lines.length && /^>( |$)/.test(lines[at]))
        quoted.push(lines[at++].replace(/^> ?/, ""));
      at -= 1;
      box.append(quote(quoted.join("\n")));
    } else if (/^\s*(?:[-*]|\d+\.) +\S/.test(line)) {
      flush();
      const items = [];
      const ordered = /^\s*\d/.test(line);
      const same = ordered ? /^\s*\d+\. +\S/ : /^\s*[-*] +\S/;
      while (at < lines.length && same.test(lines[at])) items.push(lines[at++]);
      at -= 1;
      box.append(list(items, ordered));
    } else if (block) {
      flush();
      box.append(block[1](block[0]));
    } else {
      paragraph.push(line);
    }
  }
  flush();
}

function quote(text) {
  const box = make("blockquote");
  blocks(text, box);
  return box;
}

function list(items, ordered) {
  const first = ordered ? Number(/\d+/.exec(items[0])[0]) : undefined;
  const box = make(ordered ? "ol" : "ul", { start: first });
  for (const item of items) {
    const [, indent, words] = /^(\s*)(?:[-*]|\d+\.) +(.*)$/.exec(item);
    box.append(make("li", { class: indent.length > 1 ? "nested" : undefined }, inline(words)));
  }
  return box;
}
