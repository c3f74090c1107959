//! What an admin is shown before and after deciding, and the log of it all.

use std::collections::{BTreeSet, HashMap};

use services::corrections::{Plan, PlannedTicket};
use shared::game::{Game, GameStatus};
use shared::id::{CorrectionId, DiscordUserId, GameId};
use shared::ticket::TicketCode;
use shared::units::Units;
use store::corrections::{
    CorrectedMember, CorrectedTicket, Correction, CorrectionAction, CorrectionSource,
};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, Said, money};

use super::buttons::Button;
use crate::discord::reply::{button, container, menu, option, row, text_block, text_within};
use crate::views::correction::{Names, decided, standing, what};
use crate::views::game;

/// How many tickets, or members, are named one by one.
const NAMED_MAX: usize = 8;
/// How long a preview may be: a message's texts have 4,000 characters together.
const PREVIEW_CHARS_MAX: usize = 3_900;
/// The same for an entry of the log, of which a page shows five.
const ENTRY_CHARS_MAX: usize = 760;
/// How much of a reason the log shows.
const REASON_CHARS_SHOWN: usize = 200;

/// What is asked, as its preview needs it.
pub(crate) struct Preview<'a> {
    pub(crate) draft: CorrectionId,
    pub(crate) asked: &'a CorrectionAction,
    pub(crate) names: Names<'a>,
    /// What the undone decision was, where one is undone.
    pub(crate) undone: Option<Said>,
    pub(crate) plan: &'a Plan,
    pub(crate) reason: &'a str,
    pub(crate) actor: DiscordUserId,
}

/// What a decision would do, with the buttons that do it or leave it.
pub(crate) fn preview(catalogue: Catalogue, of: &Preview<'_>) -> Vec<Component> {
    let what = what(catalogue, of.asked, &of.names);
    let mut lines = vec![catalogue.line("admin-preview", &[("what", what.into())])];
    if let Some(undone) = &of.undone {
        lines.push(catalogue.line("admin-preview-was", &[("what", undone.clone().into())]));
    }
    lines.extend(ticket_lines(catalogue, of));
    lines.extend(member_lines(catalogue, of.plan));
    if of
        .names
        .game
        .is_some_and(|it| it.status == GameStatus::Live)
    {
        lines.push(catalogue.say("admin-preview-running"));
    }
    if is_own(of.asked, &of.plan.tickets, of.actor) {
        lines.push(catalogue.say("admin-preview-own"));
    }
    let reason = ("reason", Said::prose(of.reason).into());
    lines.push(catalogue.line("admin-preview-reason", &[reason]));
    lines.push(catalogue.say(match of.asked {
        CorrectionAction::Undo { .. } => "admin-preview-foot-undo",
        CorrectionAction::Grant { .. } | CorrectionAction::Take { .. } => {
            "admin-preview-foot-units"
        }
        _ => "admin-preview-foot",
    }));
    let draft = of.draft;
    let buttons = row(vec![
        button(
            ButtonStyle::Danger,
            &catalogue.say("admin-confirm"),
            Button::Confirm { draft },
        ),
        button(
            ButtonStyle::Secondary,
            &catalogue.say("admin-drop"),
            Button::Drop { draft },
        ),
    ]);
    let said = text_within(&wording::lines(lines), PREVIEW_CHARS_MAX);
    vec![container(None, vec![said, buttons])]
}

/// Whether the admin who decides placed the bet: it is allowed, and everybody sees it.
pub(crate) fn is_own(
    asked: &CorrectionAction,
    tickets: &[PlannedTicket],
    actor: DiscordUserId,
) -> bool {
    let about_one = matches!(
        asked,
        CorrectionAction::Void { .. }
            | CorrectionAction::Regrade { .. }
            | CorrectionAction::Grade { .. }
    );
    about_one && tickets.iter().any(|it| it.owner == actor)
}

fn ticket_lines(catalogue: Catalogue, of: &Preview<'_>) -> Vec<Said> {
    let plan = of.plan;
    if plan.tickets.is_empty() {
        return Vec::new();
    }
    let changed: Vec<_> = plan.changed().collect();
    let members: BTreeSet<_> = changed.iter().map(|it| it.member).collect();
    let mut lines = vec![catalogue.line(
        "admin-preview-tickets",
        &[
            ("changed", changed.len().into()),
            ("members", members.len().into()),
        ],
    )];
    lines.extend(changed.iter().take(NAMED_MAX).map(|it| {
        catalogue.line(
            "admin-preview-ticket",
            &[
                ("code", (&it.code).into()),
                ("name", catalogue.person(&it.owner_name).into()),
                ("before", standing(catalogue, &it.before, it.stake).into()),
                ("after", standing(catalogue, &it.after, it.stake).into()),
            ],
        )
    }));
    lines.extend(more(catalogue, changed.len()));
    let same = plan.tickets.len() - changed.len();
    let mut counted = |key, count: usize| {
        if count > 0 {
            lines.push(catalogue.line(key, &[("count", count.into())]));
        }
    };
    counted("admin-preview-same", same);
    counted("admin-preview-undecided", plan.undecided);
    lines
}

fn member_lines(catalogue: Catalogue, plan: &Plan) -> Vec<Said> {
    let members = &plan.members;
    let mut lines: Vec<Said> = members
        .iter()
        .take(NAMED_MAX)
        .map(|it| {
            catalogue.line(
                "admin-preview-member",
                &[
                    ("name", catalogue.person(&it.name).into()),
                    ("change", money::net(it.after - it.before).into()),
                    ("before", money::units(it.before).into()),
                    ("after", money::units(it.after).into()),
                ],
            )
        })
        .collect();
    lines.extend(more(catalogue, members.len()));
    if members.len() > 1 {
        let sum = |gives: bool| -> Units {
            let moved = members.iter().map(|it| it.after - it.before);
            moved.filter(|it| (*it > Units::ZERO) == gives).sum()
        };
        let places = [
            ("given", money::units(sum(true)).into()),
            ("taken", money::units(-sum(false)).into()),
        ];
        lines.push(catalogue.line("admin-preview-sum", &places));
    }
    let below: Vec<Said> = members
        .iter()
        .filter(|it| it.after < Units::ZERO)
        .map(|it| {
            let places = [
                ("name", catalogue.person(&it.name).into()),
                ("balance", money::units(it.after).into()),
            ];
            catalogue.line("admin-preview-below-one", &places)
        })
        .collect();
    if !below.is_empty() {
        let left = more(catalogue, below.len());
        let names = below.into_iter().take(NAMED_MAX).chain(left);
        let names = wording::list(names, ", ");
        lines.push(catalogue.line("admin-preview-below", &[("names", names.into())]));
    }
    lines
}

fn more(catalogue: Catalogue, count: usize) -> Option<Said> {
    let left = count.checked_sub(NAMED_MAX).filter(|it| *it > 0)?;
    Some(catalogue.line("admin-preview-more", &[("count", left.into())]))
}

/// One decision of the log, with what it made of tickets and members.
pub(crate) struct Entry {
    pub(crate) correction: Correction,
    pub(crate) tickets: Vec<(CorrectedTicket, TicketCode, Units, DiscordUserId)>,
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
pub(crate) fn log(catalogue: Catalogue, view: &LogView<'_>) -> Vec<Component> {
    let head = catalogue.line("admin-log-head", &[("count", view.total.into())]);
    let mut inside = vec![text_block(head)];
    inside.extend(
        view.entries
            .iter()
            .map(|it| text_within(&entry(catalogue, it, view.games), ENTRY_CHARS_MAX)),
    );
    let mut parts = vec![container(None, inside)];
    let options: Vec<_> = view
        .entries
        .iter()
        .map(|it| &it.correction)
        .filter(|it| it.undone_by.is_none() && it.undoes.is_none())
        .map(|it| {
            let what = decided(catalogue, &it.asked, &Names::of(it, view.games));
            let number = Said::ours(it.number.to_string());
            let label = wording::list([number, what], " · ");
            option(&label, format!("{}.{}", it.id, it.number), false)
        })
        .collect();
    if !options.is_empty() {
        let undo = catalogue.say("admin-log-undo");
        parts.push(row(vec![menu(Button::Undo, &undo, options)]));
    }
    if view.pages > 1 {
        parts.push(game::turn(catalogue, view.page, view.pages, |page| {
            Button::Log { page }
        }));
    }
    parts
}

fn entry(catalogue: Catalogue, of: &Entry, games: &HashMap<GameId, Game>) -> Said {
    let correction = &of.correction;
    let what = decided(catalogue, &correction.asked, &Names::of(correction, games));
    let mut head = catalogue.line(
        "admin-log-line",
        &[
            ("number", correction.number.into()),
            ("what", what.into()),
            ("actor", catalogue.person(&correction.actor_name).into()),
            ("at", correction.made_at.timestamp().into()),
        ],
    );
    let owners = of.tickets.iter().map(|(_, _, _, owner)| *owner);
    let about_one = !matches!(
        correction.asked,
        CorrectionAction::Result { .. } | CorrectionAction::Undo { .. }
    );
    let notes = [
        (
            about_one && owners.clone().any(|it| it == correction.actor),
            "admin-log-own",
        ),
        (
            correction.source == CorrectionSource::Reaction,
            "admin-log-reaction",
        ),
    ];
    for (_, key) in notes.iter().filter(|(holds, _)| *holds) {
        head = wording::list([head, catalogue.say(key)], " · ");
    }
    let mut lines = vec![head];
    let reason = Said::outside(&correction.reason, REASON_CHARS_SHOWN);
    let reason = ("reason", reason.into());
    lines.push(catalogue.line("admin-log-reason", &[reason]));
    let changed = of.tickets.iter().filter(|(it, ..)| it.sequence.is_some());
    let changed: Vec<_> = changed.collect();
    lines.extend(changed.iter().take(2).map(|(it, code, stake, _)| {
        catalogue.line(
            "admin-log-ticket",
            &[
                ("code", code.into()),
                ("before", standing(catalogue, &it.before, *stake).into()),
                ("after", standing(catalogue, &it.after, *stake).into()),
            ],
        )
    }));
    if let Some(left) = changed.len().checked_sub(2).filter(|it| *it > 0) {
        lines.push(catalogue.line("correction-more", &[("count", left.into())]));
    }
    lines.extend(of.members.iter().take(2).map(|it| {
        catalogue.line(
            "admin-log-member",
            &[
                ("name", catalogue.person(&it.name).into()),
                ("before", money::units(it.before).into()),
                ("after", money::units(it.after).into()),
            ],
        )
    }));
    if let Some(number) = correction.undone_by {
        lines.push(catalogue.line("admin-log-undone", &[("number", number.into())]));
    }
    wording::lines(lines)
}
