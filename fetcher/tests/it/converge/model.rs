//! What must come out, worked out another way: from each source's last word alone, by counting
//! voices, with fractions of whole numbers. It shares nothing with what it checks.

use std::collections::BTreeSet;

use shared::game::Period;
use shared::market::{MarketKind, Side};

use super::script::{Bet, End, OWN, PICKS, Pick, Script, price};

/// What everybody began with, in micro-units.
pub(crate) const GRANT: i64 = 100_000_000;

/// How a game ends up, whatever the order: by its own feed, by most voices, by the only one, or
/// by the operator, who is asked where nobody else can tell.
pub(crate) fn end(script: &Script) -> End {
    let last = |it: &super::script::Source| {
        let word = it.says.last().copied().flatten();
        word.map(|word| (it.provider, word))
    };
    let words: Vec<_> = script.sources.iter().filter_map(last).collect();
    let ends: Vec<_> = words.iter().map(|it| it.1).collect();
    if let Some((_, own)) = words.iter().find(|it| it.0 == OWN) {
        return filled(*own, &ends);
    }
    // Every complete story that somebody tells; whoever knows less tells it too.
    let stories: BTreeSet<_> = ends.iter().map(|it| filled(*it, &ends)).collect();
    let voices = |story: &End| ends.iter().filter(|it| fits(**it, *story)).count();
    let most = stories.iter().map(voices).max().unwrap_or(0);
    let told: Vec<_> = stories.iter().filter(|it| voices(it) == most).collect();
    match told[..] {
        [one] if most > 1 || ends.len() == 1 => *one,
        _ => script.truth,
    }
}

/// Whether a word is part of a story.
fn fits(word: End, story: End) -> bool {
    match (word, story) {
        (End::Cancelled, End::Cancelled) => true,
        (End::Final(full, half), End::Final(all, known)) => {
            full == all && (half.is_none() || half == known)
        }
        _ => false,
    }
}

/// A word with the half that those know who say the same, where they know one and the same.
fn filled(word: End, ends: &[End]) -> End {
    let End::Final(full, None) = word else {
        return word;
    };
    let halves: BTreeSet<_> = ends
        .iter()
        .filter_map(|it| match it {
            End::Final(all, half) if *all == full => *half,
            _ => None,
        })
        .collect();
    let only = halves.first().copied().filter(|_| halves.len() == 1);
    End::Final(full, only)
}

/// What a stake of one comes back as, as a fraction. `None`: it cannot be told.
fn multiplier(pick: usize, end: End) -> Option<(i128, i128)> {
    let Pick {
        kind,
        period,
        line,
        side,
    } = PICKS[pick];
    let price = price(pick);
    let (num, den) = (i128::from(price.num()), i128::from(price.den()));
    let End::Final(full, half) = end else {
        return Some((1, 1));
    };
    let (home, away) = if period == Period::Full { full } else { half? };
    let line = line.unwrap_or(0);
    // In quarters, above zero where the bet is ahead.
    let ahead = match (kind, side) {
        (MarketKind::Moneyline3, Side::Draw) => {
            if home == away {
                4
            } else {
                -4
            }
        }
        (MarketKind::Moneyline3, _) => {
            if home > away {
                4
            } else {
                -4
            }
        }
        (MarketKind::Total, Side::Over) => 4 * (home + away) - line,
        (MarketKind::Total, _) => line - 4 * (home + away),
        (_, Side::Home) => 4 * (home - away) + line,
        _ => 4 * (away - home) - line,
    };
    Some(match ahead {
        2.. => (num, den),
        1 => (num + den, 2 * den),
        0 => (1, 1),
        -1 => (1, 2),
        _ => (0, 1),
    })
}

/// What a ticket comes back as in micro-units, cut once. `None` while it is open.
pub(crate) fn returned(bet: &Bet, ends: &[End]) -> Option<i64> {
    let legs: Vec<_> = bet
        .legs
        .iter()
        .map(|(game, pick)| multiplier(*pick, ends[*game]))
        .collect();
    if legs.iter().flatten().any(|it| it.0 == 0) {
        return Some(0);
    }
    let all: Option<Vec<_>> = legs.into_iter().collect();
    let (num, den) = all?
        .into_iter()
        .fold((1, 1), |(n, d), (num, den)| (n * num, d * den));
    i64::try_from(i128::from(bet.stake) * num / den).ok()
}

/// Every member's cash and units at risk.
pub(crate) fn balances(bets: &[Bet], ends: &[End], members: usize) -> Vec<(i64, i64)> {
    let mut balances = vec![(GRANT, 0); members];
    for bet in bets {
        let of = &mut balances[bet.member];
        of.0 -= bet.stake;
        match returned(bet, ends) {
            Some(back) => of.0 += back,
            None => of.1 += bet.stake,
        }
    }
    balances
}
