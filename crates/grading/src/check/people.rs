//! Players: nothing of one who did not play, and no more than his side.

use shared::competitor::Role;
use shared::facts::PlayerLine;
use shared::league::Sport;

use super::{CheckedEnd, Flaw, FlawKind, Most, ensure};

/// What a player scores that his side scores too, one for one.
const fn scored(sport: Sport) -> Option<&'static str> {
    match sport {
        Sport::Basketball => Some("points"),
        Sport::IceHockey | Sport::Soccer | Sport::Handball => Some("goals"),
        Sport::Baseball | Sport::Cricket => Some("runs"),
        _ => None,
    }
}

pub(super) fn check(told: CheckedEnd<'_>, most: Most) -> Result<(), Flaw> {
    let players = &told.facts.players;
    if players.is_empty() {
        return Ok(());
    }
    let mut ids: Vec<_> = players.iter().map(|it| it.id).collect();
    ids.sort_unstable();
    let wrong = |says: &str| Err(Flaw::new(FlawKind::Players, says));
    if ids.windows(2).any(|it| it[0] == it[1]) {
        return wrong("a player stands twice");
    }
    let statistic = scored(told.sport);
    let mut sums = [0_i64; 2];
    for player in players {
        if player.role == Role::Entrant {
            return wrong("a player of neither side");
        }
        if player.started && !player.played {
            return wrong("a player who started and did not play");
        }
        if !player.played && player.statistics.values().any(|it| *it != 0) {
            return wrong("statistics of a player who did not play");
        }
        let own = statistic.and_then(|it| player.statistics.get(it));
        let own = own.copied().unwrap_or(0);
        if own < 0 {
            return wrong("a player who scored less than nothing");
        }
        let sum = &mut sums[usize::from(player.role == Role::Away)];
        *sum = sum.saturating_add(own);
    }
    more_than_his_side(players, statistic, sums, most)
}

fn more_than_his_side(
    players: &[PlayerLine],
    statistic: Option<&str>,
    [home, away]: [i64; 2],
    most: Most,
) -> Result<(), Flaw> {
    let (Some(statistic), Some((own, other))) = (statistic, most) else {
        return Ok(());
    };
    ensure(home <= own && away <= other, FlawKind::Players, || {
        format!(
            "{} players have {home}-{away} {statistic}, and their sides {own}-{other}",
            players.len()
        )
    })
}
