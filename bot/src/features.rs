//! The list of all features. Definitions, dispatch, autocomplete, `/help` and the reading of custom
//! ids follow from it.

pub(crate) mod admin;
pub(crate) mod b;
pub(crate) mod balance;
pub(crate) mod bet;
pub(crate) mod future;
pub(crate) mod games;
pub(crate) mod help;
pub(crate) mod injuries;
pub(crate) mod leaderboard;
pub(crate) mod limits;
pub(crate) mod line;
pub(crate) mod manual;
pub(crate) mod me;
pub(crate) mod odds;
pub(crate) mod parlay;
pub(crate) mod prop;
pub(crate) mod rules;
pub(crate) mod schedule;
pub(crate) mod setup;
pub(crate) mod standings;
pub(crate) mod team;
pub(crate) mod tickets;
pub(crate) mod weather;
pub(crate) mod why;

use twilight_model::application::command::{Command, CommandOptionChoice, CommandType};
use wording::{Catalogue, FALLBACK, Said};

use crate::app::App;
use crate::discord::custom_id::{ComponentId, Handling};
use crate::discord::reply::Reply;
use crate::discord::request::{Fields, Options, Request, Typing};
use crate::errors::Failure;
use crate::feature::Feature;

macro_rules! features {
    ($($feature:ident in $module:ident,)+) => {
        /// Every command, as it is registered with Discord, in the order of `/help`.
        pub fn definitions() -> Vec<Command> {
            let catalogue = Catalogue::get(FALLBACK);
            vec![$($module::$feature::definition(catalogue)),+]
        }

        /// A command with what it was given.
        pub(crate) enum Invocation {
            $(
                #[doc = concat!("Of `", stringify!($module), "`.")]
                $feature(<$module::$feature as Feature>::Options),
            )+
        }

        impl Invocation {
            /// Reads a command. Nothing: this version has no such command.
            pub(crate) fn read(name: &str, options: &Options) -> Option<Self> {
                $(if name == $module::$feature::NAME {
                    return Some(Self::$feature($module::$feature::read(options)));
                })+
                None
            }

            /// The name of its command.
            pub(crate) const fn command(&self) -> &'static str {
                match self {
                    $(Self::$feature(_) => $module::$feature::NAME,)+
                }
            }

            /// Whether it is typed after a slash, or chosen in a message's menu.
            pub(crate) const fn kind(&self) -> CommandType {
                match self {
                    $(Self::$feature(_) => $module::$feature::KIND,)+
                }
            }

            /// How it is acknowledged.
            pub(crate) fn handling(&self) -> Handling {
                match self {
                    $(Self::$feature(options) => $module::$feature::handling(options),)+
                }
            }

            /// Answers it.
            ///
            /// # Errors
            /// [`Failure`] in words for the member.
            pub(crate) async fn answer(
                self,
                app: &App,
                request: &Request,
            ) -> Result<Reply, Failure> {
                match self {
                    $(Self::$feature(options) => {
                        $module::$feature::answer(app, request, options).await
                    })+
                }
            }
        }

        /// What a command does, if this version has it.
        pub(crate) fn about(catalogue: Catalogue, name: &str) -> Option<Said> {
            $(if name == $module::$feature::NAME {
                return Some($module::$feature::about(catalogue));
            })+
            None
        }

        /// The name of a command, if this version has it.
        pub(crate) fn known(name: &str) -> Option<&'static str> {
            [$($module::$feature::NAME),+].into_iter().find(|it| *it == name)
        }

        /// Choices for an option of a command that is being typed.
        ///
        /// # Errors
        /// [`Failure`] when the database refuses.
        pub(crate) async fn choices(
            app: &App,
            request: &Request,
            name: &str,
            typing: &Typing,
        ) -> Result<Vec<CommandOptionChoice>, Failure> {
            $(if name == $module::$feature::NAME {
                return $module::$feature::choices(app, request, typing).await;
            })+
            Ok(Vec::new())
        }

        /// A component of any feature.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum CustomId {
            $(
                #[doc = concat!("Of `", stringify!($module), "`.")]
                $feature(<$module::$feature as Feature>::Button),
            )+
        }

        impl CustomId {
            /// Reads a custom id. Nothing: no component of this version.
            pub(crate) fn read(text: &str) -> Option<Self> {
                $(if let Some(id) = ComponentId::of(text) {
                    return Some(Self::$feature(id));
                })+
                None
            }

            /// Every component of every feature, with its text.
            #[cfg(test)]
            pub(crate) fn every() -> Vec<(Self, String)> {
                let mut every = Vec::new();
                $(for id in <$module::$feature as Feature>::Button::every() {
                    every.push((Self::$feature(id), id.custom_id()));
                })+
                every
            }

            /// The name of the command of its feature.
            pub(crate) const fn command(self) -> &'static str {
                match self {
                    $(Self::$feature(_) => $module::$feature::NAME,)+
                }
            }

            /// Which component it is, for the log.
            pub(crate) fn name(self) -> String {
                let text = match self {
                    $(Self::$feature(id) => id.custom_id(),)+
                };
                text.split('.').take(2).collect::<Vec<_>>().join(".")
            }

            /// How pressing or sending it is acknowledged.
            pub(crate) fn handling(self) -> Handling {
                match self {
                    $(Self::$feature(id) => id.handling(),)+
                }
            }

            /// Answers a button or a menu.
            ///
            /// # Errors
            /// [`Failure`] in words for the member.
            pub(crate) async fn pressed(
                self,
                app: &App,
                request: &Request,
                values: &[String],
            ) -> Result<Reply, Failure> {
                match self {
                    $(Self::$feature(id) => {
                        $module::$feature::pressed(app, request, id, values).await
                    })+
                }
            }

            /// Answers a form.
            ///
            /// # Errors
            /// [`Failure`] in words for the member.
            pub(crate) async fn submitted(
                self,
                app: &App,
                request: &Request,
                fields: &Fields,
            ) -> Result<Reply, Failure> {
                match self {
                    $(Self::$feature(id) => {
                        $module::$feature::submitted(app, request, id, fields).await
                    })+
                }
            }
        }
    };
}

features! {
    Games in games,
    Odds in odds,
    Line in line,
    Bet in bet,
    Prop in prop,
    Future in future,
    B in b,
    BetThis in b,
    Parlay in parlay,
    Manual in manual,
    Tickets in tickets,
    Balance in balance,
    Me in me,
    Limits in limits,
    Why in why,
    Rules in rules,
    Schedule in schedule,
    Standings in standings,
    Team in team,
    Injuries in injuries,
    Weather in weather,
    Leaderboard in leaderboard,
    Setup in setup,
    Admin in admin,
    Help in help,
}

impl CustomId {
    /// Whether a channel is chosen in it that the bot will post to.
    pub(crate) const fn chooses_posting_channel(self) -> bool {
        matches!(
            self,
            Self::Setup(setup::Button::Slips | setup::Button::Results)
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use twilight_model::application::command::CommandOptionType;

    use super::*;

    /// The longest that Discord takes.
    const CUSTOM_ID_CHARS_MAX: usize = 100;

    #[test]
    fn every_custom_id_survives_the_trip_through_discord() {
        for (sent, text) in CustomId::every() {
            assert!(text.chars().count() <= CUSTOM_ID_CHARS_MAX, "{text}");
            assert_eq!(CustomId::read(&text), Some(sent), "{text}");
        }
    }

    #[test]
    fn no_two_components_share_a_text() {
        let mut texts: Vec<_> = CustomId::every()
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        texts.sort();
        let mut once = texts.clone();
        once.dedup();
        // A component that knows nothing is listed with the same text twice.
        let plain = texts.iter().filter(|it| it.matches('.').count() == 1);
        assert_eq!(texts.len() - once.len(), plain.count() / 2);
    }

    #[test]
    fn every_command_is_read_under_its_own_name() {
        for command in definitions() {
            let read = Invocation::read(&command.name, &Options::default());
            assert!(read.is_some(), "{}", command.name);
        }
    }

    /// The counts of statements of `tests/it/statements.rs`.
    const COUNTED: &str = include_str!("../tests/it/snapshots/it__statements__statements.snap");

    /// What to do about one that is missing.
    const PRESS_THEM: &str = "press them in tests/it/statements and accept the snapshot";

    #[test]
    fn the_statements_of_every_component_are_counted() {
        let missing: BTreeSet<_> = CustomId::every()
            .into_iter()
            .map(|(id, _)| format!("component {}:", id.name()))
            .filter(|it| !COUNTED.contains(it))
            .collect();
        assert_eq!(missing, BTreeSet::new(), "{PRESS_THEM}");
    }

    #[test]
    fn the_statements_of_every_command_and_list_of_choices_are_counted() {
        let mut missing = Vec::new();
        for command in definitions() {
            let subs = command.options.iter();
            let subs = subs.filter(|it| it.kind == CommandOptionType::SubCommand);
            let mut all: Vec<_> = subs
                .map(|it| format!("/{}: {}", command.name, it.name))
                .collect();
            if command.kind == CommandType::Message {
                all.push(format!("{}:", command.name));
            } else if all.is_empty() {
                all.push(format!("/{}:", command.name));
            }
            let nested = command
                .options
                .iter()
                .flat_map(|it| it.options.iter().flatten());
            let typed = command.options.iter().chain(nested);
            let typed = typed.filter(|it| it.autocomplete == Some(true));
            all.extend(typed.map(|it| format!("/{} {}:", command.name, it.name)));
            missing.extend(all.into_iter().filter(|it| !COUNTED.contains(it)));
        }
        assert_eq!(missing, Vec::<String>::new(), "{PRESS_THEM}");
    }

    #[test]
    fn the_readme_has_a_row_for_every_command_in_the_order_of_help() {
        let readme = include_str!("../../README.md");
        let rows = readme.lines().filter_map(|line| line.strip_prefix("| `/"));
        let rows: Vec<_> = rows.filter_map(|it| it.split('`').next()).collect();
        let commands = definitions();
        let (slash, in_messages): (Vec<_>, Vec<_>) = commands
            .iter()
            .partition(|it| it.kind == CommandType::ChatInput);
        let slash: Vec<_> = slash.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(rows, slash);
        for command in in_messages {
            let row = format!("| **{}**", command.name);
            assert!(readme.contains(&row), "{row}");
        }
    }
}
