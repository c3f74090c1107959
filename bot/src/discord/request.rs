//! What a handler gets: who asks, where, and what, already read.

use std::collections::HashMap;

use shared::id::{ChannelId, DiscordUserId, GuildId, InteractionId, MessageId, RoleId};
use twilight_model::application::command::CommandType;
use twilight_model::application::interaction::application_command::{
    CommandData, CommandDataOption, CommandOptionValue,
};
use twilight_model::application::interaction::modal::ModalInteractionComponent;
use twilight_model::application::interaction::{Interaction, InteractionData, InteractionType};
use twilight_model::channel::message::component::SelectMenuOption;
use twilight_model::channel::message::{Component, MessageFlags};
use twilight_model::guild::Permissions;
use wording::Catalogue;

/// Who asks, and where.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The interaction. Whatever it places is placed once.
    pub(crate) interaction: InteractionId,
    /// The server.
    pub(crate) guild: GuildId,
    /// The channel.
    pub(crate) channel: ChannelId,
    /// The Discord account.
    pub(crate) user: DiscordUserId,
    /// The name that the server sees.
    pub(crate) name: String,
    /// The member's language.
    pub(crate) locale: String,
    /// The server's language.
    pub(crate) guild_locale: String,
    /// What the bot may do in this channel.
    pub(crate) bot_may: Permissions,
    /// What the member may do in this channel.
    pub(crate) member_may: Permissions,
    /// The member's roles in the server.
    pub(crate) roles: Vec<RoleId>,
    /// The message whose component was pressed.
    pub(crate) pressed: Option<Pressed>,
    /// The menus of that message. What is in them was written by us, as ids are.
    pub(crate) menus: Vec<Menu>,
    /// What the bot may do in channels that were chosen, where that was looked up.
    pub(crate) bot_may_in: HashMap<ChannelId, Permissions>,
}

/// A message of ours whose component was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pressed {
    /// The message.
    pub(crate) message: MessageId,
    /// Whether only the member sees it.
    pub(crate) private: bool,
}

/// A menu of a message of ours, of texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Menu {
    /// Its custom id.
    pub(crate) id: String,
    /// What is in it.
    pub(crate) options: Vec<SelectMenuOption>,
    /// What it asks.
    pub(crate) placeholder: String,
}

impl Request {
    /// The member's catalogue.
    pub(crate) fn catalogue(&self) -> Catalogue {
        Catalogue::get(&self.locale)
    }
}

/// What is asked, as Discord sends it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Call {
    /// A slash command.
    Command {
        /// Its name.
        name: String,
        /// Its options as they were typed or chosen.
        options: Options,
    },
    /// An option of a slash command that is being typed.
    Typing {
        /// The command's name.
        name: String,
        /// What is being typed.
        typing: Typing,
    },
    /// A button or menu.
    Pressed {
        /// Its custom id.
        id: String,
        /// What was chosen in a menu.
        values: Vec<String>,
    },
    /// A form.
    Submitted {
        /// Its custom id.
        id: String,
        /// What was typed into it.
        fields: Fields,
    },
}

/// An option that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Typing {
    /// Its name.
    pub(crate) option: String,
    /// What has been typed so far.
    pub(crate) typed: String,
    /// The other options.
    pub(crate) options: Options,
}

/// Options of a command, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    sub: String,
    values: HashMap<String, String>,
    message: Option<String>,
}

impl Options {
    /// What was given for an option, without blanks around it. Blank is as good as not given.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self.values.get(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The text of the message in whose menu the command was chosen.
    pub(crate) fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The subcommand, or nothing for a command that has none.
    pub(crate) fn sub(&self) -> &str {
        &self.sub
    }
}

/// The fields of a form, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(HashMap<String, String>);

impl Fields {
    /// What was typed into a field, or nothing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// Why an interaction is no request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// Typed outside a server.
    NotInServer,
    /// A command or a component that this version does not have.
    Stale,
    /// Nothing that we ever ask for.
    Foreign,
}

/// Reads an interaction.
///
/// # Errors
/// [`Unreadable`] for what is not to be answered by a handler.
pub(crate) fn read(interaction: Interaction) -> Result<(Request, Call), Unreadable> {
    let guild = interaction.guild_id.ok_or(Unreadable::NotInServer)?;
    let member = interaction.member.ok_or(Unreadable::NotInServer)?;
    let user = member.user.ok_or(Unreadable::Foreign)?;
    #[expect(
        deprecated,
        reason = "the channel object may be missing where this is not"
    )]
    let channel = interaction
        .channel
        .map(|it| it.id)
        .or(interaction.channel_id)
        .ok_or(Unreadable::Foreign)?;
    let name = member.nick.or(user.global_name).unwrap_or(user.name);
    let roles = member.roles.iter().map(|it| RoleId::new(it.get()));
    let roles = roles.collect();
    let guild_locale = interaction
        .guild_locale
        .or_else(|| interaction.guild.and_then(|it| it.locale))
        .unwrap_or_else(|| "en-US".to_owned());
    let request = Request {
        interaction: InteractionId::new(interaction.id.get()),
        guild: GuildId::new(guild.get()),
        channel: ChannelId::new(channel.get()),
        user: DiscordUserId::new(user.id.get()),
        name,
        locale: interaction.locale.unwrap_or_else(|| guild_locale.clone()),
        guild_locale,
        bot_may: interaction
            .app_permissions
            .unwrap_or_else(Permissions::empty),
        member_may: member.permissions.unwrap_or_else(Permissions::empty),
        roles,
        menus: interaction.message.as_ref().map_or_else(Vec::new, |it| {
            let mut menus = Vec::new();
            collect_menus(&it.components, &mut menus);
            menus
        }),
        pressed: interaction.message.map(|it| Pressed {
            message: MessageId::new(it.id.get()),
            private: it
                .flags
                .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL)),
        }),
        bot_may_in: HashMap::new(),
    };
    let call = call(
        interaction.kind,
        interaction.data.ok_or(Unreadable::Foreign)?,
    )?;
    Ok((request, call))
}

fn call(kind: InteractionType, data: InteractionData) -> Result<Call, Unreadable> {
    match data {
        InteractionData::ApplicationCommand(data) => {
            let mut options = HashMap::new();
            let mut typing = None;
            let message = target(&data);
            // The options of a subcommand are one level further down.
            let (sub, given) = flat(data.options);
            for option in given {
                match option.value {
                    CommandOptionValue::Focused(typed, _) => {
                        typing = Some((option.name, readable(typed)))
                    }
                    value => {
                        if let Some(value) = plain(value) {
                            options.insert(option.name, value);
                        }
                    }
                }
            }
            let (name, values) = (data.name, options);
            let options = Options {
                sub,
                values,
                message,
            };
            match (kind, typing) {
                (InteractionType::ApplicationCommandAutocomplete, Some((option, typed))) => {
                    let typing = Typing {
                        option,
                        typed,
                        options,
                    };
                    Ok(Call::Typing { name, typing })
                }
                (InteractionType::ApplicationCommand, _) => Ok(Call::Command { name, options }),
                _ => Err(Unreadable::Foreign),
            }
        }
        InteractionData::MessageComponent(data) => Ok(Call::Pressed {
            id: data.custom_id,
            values: data.values,
        }),
        InteractionData::ModalSubmit(data) => {
            let mut fields = HashMap::new();
            data.components
                .into_iter()
                .for_each(|it| collect_fields(it, &mut fields));
            Ok(Call::Submitted {
                id: data.custom_id,
                fields: Fields(fields),
            })
        }
        _ => Err(Unreadable::Foreign),
    }
}

/// The text of the message in whose menu the command was chosen. Discord sends it with the command,
/// whatever else an application may read.
fn target(data: &CommandData) -> Option<String> {
    if data.kind != CommandType::Message {
        return None;
    }
    let messages = &data.resolved.as_ref()?.messages;
    let message = messages.get(&data.target_id?.cast())?;
    Some(readable(message.content.clone()))
}

/// The subcommand, if any, and the options that were given.
fn flat(mut options: Vec<CommandDataOption>) -> (String, Vec<CommandDataOption>) {
    match options.pop() {
        Some(CommandDataOption {
            name: sub,
            value: CommandOptionValue::SubCommand(inside),
        }) => (sub, inside),
        last => {
            options.extend(last);
            (String::new(), options)
        }
    }
}

fn plain(value: CommandOptionValue) -> Option<String> {
    Some(match value {
        CommandOptionValue::String(it) => readable(it),
        CommandOptionValue::Integer(it) => it.to_string(),
        CommandOptionValue::Boolean(it) => it.to_string(),
        CommandOptionValue::User(it) => it.to_string(),
        _ => return None,
    })
}

/// What was typed, without control characters: the database accepts no NUL, and nobody means one.
fn readable(typed: String) -> String {
    if !typed.contains(is_unreadable) {
        return typed;
    }
    typed.replace(is_unreadable, "")
}

fn is_unreadable(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
}

fn collect_menus(components: &[Component], into: &mut Vec<Menu>) {
    for component in components {
        match component {
            Component::ActionRow(row) => collect_menus(&row.components, into),
            Component::Container(inside) => collect_menus(&inside.components, into),
            Component::SelectMenu(menu) => into.push(Menu {
                id: menu.custom_id.clone(),
                options: menu.options.clone().unwrap_or_default(),
                placeholder: menu.placeholder.clone().unwrap_or_default(),
            }),
            _ => {}
        }
    }
}

fn collect_fields(component: ModalInteractionComponent, into: &mut HashMap<String, String>) {
    match component {
        ModalInteractionComponent::Label(label) => collect_fields(*label.component, into),
        ModalInteractionComponent::ActionRow(row) => row
            .components
            .into_iter()
            .for_each(|it| collect_fields(it, into)),
        ModalInteractionComponent::TextInput(input) => {
            into.insert(input.custom_id, readable(input.value));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_has_no_control_characters_in_it() {
        assert_eq!(readable("a\u{0}b\u{1b}[c".to_owned()), "ab[c");
        assert_eq!(readable("two\nlines\tof".to_owned()), "two\nlines\tof");
        let typed = CommandOptionValue::String("\u{0}".to_owned());
        assert_eq!(plain(typed).unwrap(), "");
    }
}
