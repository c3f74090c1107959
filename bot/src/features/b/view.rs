//! Lines as members see them read.

use chrono_tz::Tz;
use shared::game::Game;
use shared::price::{OddsFormat, Price, PriceTolerance};
use shared::quote::Quote;
use shared::units::Units;
use shorthand::Reason;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{ButtonStyle, SelectMenuOption};
use wording::{Catalogue, NameForm, Said, money, pick};

use super::buttons::Button;
use super::leg::{Asked, SlipLeg, Whole};
use crate::discord::custom_id::{ComponentId, Part};
use crate::discord::reply::{
    CHOICE_CHARS_MAX, button, container, fit, menu, option, row, text_block,
};
use crate::discord::request::Menu;
use crate::lines::amount::{StakeKind, TypedStake};
use crate::lines::typed_price::TypedPrice;
use crate::quoted_price::QuotedPrice;
use crate::views::parlay::{self, Leg};
use crate::views::{game, stake};

/// So few bets stand as buttons; more are a menu, whose options have room for the game.
const BUTTONS_MAX: usize = 2;
/// So many games are named that a line is about.
const GAMES_NAMED: usize = 3;

/// One of several bets.
pub(crate) struct Choice<'a> {
    /// The game.
    pub(crate) game: &'a Game,
    /// The price.
    pub(crate) quote: &'a Quote,
    /// The stake, if this is meant.
    pub(crate) stake: TypedStake,
    /// Whether the bets differ in it.
    pub(crate) says_stake: bool,
    /// The server's time zone: a menu has no times of its reader's own.
    pub(crate) zone: Tz,
}

impl Choice<'_> {
    fn id(&self) -> Button {
        Button::Take {
            quoted: QuotedPrice::from(self.quote),
            stake: self.stake,
        }
    }

    /// `Bears +3.5 -110`, with its stake where the bets differ in that.
    fn label(&self, catalogue: Catalogue, format: OddsFormat) -> Said {
        let offer = game::offer(catalogue, self.game, self.quote, format);
        match self.stake.0.filter(|_| self.says_stake) {
            Some((StakeKind::Risk, steps)) => {
                let units = Units::from_steps(i64::try_from(steps).unwrap_or(0));
                let places = [
                    ("offer", offer.into()),
                    ("stake", money::units(units).into()),
                ];
                catalogue.line("b-choice-stake", &places)
            }
            _ => offer,
        }
    }

    fn option(&self, catalogue: Catalogue, format: OddsFormat) -> SelectMenuOption {
        let label = self.label(catalogue, format);
        let places = [
            (
                "game",
                wording::game_name(catalogue, self.game, NameForm::Short).into(),
            ),
            ("league", Said::name(&self.game.league_code).into()),
            ("at", game::starts(self.game, self.zone).into()),
        ];
        let about = catalogue.line("b-choice-game", &places).plain();
        SelectMenuOption {
            description: Some(fit(&about, CHOICE_CHARS_MAX)),
            ..option(&label, self.id().custom_id(), false)
        }
    }
}

/// Several bets of which one is meant: each with its game, and a way to take it.
pub(crate) fn several(
    catalogue: Catalogue,
    (choices, price): (&[Choice<'_>], TypedPrice),
    format: OddsFormat,
) -> Vec<Component> {
    let mut parts = taken(catalogue, (choices, price), format);
    parts.push(row(vec![cancel(catalogue)]));
    parts
}

/// A way to take each of these bets. The id of a menu has room for the price that was typed, that
/// of a button has not.
fn taken(
    catalogue: Catalogue,
    (choices, price): (&[Choice<'_>], TypedPrice),
    format: OddsFormat,
) -> Vec<Component> {
    if choices.is_empty() {
        return Vec::new();
    }
    if choices.len() > BUTTONS_MAX || price.0.is_some() {
        let options = choices.iter().map(|it| it.option(catalogue, format));
        let menu = menu(
            Button::Chosen { price },
            &catalogue.say("b-which"),
            options.collect(),
        );
        return vec![row(vec![menu])];
    }
    let lines = choices.iter().map(|it| {
        let places = [
            ("offer", it.label(catalogue, format).into()),
            ("game", game::line(catalogue, it.game).into()),
        ];
        catalogue.line("b-choice", &places)
    });
    // In one game of several, a label that says the pick alone could be either.
    let games_differ = choices
        .iter()
        .any(|it| choices.iter().any(|other| other.game.id != it.game.id));
    let buttons = choices.iter().map(|it| {
        let mut label = it.label(catalogue, format);
        if games_differ {
            let name = wording::game_name(catalogue, it.game, NameForm::Code);
            let starts = game::starts(it.game, it.zone);
            label = wording::list([label, name, starts], " · ");
        }
        button(ButtonStyle::Primary, &label, it.id())
    });
    vec![container(
        None,
        vec![text_block(wording::lines(lines)), row(buttons.collect())],
    )]
}

/// What one leg of a parlay can mean, as a menu of as many as it takes.
pub(crate) fn question(
    catalogue: Catalogue,
    (asked, whole): (Asked, Whole),
    (choices, count): (&[Choice<'_>], usize),
    format: OddsFormat,
) -> Menu {
    let Asked { leg, own } = asked;
    let Whole { stake, price } = whole;
    let number = ("number", (u32::from(leg) + 1).into());
    let placeholder = match choices.len() < count {
        false => catalogue.line("b-which-leg", &[number]),
        true => {
            let (shown, count) = (choices.len().into(), count.into());
            let places = [number, ("shown", shown), ("count", count)];
            catalogue.line("b-which-leg-of", &places)
        }
    };
    Menu {
        id: Button::Choose {
            leg,
            stake,
            price,
            own,
        }
        .custom_id(),
        options: choices
            .iter()
            .map(|it| it.option(catalogue, format))
            .collect(),
        placeholder: placeholder.plain(),
    }
}

/// A parlay with legs that can mean several bets: those that are clear, and a menu for each other.
pub(crate) fn which(
    catalogue: Catalogue,
    (clear, stake): (&[SlipLeg], TypedStake),
    menus: Vec<Menu>,
    format: OddsFormat,
) -> Vec<Component> {
    let mut parts = Vec::new();
    if !clear.is_empty() {
        let legs = shown(clear, format);
        parts.push(container(
            None,
            vec![text_block(parlay::lines(catalogue, &legs, format))],
        ));
    }
    for asked in menus {
        let Some(id) = Button::of(&asked.id) else {
            continue;
        };
        let placeholder = Said::ours(asked.placeholder);
        parts.push(row(vec![menu(id, &placeholder, asked.options)]));
    }
    if !clear.is_empty() {
        parts.push(legs_menu(catalogue, clear, stake));
    }
    parts.push(row(vec![cancel(catalogue)]));
    parts
}

/// A parlay, and what is known of whoever places it.
pub(crate) struct Parlay<'a> {
    /// The legs.
    pub(crate) legs: &'a [SlipLeg],
    /// Which legs and prices these are.
    pub(crate) revision: u32,
    /// How odds are written.
    pub(crate) format: OddsFormat,
    /// How far its price may move while it is placed.
    pub(crate) takes: PriceTolerance,
    /// What the member has.
    pub(crate) cash: Units,
    /// The stake that was typed, where it can be bet.
    pub(crate) typed: Option<Units>,
    /// The stake that was typed, which its menu carries on.
    pub(crate) carried: TypedStake,
    /// The stakes that are offered.
    pub(crate) stakes: &'a [Units],
}

/// The parlay with the stakes that take it.
pub(crate) fn parlay(catalogue: Catalogue, view: &Parlay<'_>) -> Vec<Component> {
    let legs = shown(view.legs, view.format);
    let prices: Vec<Price> = parlay::prices(&legs);
    let how = (view.format, view.takes);
    let pays = view
        .typed
        .and_then(|it| stake::pays(catalogue, it, &prices));
    let lines = [
        Some(parlay::head(catalogue, &legs, how, view.cash)),
        Some(parlay::lines(catalogue, &legs, view.format)),
        pays,
    ];
    let (revision, takes) = (view.revision, view.takes);
    let place = |stake| Button::Place {
        revision,
        takes,
        stake,
    };
    let buttons = (place, Button::OtherAmount { revision, takes });
    let buttons = stake::buttons(catalogue, &prices, view.stakes, buttons);
    let mut inside: Vec<Component> = lines.into_iter().flatten().map(text_block).collect();
    inside.push(row(buttons));
    vec![
        container(None, inside),
        legs_menu(catalogue, view.legs, view.carried),
        row(vec![cancel(catalogue)]),
    ]
}

fn shown(legs: &[SlipLeg], format: OddsFormat) -> Vec<Leg<'_>> {
    let legs = legs.iter().map(|it| Leg {
        selection: &it.quote.selection,
        game: &it.game,
        price: it.quote.price,
        before: it
            .before
            .map(|before| money::ratio(before.num, before.den, format)),
        quoted: None,
    });
    legs.collect()
}

/// The menu that removes a leg: its options are what the message knows of the legs.
fn legs_menu(catalogue: Catalogue, legs: &[SlipLeg], stake: TypedStake) -> Component {
    let options = legs.iter().map(|it| {
        let label = pick(catalogue, &it.quote.selection, &it.game, NameForm::Short);
        let mut value = String::new();
        QuotedPrice::from(&it.quote).write(&mut value);
        option(&label, value, false)
    });
    let placeholder = catalogue.say("parlay-remove");
    row(vec![menu(
        Button::Legs { stake },
        &placeholder,
        options.collect(),
    )])
}

fn cancel(catalogue: Catalogue) -> Component {
    let label = catalogue.say("b-cancel");
    button(ButtonStyle::Secondary, &label, Button::Cancel)
}

/// A line that is no bet: why, the games that it is about, what comes near it, how to write one.
pub(crate) fn nothing(
    catalogue: Catalogue,
    said: Said,
    games: &[&Game],
    near: &[Choice<'_>],
    format: OddsFormat,
) -> Vec<Component> {
    let mut parts = vec![text_block(said)];
    if !games.is_empty() && games.len() <= GAMES_NAMED && near.is_empty() {
        let games = wording::lines(games.iter().map(|it| game::line(catalogue, it)));
        let about = catalogue.line("b-about-games", &[("games", games.into())]);
        parts.push(text_block(about));
    }
    if !near.is_empty() {
        parts.push(text_block(catalogue.say("b-near")));
        parts.extend(taken(catalogue, (near, TypedPrice::NONE), format));
    }
    parts.push(text_block(catalogue.say("b-how")));
    parts
}

/// Why a line is no bet.
pub(crate) fn reason(catalogue: Catalogue, reason: &Reason, is_own: bool) -> Said {
    let key = match reason {
        Reason::Unknown(word) => {
            let word = ("word", Said::typed(word).into());
            return catalogue.line("b-unknown", &[word]);
        }
        Reason::Idle => "b-idle",
        Reason::NoPair => "b-no-pair",
        Reason::NotOffered => "b-not-offered",
        Reason::NoGame => "b-no-game",
        Reason::Day => "b-day",
        Reason::Started => "b-started",
        Reason::Contradiction => "b-contradiction",
        Reason::Several => "b-more-bets",
        Reason::System => "b-system",
        Reason::Money => "stake-not-money",
        Reason::Stake => "b-stake",
        Reason::Price => "b-price",
        Reason::Lay => "b-lay",
        Reason::NotABet if is_own => "b-not-a-bet",
        Reason::NotABet => "b-not-a-bet-there",
        Reason::TooLong => "b-too-long",
    };
    catalogue.say(key)
}
