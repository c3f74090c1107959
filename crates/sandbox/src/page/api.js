// The sandbox's drive API, and what the page knows of the world.

export const world = {
  state: null, // servers, channels, members
  channel: null, // the channel shown, as in state
  me: null, // the member that acts
  messages: [],
  inMessages: [], // names of the commands in a message's menu that this member is offered here
};

export class Refused extends Error {}

/** Performs an action of the drive API. */
export async function call(action, args = {}) {
  let response;
  try {
    response = await fetch(`/sandbox/${action}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(args),
    });
  } catch {
    throw new Refused("The sandbox cannot be reached.");
  }
  const body = await response.json();
  if (!response.ok) throw new Refused(body.message ?? "That did not work.");
  return body;
}

/** Performs an action as the chosen member. */
export const act = (action, args) => call(action, { as: world.me.id, ...args });

export const guild = () => world.state.guilds[0];
export const memberById = (id) =>
  world.state.guilds.flatMap((it) => it.members).find((it) => it.id === id);
export const channelById = (id) =>
  world.state.guilds.flatMap((it) => it.channels).find((it) => it.id === id);
export const roleById = (id) =>
  world.state.guilds.flatMap((it) => it.roles).find((it) => it.id === id);

/** Makes an element: properties, `class`, `data-…` and `aria-…` attributes, children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-") && name !== "list") element[name] = value;
    else element.setAttribute(name === "class" ? "class" : name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((it) => it !== null && it !== undefined));
  return element;
}
