//! The house rules of a sport as members read them, a page at a time.

mod choices;

use grading::rules::{self, Options, Printed, RULE_VERSION};
use shared::league::Sport;
use twilight_model::channel::message::Component;
use wording::{Catalogue, Said};

use super::buttons::Button;
use crate::discord::reply::{container, menu, option, row, text_block};
use crate::views::game;
use crate::views::sport::sport_name;

/// How much of the rules a page shows: what can be read without losing one's place.
const PAGE_CHARS: usize = 2_500;

/// What is shown.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// Whose rules.
    pub(crate) sport: Sport,
    /// Which page, from 0; the last one where there are fewer.
    pub(crate) page: usize,
    /// What the server chose where bookmakers disagree.
    pub(crate) options: Options,
    /// `/why`, as it can be pressed.
    pub(crate) why: Said,
    /// Whether the reader may change what the server goes by.
    pub(crate) may_choose: bool,
}

/// A rule with the heading that it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    heading: Said,
    said: Said,
}

/// The page with its buttons, and the menu of the other sports.
pub(crate) fn parts(catalogue: Catalogue, view: &View) -> Vec<Component> {
    let sport = view.sport;
    let pages = pages(catalogue, sport, &view.options);
    let page = view.page.min(pages.len().saturating_sub(1));
    let head = catalogue.line(
        "rules-head",
        &[
            ("sport", sport_name(catalogue, sport).into()),
            ("version", RULE_VERSION.into()),
        ],
    );
    let said = pages.get(page).cloned().unwrap_or_default();
    let foot = catalogue.line("rules-foot", &[("why", (&view.why).into())]);
    let mut parts = vec![container(
        None,
        vec![text_block(head), text_block(said), text_block(foot)],
    )];
    if pages.len() > 1 {
        let turn = |page| Button::Page { sport, page };
        parts.push(game::turn(catalogue, page, pages.len(), turn));
    }
    let sports = Sport::ALL.iter();
    let sports = sports.map(|it| option(&sport_name(catalogue, *it), it.word(), *it == sport));
    let other = catalogue.say("rules-menu");
    parts.push(row(vec![menu(Button::Sport, &other, sports.collect())]));
    let others = choices::others(catalogue, sport, &view.options);
    if view.may_choose && !others.is_empty() {
        let change = catalogue.say("rules-change");
        let id = Button::Choose { sport };
        parts.push(row(vec![menu(id, &change, others)]));
    }
    parts
}

/// The text of every page.
fn pages(catalogue: Catalogue, sport: Sport, options: &Options) -> Vec<Said> {
    let mut pages: Vec<Said> = Vec::new();
    let mut page: Vec<Said> = Vec::new();
    let mut chars = 0;
    let mut heading = None;
    for entry in entries(catalogue, sport, options) {
        if chars + entry.said.discord_chars() > PAGE_CHARS && !page.is_empty() {
            pages.push(wording::lines(std::mem::take(&mut page)));
            chars = 0;
            // Said again, so that each page reads alone.
            heading = None;
        }
        if heading.as_ref() != Some(&entry.heading) {
            chars += entry.heading.discord_chars() + 1;
            page.push(entry.heading.clone());
            heading = Some(entry.heading);
        }
        chars += entry.said.discord_chars() + 1;
        page.push(entry.said);
    }
    pages.push(wording::lines(page));
    pages
}

/// What the server chose, then the sport's own rules, then those that hold everywhere.
fn entries(catalogue: Catalogue, sport: Sport, options: &Options) -> Vec<Entry> {
    let printed = rules::of(sport);
    let chosen = choices::of(catalogue, &printed, options);
    let chosen = chosen.into_iter().map(|said| Entry {
        heading: catalogue.say("rules-chosen"),
        said,
    });
    let (own, general): (Vec<_>, Vec<_>) = said_once(printed)
        .into_iter()
        .partition(|it| !it.name.starts_with("general/"));
    let under = |key: &str, rules: Vec<Printed>| {
        let place = ("sport", sport_name(catalogue, sport).into());
        let heading = catalogue.line(key, &[place]);
        rules.into_iter().map(move |it| Entry {
            heading: heading.clone(),
            said: rule(catalogue, &it),
        })
    };
    chosen
        .chain(under("rules-own", own))
        .chain(under("rules-general", general))
        .collect()
}

/// Rules of several parts of a game that say the same are read once.
fn said_once(rules: Vec<Printed>) -> Vec<Printed> {
    let mut once: Vec<Printed> = Vec::with_capacity(rules.len());
    for rule in rules {
        if !once.iter().any(|it| it.says == rule.says) {
            once.push(rule);
        }
    }
    once
}

fn rule(catalogue: Catalogue, rule: &Printed) -> Said {
    catalogue.line(
        "rules-rule",
        &[
            ("says", Said::ours(&rule.says).into()),
            ("source", rule.source.into()),
            ("name", Said::ours(&rule.name).into()),
        ],
    )
}

#[cfg(test)]
mod tests;
