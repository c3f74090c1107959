//! What a member wants to bet on the legs they gathered. It is kept while legs come and go, so it
//! says what is meant on any number of them: a Trixie becomes a Yankee when a fourth leg is added.

use std::fmt;

use shared::league::Sport;
use shared::line::Line;
use shared::market::Selection;
use shared::ticket::{LEGS_MAX, Terms};

use crate::system::{FULL_COVERS, System};
use crate::teaser::TeaseError;
use crate::teaser::charts::{chart_of, charts, teased};

/// The most bets that a system is sold with. The largest that has a name is 255; a round robin by
/// twelves on 25 legs would be 5,200,300, of which none is worth a micro-unit.
pub const BETS_MAX: u64 = 1_000;

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// All legs must win; of one leg, a single.
    Parlay,
    /// A bet on every combination of that many legs; by one, a single on each leg.
    RoundRobin(usize),
    /// Bets of every size: from two legs up, or with a single on each leg too.
    FullCover {
        /// Whether it has singles.
        singles: bool,
    },
    /// Every line is moved by that many points, at a chart's price.
    Teaser(Line),
}

/// Why legs cannot be bet on as it is wanted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitError {
    /// Not on that many legs.
    #[error("there is no such bet on {0} legs")]
    Legs(usize),
    /// More bets than are sold at once.
    #[error("{0} bets, which is more than {BETS_MAX}")]
    Bets(u64),
    /// No chart has a row for legs of these sports.
    #[error("no chart is for all of these games")]
    Sports,
    /// A leg that cannot be teased.
    #[error("leg {leg}: {why}")]
    Leg {
        /// Which, from 0.
        leg: usize,
        /// Why not.
        why: TeaseError,
    },
}

/// A leg that was gathered: the sport of its game, and what was picked.
pub type Gathered<'a> = (Sport, &'a Selection);

impl Wanted {
    /// The stored word, which [`Wanted::read`] reads.
    pub fn word(self) -> String {
        self.to_string()
    }

    /// Reads a stored word. `None` for what no version of ours wrote.
    pub fn read(word: &str) -> Option<Self> {
        let fixed = match word {
            "parlay" => Some(Self::Parlay),
            "doubles_up" => Some(Self::FullCover { singles: false }),
            "singles_up" => Some(Self::FullCover { singles: true }),
            _ => None,
        };
        let sized = || {
            let size = word.strip_prefix("by_")?.parse().ok()?;
            (1..=LEGS_MAX)
                .contains(&size)
                .then_some(Self::RoundRobin(size))
        };
        let teaser = || {
            let points = word.strip_prefix("teaser_")?.parse().ok()?;
            Some(Self::Teaser(points))
        };
        fixed
            .or_else(sized)
            .or_else(teaser)
            .filter(|it| it.word() == word)
    }

    /// The terms of such a ticket on these legs.
    ///
    /// # Errors
    /// [`UnfitError`] when there is no such ticket.
    pub fn terms(self, legs: &[Gathered<'_>]) -> Result<Terms, UnfitError> {
        let count = legs.len();
        match self {
            Self::Parlay if (1..=LEGS_MAX).contains(&count) => Ok(Terms::plain(count)),
            Self::RoundRobin(size) if size < count => of_sizes(count, vec![size]),
            Self::FullCover { singles } => {
                let from = if singles { 1 } else { 2 };
                let named = FULL_COVERS
                    .iter()
                    .any(|it| (it.legs, it.from) == (count, from));
                match named {
                    true => of_sizes(count, (from..=count).collect()),
                    false => Err(UnfitError::Legs(count)),
                }
            }
            Self::Teaser(points) => teaser(points, legs),
            Self::Parlay | Self::RoundRobin(_) => Err(UnfitError::Legs(count)),
        }
    }

    /// All that can be wanted on these legs, in the order in which it is offered. Teasers are
    /// listed for every game that has charts, also beside a leg that keeps them from being sold,
    /// so that whoever wants one reads why not.
    pub fn every(legs: &[Gathered<'_>]) -> Vec<Self> {
        let count = legs.len();
        let mut all = vec![Self::Parlay];
        all.extend((2..count).map(Self::RoundRobin));
        all.extend([false, true].map(|singles| Self::FullCover { singles }));
        if count > 1 {
            all.push(Self::RoundRobin(1));
        }
        all.retain(|it| it.terms(legs).is_ok());
        let teased = legs.iter().map(|(sport, _)| charts(*sport));
        if let Some(charts) = teased.filter(|_| count > 1).find(|it| !it.is_empty()) {
            let points = charts.iter().filter_map(|it| it.points().ok());
            all.extend(points.map(Self::Teaser));
        }
        all
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parlay => f.write_str("parlay"),
            Self::RoundRobin(size) => write!(f, "by_{size}"),
            Self::FullCover { singles: false } => f.write_str("doubles_up"),
            Self::FullCover { singles: true } => f.write_str("singles_up"),
            Self::Teaser(points) => write!(f, "teaser_{points}"),
        }
    }
}

fn of_sizes(legs: usize, sizes: Vec<usize>) -> Result<Terms, UnfitError> {
    let system = System::of(legs, &sizes).map_err(|_| UnfitError::Legs(legs))?;
    match system.bets() {
        bets if bets > BETS_MAX => Err(UnfitError::Bets(bets)),
        _ => Ok(Terms::System { sizes }),
    }
}

fn teaser(points: Line, legs: &[Gathered<'_>]) -> Result<Terms, UnfitError> {
    if legs.len() < 2 {
        return Err(UnfitError::Legs(legs.len()));
    }
    let mut charts = legs.iter().map(|(sport, _)| chart_of(*sport, points));
    let first = charts.next().flatten();
    let Some(chart) = first.filter(|_| charts.all(|it| it == first)) else {
        return Err(UnfitError::Sports);
    };
    if legs.len() > chart.legs_max() {
        return Err(UnfitError::Legs(legs.len()));
    }
    for (leg, (_, selection)) in legs.iter().enumerate() {
        teased(selection, points).map_err(|why| UnfitError::Leg { leg, why })?;
    }
    let chart = chart.rows_up_to(legs.len());
    Ok(Terms::Teaser { points, chart })
}

#[cfg(test)]
mod tests {
    use shared::game::Period;
    use shared::id::GameId;
    use shared::market::{MarketKey, MarketKind, Side};

    use super::*;

    fn selection(number: usize, kind: MarketKind, side: Side, line: Option<&str>) -> Selection {
        let game = GameId::derive(&number.to_string());
        let line = line.map(|it| it.parse().unwrap());
        let key = MarketKey::of_game(game, kind, Period::Full, line);
        Selection::of(&key, side).unwrap()
    }

    fn winners(count: usize) -> Vec<Selection> {
        let winner = |it| selection(it, MarketKind::Moneyline2, Side::Home, None);
        (0..count).map(winner).collect()
    }

    fn gathered(sport: Sport, legs: &[Selection]) -> Vec<Gathered<'_>> {
        legs.iter().map(|it| (sport, it)).collect()
    }

    fn words(all: &[Wanted]) -> Vec<String> {
        all.iter().map(|it| it.word()).collect()
    }

    #[test]
    fn what_is_offered_fits_the_number_of_legs() {
        let offered = |count| {
            let legs = winners(count);
            words(&Wanted::every(&gathered(Sport::Soccer, &legs))).join(" ")
        };
        assert_eq!(offered(1), "parlay");
        assert_eq!(offered(2), "parlay by_1");
        assert_eq!(offered(3), "parlay by_2 doubles_up singles_up by_1");
        assert_eq!(offered(4), "parlay by_2 by_3 doubles_up singles_up by_1");
        assert_eq!(offered(9), "parlay by_2 by_3 by_4 by_5 by_6 by_7 by_8 by_1");
        // Of 25 legs, those by threes would be 2,300 bets.
        assert_eq!(offered(25), "parlay by_2 by_23 by_24 by_1");
    }

    #[test]
    fn every_system_that_has_a_name_is_offered_on_its_legs() {
        for cover in FULL_COVERS {
            let legs = winners(cover.legs);
            let legs = gathered(Sport::Soccer, &legs);
            let named = System::named(cover.name, cover.legs).unwrap();
            let sizes = named.sizes().to_vec();
            let offered = Wanted::every(&legs);
            let mut terms = offered.iter().map(|it| it.terms(&legs).unwrap());
            assert!(terms.any(|it| it
                == Terms::System {
                    sizes: sizes.clone()
                }));
        }
    }

    #[test]
    fn nothing_that_is_offered_is_more_than_a_menu_takes_or_has_too_many_bets() {
        for count in 1..=LEGS_MAX {
            let legs = winners(count);
            let legs = gathered(Sport::AmericanFootball, &legs);
            let all = Wanted::every(&legs);
            assert!(all.len() <= 25, "{count}: {}", all.len());
            for wanted in all {
                if let Ok(Terms::System { sizes }) = wanted.terms(&legs) {
                    let bets = System::of(count, &sizes).unwrap().bets();
                    assert!(bets <= BETS_MAX, "{count}, {wanted}: {bets}");
                }
            }
        }
    }

    #[test]
    fn a_word_is_read_as_it_was_written_and_no_other_word_is() {
        let legs = winners(8);
        let legs = gathered(Sport::AmericanFootball, &legs);
        for wanted in Wanted::every(&legs) {
            assert_eq!(Wanted::read(&wanted.word()), Some(wanted));
        }
        for word in [
            "",
            "by_",
            "by_0",
            "by_26",
            "by_02",
            "teaser_",
            "teaser_+6",
            "trixie",
        ] {
            assert_eq!(Wanted::read(word), None, "{word}");
        }
    }

    #[test]
    fn a_teaser_needs_spreads_and_totals_of_one_sport() {
        let points = "6".parse().unwrap();
        let spread = selection(1, MarketKind::Spread, Side::Away, Some("-3.5"));
        let over = selection(2, MarketKind::Total, Side::Over, Some("44.5"));
        let winner = selection(3, MarketKind::Moneyline2, Side::Home, None);
        let quarter = selection(4, MarketKind::Spread, Side::Home, Some("-3.25"));
        let (football, hoops) = (Sport::AmericanFootball, Sport::Basketball);
        let wanted = Wanted::Teaser(points);
        let fits = wanted.terms(&[(football, &spread), (football, &over)]);
        let Ok(Terms::Teaser { points: by, chart }) = fits else {
            panic!("{fits:?}");
        };
        assert_eq!((by, chart[&2].to_string()), (points, "-115".to_owned()));
        assert_eq!(
            chart.len(),
            1,
            "a row above its legs would never be reached"
        );
        for (legs, why) in [
            (vec![(football, &spread)], UnfitError::Legs(1)),
            (
                vec![(football, &spread), (hoops, &over)],
                UnfitError::Sports,
            ),
            (vec![(hoops, &spread), (hoops, &over)], UnfitError::Sports),
            (
                vec![(football, &spread), (football, &winner)],
                UnfitError::Leg {
                    leg: 1,
                    why: TeaseError::NotMain,
                },
            ),
            (
                vec![(football, &quarter), (football, &over)],
                UnfitError::Leg {
                    leg: 0,
                    why: TeaseError::Quarter("+2.75".to_owned()),
                },
            ),
        ] {
            assert_eq!(wanted.terms(&legs), Err(why));
        }
    }
}
