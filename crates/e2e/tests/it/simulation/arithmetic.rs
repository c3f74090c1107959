//! What a bet returns, worked out on its own: nothing here knows how the programs do it.

use super::op::{Market, Side};

/// How a game ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Score(i32, i32),
    NotPlayed,
}

/// What was bet on, at which American price. A spread's line is the home side's, in quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leg {
    pub(crate) game: usize,
    pub(crate) market: Market,
    pub(crate) side: Side,
    pub(crate) line: i32,
    pub(crate) price: i32,
}

/// Where a ticket stands, and what came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) state: &'static str,
    pub(crate) returned: Option<i64>,
}

pub(crate) const OPEN: Head = Head {
    state: "open",
    returned: None,
};

/// The outcome of a leg: half bets that won, and half bets that came back. What remains of the two is
/// lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halves {
    Played { won: i64, back: i64 },
    Void,
}

/// A price as a fraction: what a stake of the lower part returns.
pub(crate) fn fraction(american: i32) -> (i64, i64) {
    let number = i64::from(american.abs());
    if american > 0 {
        (100 + number, 100)
    } else {
        (100 + number, number)
    }
}

/// The outcome of a leg whose game ended like that.
pub(crate) fn halves(leg: &Leg, end: End) -> Halves {
    let End::Score(home, away) = end else {
        return Halves::Void;
    };
    // In quarters of a point, seen from the first side: what it is ahead by.
    let ahead = match leg.market {
        Market::Moneyline => 4 * (home - away),
        Market::Spread => 4 * (home - away) + leg.line,
        Market::Total => 4 * (home + away) - leg.line,
    };
    let ahead = match leg.side {
        Side::First => ahead,
        Side::Second => -ahead,
    };
    // A quarter line is two half bets, on the lines beside it.
    let parts = match ahead.rem_euclid(2) {
        0 => [ahead, ahead],
        _ => [ahead - 1, ahead + 1],
    };
    let count = |what: fn(&&i32) -> bool| i64::try_from(parts.iter().filter(what).count()).unwrap();
    Halves::Played {
        won: count(|it| **it > 0),
        back: count(|it| **it == 0),
    }
}

/// What a ticket returns where each leg's game ended like that, or has not ended.
pub(crate) fn head(stake: i64, legs: &[(Leg, Option<End>)]) -> Head {
    let came = |(leg, end): &(Leg, Option<End>)| (*leg, end.map(|end| halves(leg, end)));
    let legs: Vec<_> = legs.iter().map(came).collect();
    reckon(stake, &legs)
}

/// What a ticket returns where its legs have these outcomes, or none yet.
pub(crate) fn reckon(stake: i64, legs: &[(Leg, Option<Halves>)]) -> Head {
    let known: Vec<_> = legs
        .iter()
        .map(|(leg, came)| came.map(|came| (leg, came)))
        .collect();
    let is_lost = |it: &Halves| *it == Halves::Played { won: 0, back: 0 };
    if known.iter().flatten().any(|(_, it)| is_lost(it)) {
        return Head {
            state: "lost",
            returned: Some(0),
        };
    }
    let Some(known) = known.into_iter().collect::<Option<Vec<_>>>() else {
        return OPEN;
    };
    let (mut upper, mut lower) = (i128::from(stake), 1_i128);
    for (leg, halves) in &known {
        let (num, den) = fraction(leg.price);
        if let Halves::Played { won, back } = halves {
            // (won × price + back) / 2
            upper *= i128::from(won * num + back * den);
            lower *= i128::from(2 * den);
        }
    }
    let returned = i64::try_from(upper / lower).unwrap();
    let of = |wanted: Halves| known.iter().all(|(_, it)| *it == wanted);
    let (full, push) = (
        Halves::Played { won: 2, back: 0 },
        Halves::Played { won: 0, back: 2 },
    );
    let counts: Vec<_> = known
        .iter()
        .map(|(_, it)| *it)
        .filter(|it| *it != Halves::Void && *it != push)
        .collect();
    let state = if legs.len() == 1 {
        match known.first().unwrap().1 {
            Halves::Void => "void",
            it if it == full => "won",
            it if it == push => "push",
            Halves::Played { won: 1, .. } => "half_won",
            Halves::Played { .. } => "half_lost",
        }
    } else if counts.is_empty() {
        "refunded"
    } else if counts.iter().all(|it| *it == full) || of(full) {
        "won"
    } else if returned > stake {
        "partial_won"
    } else {
        "partial_lost"
    };
    Head {
        state,
        returned: Some(returned),
    }
}

/// What comes back if all of it wins.
pub(crate) fn promise(stake: i64, legs: &[Leg]) -> i64 {
    let (mut upper, mut lower) = (i128::from(stake), 1_i128);
    for leg in legs {
        let (num, den) = fraction(leg.price);
        upper *= i128::from(num);
        lower *= i128::from(den);
    }
    i64::try_from(upper / lower).unwrap()
}

#[test]
fn the_model_reckons_as_the_rules_say() {
    let leg = |market, side, line, price| Leg {
        game: 0,
        market,
        side,
        line,
        price,
    };
    let one = |leg, end| head(1_000_000, &[(leg, Some(end))]);
    let home = leg(Market::Spread, Side::First, -13, -110);
    let away = Leg {
        side: Side::Second,
        ..home
    };
    // Home by three, with home giving three and a quarter.
    let end = End::Score(25, 22);
    assert_eq!(one(home, end).returned, Some(500_000));
    assert_eq!(one(home, end).state, "half_lost");
    assert_eq!(one(away, end).returned, Some(1_454_545));
    assert_eq!(one(home, End::NotPlayed).state, "void");
    let tie = leg(Market::Moneyline, Side::First, 0, 325);
    assert_eq!(one(tie, End::Score(20, 20)).state, "push");
    let over = leg(Market::Total, Side::First, 180, 100);
    assert_eq!(one(over, End::Score(30, 16)).returned, Some(2_000_000));
    let both = [(over, Some(End::Score(30, 16))), (home, None)];
    assert_eq!(head(1_000_000, &both), OPEN);
}
