//! A parlay in the making as one slip.

use grading::fraction::Fraction;
use grading::teaser::TeaseError;
use grading::ticket::outlook::Outlook;
use grading::ticket::wanted::{UnfitError, Wanted};
use shared::price::{OddsFormat, Price, PriceTolerance};
use shared::ticket::Terms;
use shared::units::Units;
use store::drafts::DraftLeg;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{ButtonStyle, SelectMenuOption};
use wording::{Catalogue, NameForm, Said, money, pick};

use super::adding::Games;
use super::buttons::Button;
use super::menus::some_of;
use super::plan::{Plan, gathered};
use crate::discord::reply::{
    CHOICE_CHARS_MAX, button, container, fit, menu, option, row, text_block,
};
use crate::features::games;
use crate::views::parlay::{self, Leg};
use crate::views::stake;

/// Rows of the table of what so many winners pay; of more, the first and the last.
const ROWS_MAX: usize = 8;

/// What is shown.
pub(super) struct View<'a> {
    /// The legs, at the prices of now.
    pub(super) legs: &'a [DraftLeg],
    /// What is bet on them. `None` without legs.
    pub(super) plan: Option<&'a Plan>,
    /// The prices that were shown before, leg by leg.
    pub(super) before: Vec<Price>,
    /// Which legs, prices and bet these are.
    pub(super) revision: u32,
    /// How far their price may move while it is placed.
    pub(super) takes: PriceTolerance,
    /// How odds are written.
    pub(super) format: OddsFormat,
    /// What the member has.
    pub(super) cash: Units,
    /// The stakes that are offered.
    pub(super) stakes: Vec<Units>,
    /// The games from which a leg can be added.
    pub(super) games: Games,
}

/// The slip with its menus and buttons.
pub(super) fn parts(catalogue: Catalogue, view: &View<'_>) -> Vec<Component> {
    let games = button(
        ButtonStyle::Secondary,
        &catalogue.say("parlay-games"),
        games::Button::Page {
            league: None,
            page: 0,
        },
    );
    let Some(plan) = view.plan else {
        let mut parts = vec![text_block(catalogue.say("parlay-empty"))];
        parts.extend(add_menu(catalogue, view));
        parts.push(row(vec![games]));
        return parts;
    };
    let legs = legs(view, plan);
    let mut inside = vec![
        text_block(head(catalogue, view, plan, &legs)),
        text_block(parlay::lines(catalogue, &legs, view.format)),
    ];
    inside.extend(table(catalogue, view, plan).map(text_block));
    if legs.len() < 2 {
        inside.push(text_block(catalogue.say("parlay-one-leg")));
    }
    inside.push(row(stakes(catalogue, view, plan)));
    let mut parts = vec![container(None, inside)];
    parts.extend(want_menu(catalogue, view, plan));
    parts.extend(add_menu(catalogue, view));
    let removable = options(catalogue, view.legs);
    let placeholder = catalogue.say("parlay-remove");
    let movable = removable.get(1..).unwrap_or_default().to_vec();
    parts.push(row(vec![menu(Button::Remove, &placeholder, removable)]));
    if !movable.is_empty() {
        let placeholder = catalogue.say("parlay-up");
        let revision = view.revision;
        parts.push(row(vec![menu(
            Button::Up { revision },
            &placeholder,
            movable,
        )]));
    }
    let clear = catalogue.say("parlay-clear");
    let clear = button(ButtonStyle::Danger, &clear, Button::Clear);
    parts.push(row(vec![games, clear]));
    parts
}

/// The legs as options, each with its game's id.
fn options(catalogue: Catalogue, legs: &[DraftLeg]) -> Vec<SelectMenuOption> {
    let options = legs.iter().map(|leg| {
        let label = pick(catalogue, &leg.selection, &leg.game, NameForm::Short);
        option(&label, leg.game.id.to_string(), false)
    });
    options.collect()
}

fn add_menu(catalogue: Catalogue, view: &View<'_>) -> Option<Component> {
    let Games { options, count } = &view.games;
    let placeholder = some_of("parlay-from", catalogue, *count);
    let menu = || menu(Button::From, &placeholder, options.clone());
    (!options.is_empty()).then(|| row(vec![menu()]))
}

/// All that can be bet on these legs. Nothing where there is one thing alone.
fn want_menu(catalogue: Catalogue, view: &View<'_>, plan: &Plan) -> Option<Component> {
    let gathered = gathered(view.legs);
    let every = Wanted::every(&gathered);
    if every.len() < 2 {
        return None;
    }
    let options = every.into_iter().map(|wanted| {
        let terms = wanted.terms(&gathered).ok();
        let label = match &terms {
            Some(terms) => wording::whole_name(catalogue, terms, gathered.len(), false),
            None => unsold(catalogue, wanted),
        };
        let about = terms.map(|it| about(catalogue, &it, gathered.len(), view.format));
        SelectMenuOption {
            description: about.map(|it| fit(&it.plain(), CHOICE_CHARS_MAX)),
            ..option(&label, wanted.word(), wanted == plan.wanted)
        }
    });
    let id = Button::Want {
        revision: view.revision,
    };
    let placeholder = catalogue.say("parlay-want");
    Some(row(vec![menu(id, &placeholder, options.collect())]))
}

/// What these terms are, in a few words: how many bets at what cost, or at what price.
fn about(catalogue: Catalogue, terms: &Terms, legs: usize, format: OddsFormat) -> Said {
    match terms {
        Terms::System { .. } => {
            let bets = wording::bets(terms, legs);
            let cost = i32::try_from(bets).map_or(Units::ZERO, Units::whole);
            let places = [("bets", bets.into()), ("cost", money::units(cost).into())];
            catalogue.line("parlay-want-bets", &places)
        }
        Terms::Teaser { chart, .. } => {
            let price = chart.get(&legs).map(|it| money::price(*it, format));
            let price = ("price", price.unwrap_or_default().into());
            catalogue.line("parlay-want-teaser", &[price])
        }
        Terms::Single | Terms::Parlay => {
            catalogue.line("slip-parlay-all", &[("legs", legs.into())])
        }
    }
}

/// The name of what cannot be had on these legs.
fn unsold(catalogue: Catalogue, wanted: Wanted) -> Said {
    match wanted {
        Wanted::Teaser(points) => {
            let points = ("points", money::total(points).into());
            catalogue.line("parlay-teaser", &[points])
        }
        Wanted::RoundRobin(size) => catalogue.line("parlay-round-robin", &[("size", size.into())]),
        Wanted::Parlay | Wanted::FullCover { .. } => catalogue.say("parlay-full-cover"),
    }
}

/// Why what the member wants cannot be had on these legs.
pub(super) fn unfit(
    catalogue: Catalogue,
    legs: &[DraftLeg],
    wanted: Wanted,
    why: &UnfitError,
) -> Said {
    let name = ("what", unsold(catalogue, wanted).into());
    match why {
        UnfitError::Legs(_) if matches!(wanted, Wanted::FullCover { .. }) => {
            catalogue.say("parlay-unfit-cover")
        }
        UnfitError::Legs(count) => {
            catalogue.line("parlay-unfit-legs", &[name, ("legs", (*count).into())])
        }
        UnfitError::Bets(bets) => {
            catalogue.line("parlay-unfit-bets", &[name, ("bets", (*bets).into())])
        }
        UnfitError::Sports => catalogue.line("parlay-unfit-sports", &[name]),
        UnfitError::Leg { leg, why } => {
            let found = legs.get(*leg);
            let said = found.map(|it| pick(catalogue, &it.selection, &it.game, NameForm::Short));
            let key = match why {
                TeaseError::Quarter(_) => "parlay-unfit-quarter",
                TeaseError::TooFar(_) => "parlay-unfit-far",
                TeaseError::NoLine | TeaseError::NotMain => "parlay-unfit-leg",
            };
            catalogue.line(key, &[("pick", said.unwrap_or_default().into())])
        }
    }
}

fn legs<'a>(view: &'a View<'a>, plan: &'a Plan) -> Vec<Leg<'a>> {
    let legs = view.legs.iter().zip(&view.before).zip(&plan.graded_on);
    legs.map(|((leg, before), graded_on)| Leg {
        selection: graded_on,
        game: &leg.game,
        price: leg.seen_price,
        before: (*before != leg.seen_price).then(|| money::price(*before, view.format)),
        quoted: leg
            .selection
            .line
            .filter(|_| graded_on.line != leg.selection.line),
    })
    .collect()
}

/// What it is, what it pays, and what the member has.
fn head(catalogue: Catalogue, view: &View<'_>, plan: &Plan, legs: &[Leg<'_>]) -> Said {
    let count = legs.len();
    let cash = ("cash", money::units(view.cash).into());
    let what = || wording::whole_name(catalogue, &plan.terms, count, false);
    match &plan.terms {
        Terms::Single | Terms::Parlay => {
            parlay::head(catalogue, legs, (view.format, view.takes), view.cash)
        }
        Terms::Teaser { chart, .. } => {
            let price = chart.get(&count).map(|it| money::price(*it, view.format));
            let price = ("price", price.unwrap_or_default().into());
            catalogue.line(
                "parlay-head-teaser",
                &[("what", what().into()), price, cash],
            )
        }
        Terms::System { .. } => {
            let one = Units::whole(1);
            let cost = i32::try_from(plan.bets()).map_or(Units::ZERO, Units::whole);
            let places = [
                ("what", what().into()),
                ("bets", plan.bets().into()),
                ("each", wording::each(one, plan.bets()).into()),
                ("cost", money::units(cost).into()),
                cash,
            ];
            catalogue.line("parlay-head-system", &places)
        }
    }
}

/// What the first stake returns if so many legs win.
fn table(catalogue: Catalogue, view: &View<'_>, plan: &Plan) -> Option<Said> {
    let all = plan.outlooks();
    let first = all.first()?.won;
    let stake = view.stakes.first().copied().unwrap_or(Units::whole(1));
    let places = [("stake", money::units(stake).into())];
    let mut lines = vec![catalogue.line("parlay-table", &places)];
    if first > 1 {
        lines.push(catalogue.line("parlay-table-none", &[("from", first.into())]));
    }
    let rows = shown_rows(&all).into_iter();
    lines.extend(rows.map(|row| {
        let (least, most) = (paid(stake, &row.least), paid(stake, &row.most));
        let key = if least == most {
            "parlay-table-row"
        } else {
            "parlay-table-range"
        };
        let places = [
            ("won", row.won.into()),
            ("legs", view.legs.len().into()),
            ("least", money::units(least).into()),
            ("most", money::units(most).into()),
        ];
        catalogue.line(key, &places)
    }));
    Some(wording::lines(lines))
}

/// As many rows as the table has: where there are more, the first half and the last.
fn shown_rows(all: &[Outlook]) -> Vec<&Outlook> {
    let half = ROWS_MAX / 2;
    let is_shown = |at: usize| all.len() <= ROWS_MAX || at < half || at >= all.len() - half;
    let rows = all.iter().enumerate();
    rows.filter(|(at, _)| is_shown(*at))
        .map(|it| it.1)
        .collect()
}

/// What a stake returns, rounded as it will be when it is paid.
fn paid(stake: Units, returned: &Fraction) -> Units {
    let steps = stake.steps().unsigned_abs();
    let paid = (returned.numer() * steps) / returned.denom();
    Units::from_steps(i64::try_from(paid).unwrap_or(i64::MAX))
}

fn stakes(catalogue: Catalogue, view: &View<'_>, plan: &Plan) -> Vec<Component> {
    let (revision, takes) = (view.revision, view.takes);
    let place = |stake| Button::Stake {
        revision,
        takes,
        stake,
    };
    let other = Button::OtherAmount { revision, takes };
    let key = match plan.terms {
        Terms::System { .. } => "parlay-stake-total",
        Terms::Single | Terms::Parlay | Terms::Teaser { .. } => "stake-button",
    };
    let win = |stake| plan.returned(stake).map(|it| it - stake);
    stake::buttons_winning(catalogue, (key, win), &view.stakes, (place, other))
}
