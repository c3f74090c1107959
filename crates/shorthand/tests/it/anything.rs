//! What holds for any text, and for any selection of the board.

use std::sync::LazyLock;

use proptest::prelude::*;
use shared::competitor::Role;
use shared::game::{Game, Period};
use shared::market::{MarketKind, Selection, Side};
use shorthand::{Read, read};

use crate::board::Labelled;

static LABELLED: LazyLock<Labelled> = LazyLock::new(Labelled::load);

/// Words of lines, and words that nobody on the board is called or near to.
const WORDS: &[&str] = &[
    "lakers", "bos", "giants", "over", "u", "-3.5", "220.5", "+", "x", "ml", "2u", "@", "1.9",
    "hr", "judge", "1h", "or", "to win", "rangers", "vs", "max", "dc", "1", "2-1", "(", ")", "/",
    ",", "parlay", "tt", "no", "tonight", "+150", "64c", "%", "=", "k", "la", "ny", "united",
    "pts", "25+",
];
const NOBODY: &[&str] = &[
    "zzqxj", "over", "under", "220.5", "-3.5", "ml", "2u", "+", "tt", "1h", "@ 1.9", "parlay",
    "draw", "btts", "nrfi", "nba", "tonight", "qqqqwwww", "points", "yes", "/", "vs", "xkcdvv",
    "+150",
];

/// A line that says no more than a selection, as its board names it.
fn canonical(game: &Game, pick: &Selection) -> Option<String> {
    let sides = game.sides()?;
    let both = format!("{} vs {}", sides.away.name, sides.home.name);
    let period = match pick.period {
        Period::Full => String::new(),
        Period::Regulation => " reg".to_owned(),
        Period::Half(n) => format!(" {n}h"),
        Period::Quarter(n) => format!(" {n}q"),
        Period::Third(n) => format!(" p{n}"),
        Period::Set(n) => format!(" s{n}"),
        Period::FirstFive => " f5".to_owned(),
        Period::Inning(1) => " 1st inning".to_owned(),
        _ => return None,
    };
    let line = pick.line.map(|it| it.to_string()).unwrap_or_default();
    let role = match pick.side {
        Side::Away => Role::Away,
        _ => Role::Home,
    };
    let (side, other) = (sides.of(role)?, sides.of(role.other())?);
    let unit = match pick.statistic.as_deref() {
        Some("sets") => " sets",
        None if game.sport == shared::league::Sport::Tennis && pick.line.is_some() => " games",
        _ => "",
    };
    Some(match pick.kind {
        MarketKind::Spread => {
            let line = pick.line?.signed();
            let line = if line == "0" { "pk".to_owned() } else { line };
            format!("{} {line}{unit}{period} vs {}", side.name, other.name)
        }
        MarketKind::Total => format!("{both}{period} {} {line}{unit}", pick.side),
        MarketKind::TeamTotal => {
            let subject = game.find(pick.subject?)?;
            let other = if subject.id == side.id {
                &other.name
            } else {
                &side.name
            };
            format!(
                "{} tt{period} {} {line} vs {other}",
                subject.name, pick.side
            )
        }
        MarketKind::Moneyline2 | MarketKind::Moneyline3 if pick.side == Side::Draw => {
            format!("{both}{period} draw")
        }
        MarketKind::Moneyline2 | MarketKind::Moneyline3 => {
            format!("{} ml{period} vs {}", side.name, other.name)
        }
        MarketKind::DrawNoBet => format!("{} dnb vs {}", side.name, other.name),
        MarketKind::BothTeamsToScore => format!("btts {} {both}{period}", pick.side),
        MarketKind::PlayerTotal => {
            let player = game.find(pick.subject?)?;
            let statistic = pick.statistic.as_deref()?.replace('_', " ");
            let both = if game.role(player.id).is_some() {
                ""
            } else {
                &both
            };
            format!("{} {} {line} {statistic} {both}", player.name, pick.side)
        }
        _ => return None,
    })
}

/// Whether its names alone tell a game from all others: two games of the same two teams do not.
fn is_only_meeting(game: &Game) -> bool {
    let ids = game.sides().map(|it| it.ids());
    let games = LABELLED.games.iter();
    games
        .filter(|it| it.game.sides().map(|it| it.ids()) == ids)
        .count()
        == 1
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,120}") {
        let _ = read(&text, &LABELLED.board, LABELLED.now);
    }

    #[test]
    fn capitals_make_no_difference(words in prop::collection::vec(0..WORDS.len(), 0..12)) {
        let words: Vec<&str> = words.into_iter().map(|it| WORDS[it]).collect();
        let line = words.join(" ");
        let once = read(&line, &LABELLED.board, LABELLED.now);
        prop_assert_eq!(&once, &read(&line.to_uppercase(), &LABELLED.board, LABELLED.now));
    }

    #[test]
    fn a_line_that_names_nobody_is_no_bet(words in prop::collection::vec(0..NOBODY.len(), 0..12)) {
        let words: Vec<&str> = words.into_iter().map(|it| NOBODY[it]).collect();
        let line = words.join(" ");
        let read = read(&line, &LABELLED.board, LABELLED.now);
        prop_assert!(matches!(read, Read::Nothing(_)), "{line}: {read:?}");
    }

    #[test]
    fn any_selection_is_read_back_from_its_own_line(
        game in any::<prop::sample::Index>(),
        quote in any::<prop::sample::Index>(),
    ) {
        let board = game.get(&LABELLED.games);
        let pick = &quote.get(&board.quotes).selection;
        let line = canonical(&board.game, pick);
        prop_assume!(board.game.status.is_open() && is_only_meeting(&board.game));
        prop_assume!(line.is_some());
        let line = line.unwrap();
        match read(&line, &LABELLED.board, LABELLED.now) {
            Read::Bet(bet) => {
                prop_assert_eq!(bet.legs.len(), 1, "{}", line);
                prop_assert_eq!(&bet.legs[0].selection, pick, "{}", line);
            }
            other => prop_assert!(false, "{line}: {other:?}"),
        }
    }
}
