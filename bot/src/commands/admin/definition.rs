//! `/admin` as Discord is told of it.

use shared::grade::LegOutcome;
use store::corrections::REASON_CHARS_MAX;
use twilight_model::application::command::Command;
use twilight_util::builder::command::{
    IntegerBuilder, StringBuilder, SubCommandBuilder, UserBuilder,
};

use super::SCORE_MAX;
use crate::commands::{for_managers, in_servers};
use crate::slips::leg_word;
use crate::text::Text;

/// What a leg can be said to have come to.
const OUTCOMES: [LegOutcome; 6] = [
    LegOutcome::Won,
    LegOutcome::Lost,
    LegOutcome::Push,
    LegOutcome::Void,
    LegOutcome::HalfWon,
    LegOutcome::HalfLost,
];

/// The command.
pub(crate) fn definition(words: Text) -> Command {
    for_managers(in_servers("admin", words.say("admin-about")))
        .option(of_ticket(words, "void", "admin-void-about").option(reason(words)))
        .option(
            of_ticket(words, "regrade", "admin-regrade-about")
                .option(leg(words))
                .option(outcome(words))
                .option(reason(words)),
        )
        .option(correct_result(words))
        .option(
            of_ticket(words, "grade", "admin-grade-about")
                .option(outcome(words))
                .option(reason(words)),
        )
        .option(of_units(words, "grant", "admin-grant-about"))
        .option(of_units(words, "take", "admin-take-about"))
        .option(SubCommandBuilder::new("log", words.say("admin-log-about")))
        .build()
}

/// A subcommand about a ticket.
fn of_ticket(words: Text, name: &str, key: &str) -> SubCommandBuilder {
    let ticket = StringBuilder::new("ticket", words.say("admin-ticket"))
        .autocomplete(true)
        .required(true);
    SubCommandBuilder::new(name, words.say(key)).option(ticket)
}

/// The subcommand that states a game's score.
fn correct_result(words: Text) -> SubCommandBuilder {
    let game = StringBuilder::new("game", words.say("admin-game"))
        .autocomplete(true)
        .required(true);
    SubCommandBuilder::new("correct-result", words.say("admin-result-about"))
        .option(game)
        .option(score(words, "home", "admin-home"))
        .option(score(words, "away", "admin-away"))
        .option(reason(words))
}

/// A subcommand that moves a member's units.
fn of_units(words: Text, name: &str, key: &str) -> SubCommandBuilder {
    let member = UserBuilder::new("member", words.say("admin-member")).required(true);
    let units = StringBuilder::new("units", words.say("admin-units")).required(true);
    SubCommandBuilder::new(name, words.say(key))
        .option(member)
        .option(units)
        .option(reason(words))
}

fn reason(words: Text) -> StringBuilder {
    let chars = u16::try_from(REASON_CHARS_MAX).unwrap_or(400);
    StringBuilder::new("reason", words.say("admin-reason")).max_length(chars)
}

fn outcome(words: Text) -> StringBuilder {
    let choices = OUTCOMES.map(|it| (leg_word(words, Some(it)), it.word()));
    StringBuilder::new("outcome", words.say("admin-outcome"))
        .choices(choices)
        .required(true)
}

fn leg(words: Text) -> IntegerBuilder {
    IntegerBuilder::new("leg", words.say("admin-leg"))
        .min_value(1)
        .max_value(25)
        .required(true)
}

fn score(words: Text, name: &str, key: &str) -> IntegerBuilder {
    IntegerBuilder::new(name, words.say(key))
        .min_value(0)
        .max_value(SCORE_MAX.into())
        .required(true)
}
