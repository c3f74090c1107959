//! Labels as they stand in the files, and what was read written in the same way.

use serde::Deserialize;
use shared::market::{MarketKind, Selection, Side};
use shorthand::{Candidate, NamedPrice, Read, Stake};

use crate::board::Labelled;

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) line: String,
    pub(crate) means: Means,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Means {
    Bet {
        legs: Vec<Leg>,
        stake: Option<LabelStake>,
        price: Option<LabelPrice>,
    },
    Ambiguous {
        ambiguous: Vec<Leg>,
        leg: Option<usize>,
    },
    None {
        none: String,
    },
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Leg {
    pub(crate) game: String,
    pub(crate) kind: MarketKind,
    pub(crate) period: String,
    pub(crate) side: String,
    pub(crate) line: Option<f64>,
    pub(crate) subject: Option<String>,
    pub(crate) statistic: Option<String>,
    pub(crate) price: Option<LabelPrice>,
}

impl Leg {
    /// What it is a bet on, its answer and its line left out.
    pub(crate) fn question(&self) -> (&str, MarketKind, &str, Option<&str>, Option<&str>) {
        let (subject, statistic) = (self.subject.as_deref(), self.statistic.as_deref());
        (&self.game, self.kind, &self.period, subject, statistic)
    }

    pub(crate) fn without_price(&self) -> Self {
        Self {
            price: None,
            ..self.clone()
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LabelStake {
    Units(f64),
    Percent(f64),
    ToWin(f64),
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct LabelPrice {
    pub(crate) format: String,
    pub(crate) number: String,
}

impl PartialEq for LabelPrice {
    fn eq(&self, other: &Self) -> bool {
        let value = |it: &str| it.trim_end_matches('%').parse::<f64>().ok();
        let numbers = value(&self.number).zip(value(&other.number));
        let same = numbers.map_or(self.number == other.number, |(a, b)| (a - b).abs() < 1e-9);
        self.format == other.format && same
    }
}

/// What was read, in the words of the labels.
#[derive(Debug)]
pub(crate) enum Written {
    Bet(Vec<Leg>, Option<LabelStake>, Option<LabelPrice>),
    Ambiguous(Vec<Vec<Leg>>),
    None(String),
}

pub(crate) fn written(labelled: &Labelled, read: &Read) -> Written {
    match read {
        Read::Bet(bet) => {
            let legs = bet.legs.iter().map(|it| Leg {
                price: it.price.map(price),
                ..leg(labelled, &it.selection)
            });
            Written::Bet(legs.collect(), bet.stake.map(stake), bet.price.map(price))
        }
        Read::Ambiguous(ambiguous) => {
            let legs = ambiguous.legs.iter();
            let leg = |it: &Candidate| leg(labelled, &it.selection);
            Written::Ambiguous(legs.map(|it| it.iter().map(leg).collect()).collect())
        }
        Read::Nothing(nothing) => Written::None(nothing.reason.word().to_owned()),
    }
}

fn leg(labelled: &Labelled, pick: &Selection) -> Leg {
    let game = labelled
        .games
        .iter()
        .find(|it| it.game.id == pick.game)
        .unwrap();
    let sides = game.game.sides();
    let name = |id| match sides {
        Some(sides) if sides.home.id == id && pick.kind != MarketKind::PlayerTotal => {
            "home".to_owned()
        }
        Some(sides) if sides.away.id == id && pick.kind != MarketKind::PlayerTotal => {
            "away".to_owned()
        }
        _ => labelled.names.get(&id).unwrap().clone(),
    };
    Leg {
        game: labelled.ids.get(&pick.game).unwrap().clone(),
        kind: pick.kind,
        period: pick.period.to_string(),
        side: match pick.side {
            Side::Entrant(id) => name(id),
            side => side.to_string(),
        },
        line: pick.line.map(|it| f64::from(it.quarters()) / 4.0),
        subject: pick.subject.map(name),
        statistic: pick.statistic.clone(),
        price: None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "stakes of a line are small")]
fn stake(stake: Stake) -> LabelStake {
    match stake {
        Stake::Units(units) => LabelStake::Units(units.steps() as f64 / 1e6),
        Stake::ToWin(units) => LabelStake::ToWin(units.steps() as f64 / 1e6),
        Stake::Percent(share) => LabelStake::Percent(f64::from(share) / 100.0),
    }
}

fn price(price: NamedPrice) -> LabelPrice {
    match price {
        NamedPrice::Odds(price) => LabelPrice {
            format: price.format().word().to_owned(),
            number: price.number(),
        },
        NamedPrice::Implied(share) => LabelPrice {
            format: "implied".to_owned(),
            number: format!("{}%", f64::from(share) / 100.0),
        },
    }
}
