//! What an admin is shown before and after deciding, and the log of it all.

use std::collections::{BTreeSet, HashMap};

use shared::game::Game;
use shared::grade::LegOutcome;
use shared::id::{CorrectionId, DiscordUserId, GameId, TicketId};
use shared::ticket::TicketState;
use shared::units::Units;
use store::corrections::{Asked, CorrectedMember, CorrectedTicket, Correction, Standing, Way};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;

use crate::corrections::{Plan, PlannedTicket};
use crate::custom_id::CustomId;
use crate::reply::{button, container, fit, menu, option, row, text};
use crate::slips::{Form, escape, game_name, leg_word, visitors_first};
use crate::text::Text;
use crate::views::{game, money, ticket};

/// How many tickets, or members, are named one by one.
const NAMED_MAX: usize = 8;
/// How long a preview may be: a message's texts have 4,000 characters together.
const PREVIEW_CHARS_MAX: usize = 3_900;
/// The same for an entry of the log, of which a page shows five.
const ENTRY_CHARS_MAX: usize = 760;
/// How much of a reason the log shows.
const REASON_CHARS_SHOWN: usize = 200;

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
            Asked::Result { game, .. } => games.get(&game),
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

/// What is decided, in a clause: `Ticket K7Q2MXD is void`.
pub(crate) fn what(words: Text, asked: &Asked, names: &Names<'_>) -> String {
    let code = || names.code.unwrap_or_default().to_owned();
    let graded = |outcome: &LegOutcome| leg_word(words, Some(*outcome)).to_lowercase();
    let name = || escape(names.member.unwrap_or_default());
    match asked {
        Asked::Void { .. } => words.line("admin-what-void", &[("code", code().into())]),
        Asked::Regrade { leg, outcome, .. } => words.line(
            "admin-what-regrade",
            &[
                ("leg", (*leg).into()),
                ("code", code().into()),
                ("outcome", graded(outcome).into()),
            ],
        ),
        Asked::Grade { outcome, .. } => words.line(
            "admin-what-grade",
            &[("code", code().into()), ("outcome", graded(outcome).into())],
        ),
        Asked::Result { home, away, .. } => {
            let title = names.game.map_or_else(
                || words.say("admin-a-game"),
                |it| escape(&game_name(words, it, Form::Short)),
            );
            let score = names.game.map_or_else(
                || format!("{home}-{away}"),
                |it| score(words, it, *home, *away),
            );
            words.line(
                "admin-what-result",
                &[("game", title.into()), ("score", score.into())],
            )
        }
        Asked::Grant { units, .. } => words.line(
            "admin-what-grant",
            &[
                ("name", name().into()),
                ("units", money::units(*units).into()),
            ],
        ),
        Asked::Take { units, .. } => words.line(
            "admin-what-take",
            &[
                ("name", name().into()),
                ("units", money::units(*units).into()),
            ],
        ),
        Asked::Undo { .. } => words.line(
            "admin-what-undo",
            &[("number", names.undoes.unwrap_or_default().into())],
        ),
    }
}

/// A score in the order in which the sport's fans name the sides.
fn score(words: Text, of: &Game, home: i32, away: i32) -> String {
    let (home, away) = ((&of.home, home), (&of.away, away));
    let (first, second) = if visitors_first(of.sport) {
        (away, home)
    } else {
        (home, away)
    };
    words.line(
        "admin-score",
        &[
            ("first", escape(&first.0.short_name).into()),
            ("first-score", first.1.into()),
            ("second", escape(&second.0.short_name).into()),
            ("second-score", second.1.into()),
        ],
    )
}

/// Where a ticket stood: `Won, +0.91u`.
pub(crate) fn standing(words: Text, it: &Standing, stake: Units) -> String {
    let state = ticket::state(words, it.state);
    match it.returned.map(|returned| returned - stake) {
        None => state,
        Some(Units::ZERO) if it.state == TicketState::Open => state,
        Some(Units::ZERO) => {
            let back = words.line(
                "ticket-money-back",
                &[("stake", money::units(stake).into())],
            );
            format!("{state}, {back}")
        }
        Some(net) => format!("{state}, {}", money::net(net)),
    }
}

/// What is asked, as its preview needs it.
pub(crate) struct Preview<'a> {
    pub(crate) draft: CorrectionId,
    pub(crate) asked: &'a Asked,
    pub(crate) names: Names<'a>,
    /// What the undone decision was, where one is undone.
    pub(crate) undone: Option<String>,
    pub(crate) plan: &'a Plan,
    pub(crate) reason: &'a str,
    pub(crate) actor: DiscordUserId,
}

/// What a decision would do, with the buttons that do it or leave it.
pub(crate) fn preview(words: Text, of: &Preview<'_>) -> Vec<Component> {
    let what = what(words, of.asked, &of.names);
    let mut lines = vec![words.line("admin-preview", &[("what", what.into())])];
    if let Some(undone) = &of.undone {
        lines.push(words.line("admin-preview-was", &[("what", undone.clone().into())]));
    }
    lines.extend(ticket_lines(words, of));
    lines.extend(member_lines(words, of.plan));
    if is_own(of.asked, &of.plan.tickets, of.actor) {
        lines.push(words.say("admin-preview-own"));
    }
    let reason = ("reason", escape(of.reason).into());
    lines.push(words.line("admin-preview-reason", &[reason]));
    lines.push(words.say(match of.asked {
        Asked::Undo { .. } => "admin-preview-foot-undo",
        Asked::Grant { .. } | Asked::Take { .. } => "admin-preview-foot-units",
        _ => "admin-preview-foot",
    }));
    let draft = of.draft;
    let buttons = row(vec![
        button(
            ButtonStyle::Danger,
            &words.say("admin-confirm"),
            CustomId::AdminConfirm { draft },
        ),
        button(
            ButtonStyle::Secondary,
            &words.say("admin-drop"),
            CustomId::AdminDrop { draft },
        ),
    ]);
    let said = fit(&lines.join("\n"), PREVIEW_CHARS_MAX);
    vec![container(None, vec![text(said), buttons])]
}

/// Whether who decides placed the bet: nobody is kept from it, and everybody sees it.
pub(crate) fn is_own(asked: &Asked, tickets: &[PlannedTicket], actor: DiscordUserId) -> bool {
    let about_one = matches!(
        asked,
        Asked::Void { .. } | Asked::Regrade { .. } | Asked::Grade { .. }
    );
    about_one && tickets.iter().any(|it| it.owner == actor)
}

fn ticket_lines(words: Text, of: &Preview<'_>) -> Vec<String> {
    let plan = of.plan;
    if plan.tickets.is_empty() {
        return Vec::new();
    }
    let changed: Vec<_> = plan.changed().collect();
    let members: BTreeSet<_> = changed.iter().map(|it| it.member).collect();
    let mut lines = vec![words.line(
        "admin-preview-tickets",
        &[
            ("changed", changed.len().into()),
            ("members", members.len().into()),
        ],
    )];
    lines.extend(changed.iter().take(NAMED_MAX).map(|it| {
        words.line(
            "admin-preview-ticket",
            &[
                ("code", it.code.as_str().into()),
                ("name", escape(&it.owner_name).into()),
                ("before", standing(words, &it.before, it.stake).into()),
                ("after", standing(words, &it.after, it.stake).into()),
            ],
        )
    }));
    lines.extend(more(words, changed.len()));
    let same = plan.tickets.len() - changed.len();
    let mut counted = |key, count: usize| {
        if count > 0 {
            lines.push(words.line(key, &[("count", count.into())]));
        }
    };
    counted("admin-preview-same", same);
    counted("admin-preview-undecided", plan.undecided);
    lines
}

fn member_lines(words: Text, plan: &Plan) -> Vec<String> {
    let members = &plan.members;
    let mut lines: Vec<String> = members
        .iter()
        .take(NAMED_MAX)
        .map(|it| {
            words.line(
                "admin-preview-member",
                &[
                    ("name", escape(&it.name).into()),
                    ("change", money::net(it.after - it.before).into()),
                    ("before", money::units(it.before).into()),
                    ("after", money::units(it.after).into()),
                ],
            )
        })
        .collect();
    lines.extend(more(words, members.len()));
    if members.len() > 1 {
        let sum = |gives: bool| -> Units {
            let moved = members.iter().map(|it| it.after - it.before);
            moved.filter(|it| (*it > Units::ZERO) == gives).sum()
        };
        let places = [
            ("given", money::units(sum(true)).into()),
            ("taken", money::units(-sum(false)).into()),
        ];
        lines.push(words.line("admin-preview-sum", &places));
    }
    let below: Vec<String> = members
        .iter()
        .filter(|it| it.after < Units::ZERO)
        .map(|it| format!("{} ({})", escape(&it.name), money::units(it.after)))
        .collect();
    if !below.is_empty() {
        let mut names = below[..below.len().min(NAMED_MAX)].join(", ");
        if let Some(more) = more(words, below.len()) {
            names = format!("{names}, {more}");
        }
        lines.push(words.line("admin-preview-below", &[("names", names.into())]));
    }
    lines
}

fn more(words: Text, count: usize) -> Option<String> {
    let left = count.checked_sub(NAMED_MAX).filter(|it| *it > 0)?;
    Some(words.line("admin-preview-more", &[("count", left.into())]))
}

/// One decision of the log, with what it made of tickets and members.
pub(crate) struct Entry {
    pub(crate) correction: Correction,
    pub(crate) tickets: Vec<(CorrectedTicket, String, Units, DiscordUserId)>,
    pub(crate) members: Vec<CorrectedMember>,
}

/// A page of the log.
pub(crate) struct LogView<'a> {
    pub(crate) entries: &'a [Entry],
    pub(crate) games: &'a HashMap<GameId, Game>,
    pub(crate) total: i64,
    pub(crate) page: usize,
    pub(crate) pages: usize,
}

/// The log with the menu that undoes.
pub(crate) fn log(words: Text, view: &LogView<'_>) -> Vec<Component> {
    let head = words.line("admin-log-head", &[("count", view.total.into())]);
    let mut inside = vec![text(head)];
    inside.extend(
        view.entries
            .iter()
            .map(|it| text(fit(&entry(words, it, view.games), ENTRY_CHARS_MAX))),
    );
    let mut parts = vec![container(None, inside)];
    let options: Vec<_> = view
        .entries
        .iter()
        .map(|it| &it.correction)
        .filter(|it| it.undone_by.is_none() && it.undoes.is_none())
        .map(|it| {
            let what = what(words, &it.asked, &Names::of(it, view.games));
            let label = format!("{} · {}", it.number, unescaped(&what));
            option(&label, format!("{}.{}", it.id, it.number), false)
        })
        .collect();
    if !options.is_empty() {
        let undo = words.say("admin-log-undo");
        parts.push(row(vec![menu(CustomId::AdminUndo, &undo, options)]));
    }
    if view.pages > 1 {
        parts.push(game::turn(words, view.page, view.pages, |page| {
            CustomId::AdminLog { page }
        }));
    }
    parts
}

fn entry(words: Text, of: &Entry, games: &HashMap<GameId, Game>) -> String {
    let correction = &of.correction;
    let what = what(words, &correction.asked, &Names::of(correction, games));
    let mut head = words.line(
        "admin-log-line",
        &[
            ("number", correction.number.into()),
            ("what", what.into()),
            ("actor", escape(&correction.actor_name).into()),
            ("at", correction.made_at.timestamp().into()),
        ],
    );
    let owners = of.tickets.iter().map(|(_, _, _, owner)| *owner);
    let about_one = !matches!(correction.asked, Asked::Result { .. } | Asked::Undo { .. });
    let notes = [
        (
            about_one && owners.clone().any(|it| it == correction.actor),
            "admin-log-own",
        ),
        (correction.way == Way::Reaction, "admin-log-reaction"),
    ];
    for (_, key) in notes.iter().filter(|(holds, _)| *holds) {
        head = format!("{head} · {}", words.say(key));
    }
    let mut lines = vec![head];
    let reason = fit(&correction.reason, REASON_CHARS_SHOWN);
    let reason = ("reason", escape(&reason).into());
    lines.push(words.line("admin-log-reason", &[reason]));
    let changed = of.tickets.iter().filter(|(it, ..)| it.sequence.is_some());
    let changed: Vec<_> = changed.collect();
    lines.extend(changed.iter().take(2).map(|(it, code, stake, _)| {
        words.line(
            "admin-log-ticket",
            &[
                ("code", code.as_str().into()),
                ("before", standing(words, &it.before, *stake).into()),
                ("after", standing(words, &it.after, *stake).into()),
            ],
        )
    }));
    if let Some(left) = changed.len().checked_sub(2).filter(|it| *it > 0) {
        lines.push(words.line("correction-more", &[("count", left.into())]));
    }
    lines.extend(of.members.iter().take(2).map(|it| {
        words.line(
            "admin-log-member",
            &[
                ("name", escape(&it.name).into()),
                ("before", money::units(it.before).into()),
                ("after", money::units(it.after).into()),
            ],
        )
    }));
    if let Some(number) = correction.undone_by {
        lines.push(words.line("admin-log-undone", &[("number", number.into())]));
    }
    lines.join("\n")
}

/// What [`escape`] made of a text, as it was: menus show no Markdown.
fn unescaped(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut letters = escaped.chars();
    while let Some(letter) = letters.next() {
        out.extend(if letter == '\\' {
            letters.next()
        } else {
            Some(letter)
        });
    }
    out
}

/// Which tickets an entry is about.
pub(crate) fn tickets_of(tickets: &[CorrectedTicket]) -> Vec<TicketId> {
    tickets.iter().map(|it| it.ticket).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_reads_names_as_they_are() {
        for name in ["Vera", "*b*", "a\\b", "<@1> [x](y)", "\\"] {
            assert_eq!(unescaped(&escape(name)), name);
        }
    }
}
