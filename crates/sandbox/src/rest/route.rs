//! Which request goes where, and by which limits.

use axum::http::Method;

use crate::id::Id;
use crate::model::State;
use crate::model::message::COMPONENTS_V2;
use crate::rules::Body;

/// What a request asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Op {
    Account(Account),
    Commands(Commands),
    Guild(Guild),
    Callback { interaction: Id },
    Channel(Channel),
    Webhook(Webhook),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Account {
    Gateway,
    GatewayBot,
    Me,
    User(Id),
    Application,
    Guilds,
    Leave(Id),
    DirectChannel,
}

/// `guild` is `None` for the global commands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Commands {
    List { guild: Option<Id> },
    Set { guild: Option<Id> },
    Create { guild: Option<Id> },
    Get { guild: Option<Id>, command: Id },
    Patch { guild: Option<Id>, command: Id },
    Delete { guild: Option<Id>, command: Id },
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Guild {
    Get(Id),
    Channels(Id),
    Roles(Id),
    Member(Id, Id),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Channel {
    Get(Id),
    Messages(Id),
    Post(Id),
    Message(Id, Id),
    Patch(Id, Id),
    Delete(Id, Id),
    Webhooks(Id),
    CreateWebhook(Id),
    Typing(Id),
}

/// `message` is `None` for `@original`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Webhook {
    Get(Id),
    Remove(Id),
    Execute(Id),
    Message { webhook: Id, message: Option<Id> },
    Patch { webhook: Id, message: Option<Id> },
    Delete { webhook: Id, message: Option<Id> },
}

/// A request's route.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// The path with parameters in braces.
    pub(crate) name: &'static str,
    pub(crate) op: Op,
    /// Whether a token in the path stands for the Authorization header.
    pub(crate) by_token: bool,
    /// Whether the global limit does not count it.
    pub(crate) exempt: bool,
    /// The token in the path, if there is one.
    pub(crate) token: String,
    /// What shares a limit.
    pub(crate) bucket: String,
    /// Requests per milliseconds; `None` is without a bucket.
    pub(crate) window: Option<(u32, i64)>,
}

/// Writing to a channel, and editing in it.
const MESSAGES: (u32, i64) = (5, 5_000);
/// Deleting.
const DELETES: (u32, i64) = (5, 1_000);
/// Webhooks, interactions' ones among them.
const WEBHOOKS: (u32, i64) = (5, 2_000);
/// Everything else.
const OTHERS: (u32, i64) = (50, 1_000);

impl Route {
    /// The route of `method path`, where `path` has no version in front.
    pub(crate) fn find(method: &Method, path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let verb = method.as_str();
        match parts.as_slice() {
            ["interactions", id, token, "callback"] if verb == "POST" => {
                let interaction = id.parse().ok()?;
                let name = "/interactions/{interaction}/{token}/callback";
                let mut route = Self::new(name, Op::Callback { interaction }, String::new());
                route.window = None;
                Some(route.token(token))
            }
            ["webhooks", id, token, rest @ ..] => {
                let webhook = id.parse().ok()?;
                let (name, op) = webhook_op(verb, webhook, rest)?;
                let bucket = format!("webhook {webhook} {token} {verb} {name}");
                let mut route = Self::new(name, Op::Webhook(op), bucket).token(token);
                route.window = Some(WEBHOOKS);
                Some(route)
            }
            ["channels", id, rest @ ..] => {
                let channel = id.parse().ok()?;
                let (name, op) = channel_op(verb, channel, rest)?;
                let mut route = Self::new(
                    name,
                    Op::Channel(op),
                    format!("channel {channel} {verb} {name}"),
                );
                route.window = Some(match op {
                    Channel::Post(_) | Channel::Patch(..) => MESSAGES,
                    Channel::Delete(..) => DELETES,
                    _ => OTHERS,
                });
                Some(route)
            }
            ["applications", _, rest @ ..] if !rest.is_empty() => {
                let (name, op) = commands_op(verb, rest)?;
                Some(Self::new(
                    name,
                    Op::Commands(op),
                    format!("commands {verb} {name}"),
                ))
            }
            ["guilds", id, rest @ ..] if verb == "GET" => {
                let guild = id.parse().ok()?;
                let (name, op) = guild_op(guild, rest)?;
                Some(Self::new(
                    name,
                    Op::Guild(op),
                    format!("guild {guild} {name}"),
                ))
            }
            other => {
                let (name, op) = account_op(verb, other)?;
                Some(Self::new(
                    name,
                    Op::Account(op),
                    format!("account {verb} {name}"),
                ))
            }
        }
    }

    fn new(name: &'static str, op: Op, bucket: String) -> Self {
        Self {
            name,
            op,
            by_token: false,
            exempt: false,
            token: String::new(),
            bucket,
            window: Some(OTHERS),
        }
    }

    /// A route that the token in its path opens, and that the global limit leaves alone.
    fn token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self.by_token = true;
        self.exempt = true;
        self
    }

    /// What kind of body this route takes.
    pub(crate) fn body_kind(&self, state: &State) -> Body {
        let v2 = |message: Option<Id>| {
            let message = message.and_then(|id| state.find_message(id));
            message.is_some_and(|message| message.has(COMPONENTS_V2))
        };
        let by_token = || state.by_token(&self.token);
        match self.op {
            Op::Callback { interaction } => {
                let found = state.interactions.get(&interaction);
                Body::Callback {
                    v2: v2(found.and_then(|it| it.source)),
                }
            }
            Op::Channel(Channel::Post(_)) | Op::Webhook(Webhook::Execute(_)) => {
                Body::Message { v2: false }
            }
            Op::Channel(Channel::Patch(_, message)) => Body::Message {
                v2: v2(Some(message)),
            },
            Op::Webhook(Webhook::Patch { message, .. }) => Body::Message {
                v2: v2(message.or_else(|| by_token()?.original)),
            },
            Op::Commands(Commands::Set { .. }) => Body::Commands,
            Op::Commands(Commands::Create { .. }) => Body::Command,
            _ => Body::Other,
        }
    }
}

fn account_op(verb: &str, parts: &[&str]) -> Option<(&'static str, Account)> {
    Some(match (verb, parts) {
        ("GET", ["gateway"]) => ("/gateway", Account::Gateway),
        ("GET", ["gateway", "bot"]) => ("/gateway/bot", Account::GatewayBot),
        ("GET", ["users", "@me"]) => ("/users/@me", Account::Me),
        ("GET", ["users", "@me", "guilds"]) => ("/users/@me/guilds", Account::Guilds),
        ("DELETE", ["users", "@me", "guilds", id]) => (
            "/users/@me/guilds/{guild}",
            Account::Leave(id.parse().ok()?),
        ),
        ("POST", ["users", "@me", "channels"]) => ("/users/@me/channels", Account::DirectChannel),
        ("GET", ["users", id]) => ("/users/{user}", Account::User(id.parse().ok()?)),
        ("GET", ["oauth2", "applications", "@me"]) => {
            ("/oauth2/applications/@me", Account::Application)
        }
        ("GET", ["applications", "@me"]) => ("/applications/@me", Account::Application),
        _ => return None,
    })
}

fn commands_op(verb: &str, parts: &[&str]) -> Option<(&'static str, Commands)> {
    let (guild, rest) = match parts {
        ["guilds", id, rest @ ..] => (Some(id.parse().ok()?), rest),
        rest => (None, rest),
    };
    let (global, own, op) = match (verb, rest) {
        ("GET", ["commands"]) => (
            "/applications/{application}/commands",
            "/applications/{application}/guilds/{guild}/commands",
            Commands::List { guild },
        ),
        ("PUT", ["commands"]) => (
            "/applications/{application}/commands",
            "/applications/{application}/guilds/{guild}/commands",
            Commands::Set { guild },
        ),
        ("POST", ["commands"]) => (
            "/applications/{application}/commands",
            "/applications/{application}/guilds/{guild}/commands",
            Commands::Create { guild },
        ),
        (verb, ["commands", id]) => {
            let command = id.parse().ok()?;
            let op = match verb {
                "GET" => Commands::Get { guild, command },
                "PATCH" => Commands::Patch { guild, command },
                "DELETE" => Commands::Delete { guild, command },
                _ => return None,
            };
            (
                "/applications/{application}/commands/{command}",
                "/applications/{application}/guilds/{guild}/commands/{command}",
                op,
            )
        }
        _ => return None,
    };
    Some((if guild.is_some() { own } else { global }, op))
}

fn guild_op(guild: Id, rest: &[&str]) -> Option<(&'static str, Guild)> {
    Some(match rest {
        [] => ("/guilds/{guild}", Guild::Get(guild)),
        ["channels"] => ("/guilds/{guild}/channels", Guild::Channels(guild)),
        ["roles"] => ("/guilds/{guild}/roles", Guild::Roles(guild)),
        ["members", id] => (
            "/guilds/{guild}/members/{user}",
            Guild::Member(guild, id.parse().ok()?),
        ),
        _ => return None,
    })
}

fn channel_op(verb: &str, channel: Id, rest: &[&str]) -> Option<(&'static str, Channel)> {
    const ONE: &str = "/channels/{channel}/messages/{message}";
    Some(match (verb, rest) {
        ("GET", []) => ("/channels/{channel}", Channel::Get(channel)),
        ("GET", ["messages"]) => ("/channels/{channel}/messages", Channel::Messages(channel)),
        ("POST", ["messages"]) => ("/channels/{channel}/messages", Channel::Post(channel)),
        ("GET", ["messages", id]) => (ONE, Channel::Message(channel, id.parse().ok()?)),
        ("PATCH", ["messages", id]) => (ONE, Channel::Patch(channel, id.parse().ok()?)),
        ("DELETE", ["messages", id]) => (ONE, Channel::Delete(channel, id.parse().ok()?)),
        ("GET", ["webhooks"]) => ("/channels/{channel}/webhooks", Channel::Webhooks(channel)),
        ("POST", ["webhooks"]) => (
            "/channels/{channel}/webhooks",
            Channel::CreateWebhook(channel),
        ),
        ("POST", ["typing"]) => ("/channels/{channel}/typing", Channel::Typing(channel)),
        _ => return None,
    })
}

fn webhook_op(verb: &str, webhook: Id, rest: &[&str]) -> Option<(&'static str, Webhook)> {
    let message = |text: &str| match text {
        "@original" => Some(None),
        id => id.parse().ok().map(Some),
    };
    const ONE: &str = "/webhooks/{webhook}/{token}/messages/{message}";
    Some(match (verb, rest) {
        ("GET", []) => ("/webhooks/{webhook}/{token}", Webhook::Get(webhook)),
        ("DELETE", []) => ("/webhooks/{webhook}/{token}", Webhook::Remove(webhook)),
        ("POST", []) => ("/webhooks/{webhook}/{token}", Webhook::Execute(webhook)),
        ("GET", ["messages", id]) => (
            ONE,
            Webhook::Message {
                webhook,
                message: message(id)?,
            },
        ),
        ("PATCH", ["messages", id]) => (
            ONE,
            Webhook::Patch {
                webhook,
                message: message(id)?,
            },
        ),
        ("DELETE", ["messages", id]) => (
            ONE,
            Webhook::Delete {
                webhook,
                message: message(id)?,
            },
        ),
        _ => return None,
    })
}
