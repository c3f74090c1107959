//! What an admin decided, in words: asked, done, and what a ticket was and is.

use std::collections::HashMap;

use shared::game::Game;
use shared::grade::LegOutcome;
use shared::id::{GameId, TicketId};
use shared::ticket::TicketState;
use shared::units::Units;
use store::corrections::{CorrectedTicket, Correction, CorrectionAction, TicketStatus};
use wording::{Catalogue, NameForm, Said, called, game_name, leg_word, money, visitors_first};

use crate::views::ticket;

/// The names of what a decision is about, where they are known.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Names<'a> {
    pub(crate) code: Option<&'a str>,
    pub(crate) member: Option<&'a str>,
    pub(crate) game: Option<&'a Game>,
    pub(crate) undoes: Option<i32>,
}

impl<'a> Names<'a> {
    /// Those of a decision that stands.
    pub(crate) fn of(correction: &'a Correction, games: &'a HashMap<GameId, Game>) -> Self {
        let game = match correction.asked {
            CorrectionAction::Result { game, .. } => games.get(&game),
            _ => None,
        };
        Self {
            code: correction.code.as_ref().map(|it| it.as_str()),
            member: correction.member_name.as_deref(),
            game,
            undoes: correction.undoes,
        }
    }
}

/// What is asked for, as it is confirmed: `Void ticket K7Q2MXD`.
pub(crate) fn what(catalogue: Catalogue, asked: &CorrectionAction, names: &Names<'_>) -> Said {
    clause(catalogue, asked, names, Tense::Asked)
}

/// What was decided, as it is announced: `Ticket K7Q2MXD voided`.
pub(crate) fn decided(catalogue: Catalogue, asked: &CorrectionAction, names: &Names<'_>) -> Said {
    clause(catalogue, asked, names, Tense::Done)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Asked,
    Done,
}

fn clause(catalogue: Catalogue, asked: &CorrectionAction, names: &Names<'_>, tense: Tense) -> Said {
    let key = |asked: &'static str, done: &'static str| match tense {
        Tense::Asked => asked,
        Tense::Done => done,
    };
    let code = || Said::name(names.code.unwrap_or_default());
    let graded = |outcome: &LegOutcome| leg_word(catalogue, Some(*outcome)).to_lowercase();
    let name = || catalogue.person(names.member.unwrap_or_default());
    match asked {
        CorrectionAction::Void { .. } => catalogue.line(
            key("admin-what-void", "admin-did-void"),
            &[("code", code().into())],
        ),
        CorrectionAction::Regrade { leg, outcome, .. } => catalogue.line(
            key("admin-what-regrade", "admin-did-regrade"),
            &[
                ("leg", (*leg).into()),
                ("code", code().into()),
                ("outcome", graded(outcome).into()),
            ],
        ),
        CorrectionAction::Grade { outcome, .. } => catalogue.line(
            key("admin-what-grade", "admin-did-grade"),
            &[("code", code().into()), ("outcome", graded(outcome).into())],
        ),
        CorrectionAction::Result { home, away, .. } => {
            let title = names.game.map_or_else(
                || catalogue.say("admin-a-game"),
                |it| game_name(catalogue, it, NameForm::Short),
            );
            let score = names.game.map_or_else(
                || Said::ours(format!("{home}-{away}")),
                |it| score(catalogue, it, *home, *away),
            );
            catalogue.line(
                key("admin-what-result", "admin-did-result"),
                &[("game", title.into()), ("score", score.into())],
            )
        }
        CorrectionAction::Grant { units, .. } => catalogue.line(
            key("admin-what-grant", "admin-did-grant"),
            &[
                ("name", name().into()),
                ("units", money::units(*units).into()),
            ],
        ),
        CorrectionAction::Take { units, .. } => catalogue.line(
            key("admin-what-take", "admin-did-take"),
            &[
                ("name", name().into()),
                ("units", money::units(*units).into()),
            ],
        ),
        CorrectionAction::Undo { .. } => catalogue.line(
            key("admin-what-undo", "admin-did-undo"),
            &[("number", names.undoes.unwrap_or_default().into())],
        ),
    }
}

/// A score in the order in which the sport's fans name the sides.
fn score(catalogue: Catalogue, of: &Game, home: i32, away: i32) -> Said {
    let Some(sides) = of.sides() else {
        return wording::game_name(catalogue, of, NameForm::Short);
    };
    let (home, away) = ((&sides.home, home), (&sides.away, away));
    let (first, second) = if visitors_first(of.sport) {
        (away, home)
    } else {
        (home, away)
    };
    catalogue.line(
        "admin-score",
        &[
            ("first", called(of, first.0, NameForm::Short).into()),
            ("first-score", first.1.into()),
            ("second", called(of, second.0, NameForm::Short).into()),
            ("second-score", second.1.into()),
        ],
    )
}

/// Where a ticket stood: `Won, +0.91u`.
pub(crate) fn standing(catalogue: Catalogue, it: &TicketStatus, stake: Units) -> Said {
    let state = ticket::state(catalogue, it.state);
    match it.returned.map(|returned| returned - stake) {
        None => state,
        Some(Units::ZERO) if it.state == TicketState::Open => state,
        Some(Units::ZERO) => {
            let back = catalogue.line(
                "ticket-money-back",
                &[("stake", money::units(stake).into())],
            );
            wording::list([state, back], ", ")
        }
        Some(net) => wording::list([state, money::net(net)], ", "),
    }
}

/// Which tickets an entry is about.
pub(crate) fn tickets_of(tickets: &[CorrectedTicket]) -> Vec<TicketId> {
    tickets.iter().map(|it| it.ticket).collect()
}
