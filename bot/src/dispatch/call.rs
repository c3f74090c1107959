//! Which feature an interaction calls, for what, and how it is acknowledged.

use twilight_model::application::command::CommandType;

use crate::discord::custom_id::Handling;
use crate::discord::reply::Audience;
use crate::discord::request::{self, Fields, Request, Typing, Unreadable};
use crate::features::{self, CustomId, Invocation};
use crate::meters::{InteractionKind, UNKNOWN};

/// What is asked, of a feature that this version has.
pub(super) enum Call {
    /// A command, by its name.
    Command(String, Invocation),
    /// An option of a slash command that is being typed.
    Typing(String, Typing),
    /// A button, or a menu with what was chosen in it.
    Pressed(CustomId, Vec<String>),
    /// A form with what was typed into it.
    Submitted(CustomId, Fields),
}

/// How an interaction is acknowledged before its answer is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promise {
    /// The pressed message will change.
    Update,
    /// A message will come.
    Message(Audience),
    /// Cannot be: a form, or choices while typing.
    None,
}

impl Call {
    /// Finds the feature.
    ///
    /// # Errors
    /// [`Unreadable::Stale`] where this version has no such command or component.
    pub(super) fn read(call: request::Call) -> Result<Self, Unreadable> {
        let component = |id: String| CustomId::read(&id).ok_or(Unreadable::Stale);
        Ok(match call {
            request::Call::Command { name, options } => {
                let invocation = Invocation::read(&name, &options).ok_or(Unreadable::Stale)?;
                Self::Command(name, invocation)
            }
            request::Call::Typing { name, typing } => Self::Typing(name, typing),
            request::Call::Pressed { id, values } => Self::Pressed(component(id)?, values),
            request::Call::Submitted { id, fields } => Self::Submitted(component(id)?, fields),
        })
    }

    /// How it is acknowledged, and whether before the handler runs.
    pub(super) fn promise(&self, request: &Request) -> (Promise, bool) {
        let here = if request.pressed.is_some_and(|it| it.private) {
            Promise::Update
        } else {
            Promise::Message(Audience::Asker)
        };
        let (handling, private, public) = match self {
            Self::Typing(..) => return (Promise::None, false),
            Self::Command(_, invocation) => (
                invocation.handling(),
                Promise::Message(Audience::Asker),
                Promise::Message(Audience::Everybody),
            ),
            Self::Pressed(id, _) => (id.handling(), here, Promise::Update),
            Self::Submitted(id, _) => (id.handling(), here, here),
        };
        match handling {
            Handling::Private => (private, false),
            Handling::Public => (public, false),
            Handling::MovesUnits => (private, true),
            Handling::OpensForm => (Promise::None, false),
        }
    }

    /// For metrics: the command that it belongs to, and how it came.
    pub(super) fn label(&self) -> (&'static str, InteractionKind) {
        match self {
            Self::Command(_, invocation) => (invocation.command(), InteractionKind::Command),
            Self::Typing(name, _) => {
                let command = features::known(name).unwrap_or(UNKNOWN);
                (command, InteractionKind::Autocomplete)
            }
            Self::Pressed(id, _) => (id.command(), InteractionKind::Component),
            Self::Submitted(id, _) => (id.command(), InteractionKind::Form),
        }
    }

    /// For the log: which command or component, without what was typed.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Command(name, invocation) => match invocation.kind() {
                CommandType::ChatInput => format!("/{name}"),
                _ => name.clone(),
            },
            Self::Typing(name, typing) => format!("/{name} {}", typing.option),
            Self::Pressed(id, _) | Self::Submitted(id, _) => format!("component {}", id.name()),
        }
    }
}
