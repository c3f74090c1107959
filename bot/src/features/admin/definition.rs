//! `/admin`, as it is registered with Discord.

use shared::grade::LegOutcome;
use store::corrections::REASON_CHARS_MAX;
use twilight_model::application::command::Command;
use twilight_util::builder::command::{
    IntegerBuilder, StringBuilder, SubCommandBuilder, UserBuilder,
};
use wording::{Catalogue, leg_word};

use super::read::SCORE_MAX;
use crate::feature::{for_managers, in_servers};

/// The outcomes that an admin can give a leg.
const OUTCOMES: [LegOutcome; 6] = [
    LegOutcome::Won,
    LegOutcome::Lost,
    LegOutcome::Push,
    LegOutcome::Void,
    LegOutcome::HalfWon,
    LegOutcome::HalfLost,
];

/// The command.
pub(crate) fn definition(catalogue: Catalogue) -> Command {
    for_managers(in_servers("admin", catalogue.say("admin-about")))
        .option(of_ticket(catalogue, "void", "admin-void-about").option(reason(catalogue)))
        .option(
            of_ticket(catalogue, "regrade", "admin-regrade-about")
                .option(leg(catalogue))
                .option(outcome(catalogue))
                .option(reason(catalogue)),
        )
        .option(correct_result(catalogue))
        .option(
            of_ticket(catalogue, "grade", "admin-grade-about")
                .option(outcome(catalogue))
                .option(reason(catalogue)),
        )
        .option(of_units(catalogue, "grant", "admin-grant-about"))
        .option(of_units(catalogue, "take", "admin-take-about"))
        .option(SubCommandBuilder::new(
            "log",
            catalogue.say("admin-log-about"),
        ))
        .build()
}

/// A subcommand about a ticket.
fn of_ticket(catalogue: Catalogue, name: &str, key: &str) -> SubCommandBuilder {
    let ticket = StringBuilder::new("ticket", catalogue.say("admin-ticket"))
        .autocomplete(true)
        .required(true);
    SubCommandBuilder::new(name, catalogue.say(key)).option(ticket)
}

/// The subcommand that states a game's score.
fn correct_result(catalogue: Catalogue) -> SubCommandBuilder {
    let game = StringBuilder::new("game", catalogue.say("admin-game"))
        .autocomplete(true)
        .required(true);
    SubCommandBuilder::new("correct-result", catalogue.say("admin-result-about"))
        .option(game)
        .option(score(catalogue, "home", "admin-home"))
        .option(score(catalogue, "away", "admin-away"))
        .option(reason(catalogue))
}

/// A subcommand that moves a member's units.
fn of_units(catalogue: Catalogue, name: &str, key: &str) -> SubCommandBuilder {
    let member = UserBuilder::new("member", catalogue.say("admin-member")).required(true);
    let units = StringBuilder::new("units", catalogue.say("admin-units")).required(true);
    SubCommandBuilder::new(name, catalogue.say(key))
        .option(member)
        .option(units)
        .option(reason(catalogue))
}

fn reason(catalogue: Catalogue) -> StringBuilder {
    let chars = u16::try_from(REASON_CHARS_MAX).unwrap_or(400);
    StringBuilder::new("reason", catalogue.say("admin-reason")).max_length(chars)
}

fn outcome(catalogue: Catalogue) -> StringBuilder {
    let choices = OUTCOMES.map(|it| (leg_word(catalogue, Some(it)), it.word()));
    StringBuilder::new("outcome", catalogue.say("admin-outcome"))
        .choices(choices)
        .required(true)
}

fn leg(catalogue: Catalogue) -> IntegerBuilder {
    IntegerBuilder::new("leg", catalogue.say("admin-leg"))
        .min_value(1)
        .max_value(25)
        .required(true)
}

fn score(catalogue: Catalogue, name: &str, key: &str) -> IntegerBuilder {
    IntegerBuilder::new(name, catalogue.say(key))
        .min_value(0)
        .max_value(SCORE_MAX.into())
        .required(true)
}
