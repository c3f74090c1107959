//! What tickets of several legs are called, and how they pay.

use grading::system::System;
use shared::ticket::{Terms, Ticket};
use shared::units::{STEPS_PER_UNIT, Units};

use crate::catalogue::Catalogue;
use crate::{Said, money};

/// What a ticket of several legs is called: `3-leg parlay`, `Yankee (4 legs)`. Of one leg, the same
/// as of several: whoever names a single says its pick instead.
pub fn whole_name(catalogue: Catalogue, terms: &Terms, legs: usize, each_way: bool) -> Said {
    let count = ("legs", legs.into());
    let name = match terms {
        Terms::Single | Terms::Parlay => catalogue.line("public-parlay", &[count]),
        Terms::System { sizes } => system(catalogue, sizes, legs),
        Terms::Teaser { points, .. } => {
            let points = ("points", money::total(*points).into());
            catalogue.line("public-teaser", &[count, points])
        }
    };
    named(catalogue, name, each_way)
}

/// The same with a word for a bet that is each way.
pub fn named(catalogue: Catalogue, what: Said, each_way: bool) -> Said {
    match each_way {
        true => catalogue.line("public-each-way", &[("what", what.into())]),
        false => what,
    }
}

/// Whether any of the ticket's legs is each way. On one that is, all are.
pub fn is_each_way(ticket: &Ticket) -> bool {
    ticket.legs.iter().any(|it| it.each_way.is_some())
}

fn system(catalogue: Catalogue, sizes: &[usize], legs: usize) -> Said {
    let count = ("legs", legs.into());
    let cover = System::of(legs, sizes).ok();
    let cover = cover.and_then(|it| it.cover());
    let key = match cover.map(|it| it.name) {
        Some("trixie") => "public-trixie",
        Some("patent") => "public-patent",
        Some("yankee") => "public-yankee",
        Some("lucky_15") => "public-lucky-15",
        Some("canadian") => "public-canadian",
        Some("lucky_31") => "public-lucky-31",
        Some("heinz") => "public-heinz",
        Some("lucky_63") => "public-lucky-63",
        Some("super_heinz") => "public-super-heinz",
        Some("lucky_127") => "public-lucky-127",
        Some("goliath") => "public-goliath",
        Some("lucky_255") => "public-lucky-255",
        _ => match sizes {
            [1] => return catalogue.line("public-singles", &[count]),
            [size] => {
                let size = ("size", (*size).into());
                return catalogue.line("public-round-robin", &[count, size]);
            }
            _ => {
                let sizes = sizes.iter().map(|it| Said::ours(format!("{it}s")));
                let sizes = ("sizes", crate::list(sizes, ", ").into());
                return catalogue.line("public-system", &[count, sizes]);
            }
        },
    };
    let name = ("name", catalogue.say(key).into());
    catalogue.line("public-cover", &[name, count])
}

/// How many bets a ticket with these terms is, without what each way doubles.
pub fn bets(terms: &Terms, legs: usize) -> u64 {
    match terms {
        Terms::System { sizes } => System::of(legs, sizes).map_or(1, |it| it.bets()),
        Terms::Single | Terms::Parlay | Terms::Teaser { .. } => 1,
    }
}

/// How a system's stake is spread, and from how many winners on it pays: `4 bets of 0.25u each,
/// paying from 2 winning legs`. `None` for what is one bet.
pub fn spread(catalogue: Catalogue, terms: &Terms, legs: usize, stake: Units) -> Option<Said> {
    spread_by(catalogue, "public-spread", terms, legs, stake)
}

/// The same where the number of bets is said beside it: `0.25u on each, paying from 2 winning
/// legs`.
pub fn spread_on_each(
    catalogue: Catalogue,
    terms: &Terms,
    legs: usize,
    stake: Units,
) -> Option<Said> {
    spread_by(catalogue, "public-spread-each", terms, legs, stake)
}

fn spread_by(
    catalogue: Catalogue,
    key: &str,
    terms: &Terms,
    legs: usize,
    stake: Units,
) -> Option<Said> {
    let Terms::System { sizes } = terms else {
        return None;
    };
    let bets = bets(terms, legs);
    let places = [
        ("bets", bets.into()),
        ("each", each(stake, bets).into()),
        ("from", sizes.first().copied().unwrap_or(1).into()),
    ];
    Some(catalogue.line(key, &places))
}

/// The stake of one of so many bets, to the nearest ten-thousandth: `0.0909u`. For reading only.
pub fn each(stake: Units, bets: u64) -> Said {
    const STEP: i64 = STEPS_PER_UNIT / 10_000;
    let bets = i64::try_from(bets.max(1)).unwrap_or(i64::MAX);
    let steps = (stake.steps() / bets).saturating_add(STEP / 2) / STEP * STEP;
    money::exact(Units::from_steps(steps)).then(&"u".into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use grading::system::FULL_COVERS;

    use super::*;

    fn name(terms: &Terms, legs: usize) -> String {
        whole_name(Catalogue::get("en-US"), terms, legs, false).plain()
    }

    #[test]
    fn every_kind_of_ticket_has_a_name_that_people_know() {
        let system = |sizes: &[usize]| Terms::System {
            sizes: sizes.to_vec(),
        };
        let mut names: Vec<String> = FULL_COVERS
            .iter()
            .filter(|it| it.name != "super_yankee")
            .map(|it| {
                let sizes: Vec<usize> = (it.from..=it.legs).collect();
                name(&system(&sizes), it.legs)
            })
            .collect();
        names.push(name(&Terms::Parlay, 3));
        names.push(name(&system(&[2]), 4));
        names.push(name(&system(&[1]), 4));
        names.push(name(&system(&[2, 3]), 5));
        let teaser = Terms::Teaser {
            points: "6.5".parse().unwrap(),
            chart: BTreeMap::new(),
        };
        names.push(name(&teaser, 2));
        let catalogue = Catalogue::get("en-US");
        names.push(whole_name(catalogue, &Terms::Parlay, 2, true).plain());
        let known = [
            "Trixie (3 legs)",
            "Patent (3 legs)",
            "Yankee (4 legs)",
            "Lucky 15 (4 legs)",
            "Canadian (5 legs)",
            "Lucky 31 (5 legs)",
            "Heinz (6 legs)",
            "Lucky 63 (6 legs)",
            "Super Heinz (7 legs)",
            "Lucky 127 (7 legs)",
            "Goliath (8 legs)",
            "Lucky 255 (8 legs)",
            "3-leg parlay",
            "4-leg round robin by 2s",
            "4 singles",
            "5-leg system by 2s, 3s",
            "2-leg 6.5-point teaser",
            "2-leg parlay, each way",
        ];
        assert_eq!(names, known);
    }

    #[test]
    fn a_stake_is_spread_over_the_bets_of_a_system() {
        let catalogue = Catalogue::get("en-US");
        let said = |sizes: &[usize], legs, stake| {
            let sizes = sizes.to_vec();
            spread(catalogue, &Terms::System { sizes }, legs, stake)
                .unwrap()
                .plain()
        };
        let lines = [
            said(&[2, 3, 4], 4, Units::whole(1)),
            said(&[1], 2, Units::whole(1)),
            said(&[2, 3, 4, 5, 6, 7, 8], 8, Units::from_steps(500_000)),
        ];
        let known = [
            "11 bets of 0.0909u each, paying from 2 winning legs",
            "2 bets of 0.5u each, paying from 1 winning leg",
            "247 bets of 0.002u each, paying from 2 winning legs",
        ];
        assert_eq!(lines, known);
    }
}
