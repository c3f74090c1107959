//! A member's limits in words, with the menus that change them.

use chrono::{DateTime, Utc};
use services::limits::BreakLength;
use shared::limit::{LimitKind, LimitOn, LimitSpan};
use store::limits::{Exclusion, Limit};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, Said, money};

use super::buttons::Button;
use crate::discord::reply::{button, container, menu, option, row, text_block};

/// What is shown.
pub(super) struct View<'a> {
    /// The limits in force.
    pub(super) limits: &'a [Limit],
    /// What keeps the member from betting.
    pub(super) exclusions: &'a [Exclusion],
}

/// What a limit is called.
pub(super) fn name(catalogue: Catalogue, on: LimitOn) -> Said {
    catalogue.say(match (on.kind, on.span) {
        (_, LimitSpan::Bet) => "limits-bet",
        (LimitKind::Stake, LimitSpan::Day) => "limits-stake-day",
        (LimitKind::Stake, LimitSpan::Week) => "limits-stake-week",
        (LimitKind::Stake, LimitSpan::Month) => "limits-stake-month",
        (LimitKind::Loss, LimitSpan::Day) => "limits-loss-day",
        (LimitKind::Loss, LimitSpan::Week) => "limits-loss-week",
        (LimitKind::Loss, LimitSpan::Month) => "limits-loss-month",
    })
}

/// The limits with the menus.
pub(super) fn parts(catalogue: Catalogue, view: &View<'_>) -> Vec<Component> {
    let mut said = vec![catalogue.say("limits-head")];
    said.extend(view.exclusions.iter().map(|it| break_line(catalogue, *it)));
    if view.limits.is_empty() {
        said.push(catalogue.say("limits-none"));
    }
    said.extend(view.limits.iter().map(|it| limit_line(catalogue, it)));
    said.push(catalogue.say("limits-foot"));
    let mut parts = vec![container(None, vec![text_block(wording::lines(said))])];
    let options = |all: &mut dyn Iterator<Item = LimitOn>| {
        all.map(|it| option(&name(catalogue, it), it.word(), false))
            .collect()
    };
    let every = options(&mut LimitOn::ALL.into_iter());
    let choose = catalogue.say("limits-choose");
    parts.push(row(vec![menu(Button::Choose, &choose, every)]));
    if !view.limits.is_empty() {
        let held = options(&mut view.limits.iter().map(|it| it.on));
        let remove = catalogue.say("limits-remove");
        parts.push(row(vec![menu(Button::Remove, &remove, held)]));
    }
    let label = catalogue.say("limits-break");
    let style = ButtonStyle::Secondary;
    parts.push(row(vec![button(style, &label, Button::Break)]));
    parts
}

fn break_line(catalogue: Catalogue, exclusion: Exclusion) -> Said {
    let key = match exclusion.is_everywhere {
        true => "limits-break-everywhere",
        false => "limits-break-here",
    };
    catalogue.line(key, &[("until", exclusion.ends_at.timestamp().into())])
}

fn limit_line(catalogue: Catalogue, limit: &Limit) -> Said {
    let mut places = vec![
        ("name", name(catalogue, limit.on).into()),
        ("amount", money::units(limit.amount).into()),
    ];
    let key = if limit.on.span == LimitSpan::Bet {
        "limits-line-bet"
    } else {
        places.push(("used", money::units(limit.used).into()));
        "limits-line"
    };
    let line = catalogue.line(key, &places);
    let Some(next) = limit.next else { return line };
    let at = ("at", next.at.timestamp().into());
    let next = match next.amount {
        Some(amount) => {
            let amount = ("amount", money::units(amount).into());
            catalogue.line("limits-next", &[amount, at])
        }
        None => catalogue.line("limits-next-none", &[at]),
    };
    wording::list([line, next], " ")
}

/// How long a break may be.
pub(super) fn lengths(catalogue: Catalogue) -> Vec<Component> {
    let options = BreakLength::ALL.map(|it| {
        let label = length_name(catalogue, it);
        option(&label, it.days().to_string(), false)
    });
    let placeholder = catalogue.say("limits-length");
    vec![
        container(None, vec![text_block(catalogue.say("limits-break-ask"))]),
        row(vec![menu(Button::Length, &placeholder, options.into())]),
        row(vec![back(catalogue)]),
    ]
}

/// The last question before a break begins.
pub(super) fn confirmation(
    catalogue: Catalogue,
    length: BreakLength,
    end: DateTime<Utc>,
) -> Vec<Component> {
    let places = [
        ("length", length_name(catalogue, length).into()),
        ("until", end.timestamp().into()),
    ];
    let begin = |key: &str, everywhere| {
        let days = length.days();
        let begin = Button::Begin { days, everywhere };
        button(ButtonStyle::Primary, &catalogue.say(key), begin)
    };
    let question = catalogue.line("limits-break-confirm", &places);
    let buttons = vec![
        begin("limits-begin-here", false),
        begin("limits-begin-everywhere", true),
        back(catalogue),
    ];
    vec![container(None, vec![text_block(question)]), row(buttons)]
}

fn back(catalogue: Catalogue) -> Component {
    let label = catalogue.say("limits-back");
    button(ButtonStyle::Secondary, &label, Button::Show)
}

fn length_name(catalogue: Catalogue, length: BreakLength) -> Said {
    catalogue.line("limits-days", &[("days", i64::from(length.days()).into())])
}
