//! What is never guessed: lines on a board that has the main lines alone, as most boards do.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use shared::competitor::Competitor;
use shared::game::{Contest, Game, GameStatus, Period};
use shared::id::{CompetitorId, GameId, LeagueId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{About, MarketKey, MarketKind, Selection};
use shared::price::Price;
use shared::quote::{BoardGame, Bookmaker, Quote};
use shorthand::{Board, Read, read};

static BOARD: LazyLock<Board> = LazyLock::new(|| {
    let bears = match_of("NFL", Sport::AmericanFootball, ["Bears", "Packers"]);
    let bears = with(bears, (MarketKind::Spread, None), Some("3.5"));
    let bears = with(bears, (MarketKind::Moneyline2, None), None);
    let bears = with(bears, (MarketKind::Total, None), Some("45"));
    let bears = with(bears, (MarketKind::TeamTotal, Some("Bears")), Some("20.5"));
    let bears = with(
        bears,
        (MarketKind::TeamTotal, Some("Packers")),
        Some("24.5"),
    );
    let lions = match_of("NFL", Sport::AmericanFootball, ["Lions", "Vikings"]);
    let lions = with(lions, (MarketKind::Spread, None), Some("-2.5"));
    let lions = with(lions, (MarketKind::Moneyline2, None), None);
    let arsenal = match_of("EPL", Sport::Soccer, ["Arsenal", "Chelsea"]);
    let arsenal = with(arsenal, (MarketKind::Moneyline3, None), None);
    Board::new(&[bears, lions, arsenal], &[])
});

fn moment() -> DateTime<Utc> {
    "2026-12-01T12:00:00Z".parse().unwrap()
}

fn match_of(league: &str, sport: Sport, [home, away]: [&str; 2]) -> BoardGame {
    let team = |name: &str| Competitor {
        id: CompetitorId::derive(name),
        name: name.to_owned(),
        short_name: name.to_owned(),
        place: format!("{name}place"),
        code: name.chars().take(3).collect::<String>().to_uppercase(),
        colors: None,
    };
    let game = Game {
        id: GameId::derive(home),
        league: LeagueId::derive(league),
        league_code: league.to_owned(),
        sport,
        season: "2026".to_owned(),
        starts_at: moment() + chrono::Days::new(1),
        status: GameStatus::Scheduled,
        contest: Contest::between(team(home), team(away)),
        named: Vec::new(),
    };
    BoardGame {
        game,
        quotes: Vec::new(),
    }
}

/// The game with one more market.
fn with(
    mut of: BoardGame,
    (kind, subject): (MarketKind, Option<&str>),
    line: Option<&str>,
) -> BoardGame {
    let line: Option<Line> = line.map(|it| it.parse().unwrap());
    let key = MarketKey {
        about: About::Game(of.game.id),
        kind,
        period: Period::Full,
        subject: subject.map(CompetitorId::derive),
        statistic: None,
        line,
        group: Vec::new(),
    };
    let sides = kind.sides().iter();
    let selections = sides.filter_map(|side| Selection::of(&key, *side));
    of.quotes.extend(selections.map(|selection| Quote {
        selection,
        bookmaker: Bookmaker::new("book", "Book"),
        price: Price::from_american(-110).unwrap(),
        source_at: moment(),
        feed: "feed".to_owned(),
        confirmed_at: moment(),
    }));
    of
}

fn staked(stake: shorthand::Stake) -> String {
    match stake {
        shorthand::Stake::Units(units) => {
            let written = units.to_string();
            format!("{}u", written.trim_end_matches('0').trim_end_matches('.'))
        }
        other => format!("{other:?}"),
    }
}

/// A selection with its stake in short: `home +3.5`, `home 2u`.
fn short(selection: &Selection, stake: Option<shorthand::Stake>) -> String {
    let line = selection.line.map(|it| match selection.kind {
        MarketKind::Spread => format!(" {}", it.signed()),
        _ => format!(" {it}"),
    });
    let stake = stake.map(|it| format!(" {}", staked(it)));
    let stake = stake.unwrap_or_default();
    format!("{}{}{stake}", selection.side, line.unwrap_or_default())
}

/// What a line is read as, in short.
fn said(line: &str) -> String {
    match read(line, &BOARD, moment()) {
        Read::Bet(bet) => {
            let legs: Vec<String> = bet
                .legs
                .iter()
                .map(|it| short(&it.selection, None))
                .collect();
            let first = if bet.show_first { "show" } else { "bet" };
            let stake = bet.stake.map(|it| format!(" for {}", staked(it)));
            format!("{first} {}{}", legs.join(" + "), stake.unwrap_or_default())
        }
        Read::Ambiguous(several) => {
            let legs = several.legs.iter().map(|leg| {
                let leg = leg.iter().map(|it| short(&it.selection, it.stake));
                leg.collect::<Vec<_>>().join(" | ")
            });
            format!("ask {}", legs.collect::<Vec<_>>().join(" + "))
        }
        Read::Nothing(nothing) => {
            let near = nothing.near.iter().map(|it| short(it, None));
            let near = near.collect::<Vec<_>>().join(" | ");
            format!("{} {near}", nothing.reason.word())
                .trim()
                .to_owned()
        }
    }
}

#[test]
fn a_bare_number_makes_no_bet_by_itself() {
    for (line, expected) in [
        // The line has moved since, or it is a stake.
        ("bears 3", "ask home 3u | home +3.5"),
        ("bears 2", "ask home 2u | home +3.5"),
        // The price of the moneyline, or of the spread.
        ("bears 2.5", "ask home 2.5u | home +3.5"),
        ("bears 1.91", "ask home 1.91u | home +3.5"),
        ("bears 3 1u", "ask home | home +3.5"),
        ("bears 3.5", "ask home 3.5u | home +3.5"),
        ("bears 3.5 2u", "ask home | home +3.5"),
        // No stake, whatever else it may be.
        ("bears 0", "not_offered home +3.5"),
        ("bears 1.23456789", "not_offered home +3.5"),
        ("bears 0.5 1u", "not_offered home +3.5"),
        ("arsenal 2", "ask home 2u | home"),
        ("bears spread 3.5 2u", "show home +3.5 for 2u"),
        ("bears 2u", "ask home | home +3.5"),
        ("bears +3.5 2", "bet home +3.5 for 2u"),
        ("bears ml 2", "bet home for 2u"),
    ] {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn a_line_behind_one_team_is_not_placed_on_the_other() {
    for (line, expected) in [
        ("bears vs packers +3.5 2u", "ask home +3.5 | away -3.5"),
        ("bears vs packers -3.5 2u", "bet away -3.5 for 2u"),
        ("packers @ bears -3.5 2u", "ask home +3.5 | away -3.5"),
        ("packers @ bears +3.5 2u", "bet home +3.5 for 2u"),
        ("+3.5 bears vs packers 2u", "bet home +3.5 for 2u"),
        ("-3.5 bears vs packers 2u", "ask home +3.5 | away -3.5"),
        ("bears +3.5 vs packers 2u", "bet home +3.5 for 2u"),
        ("bears -3.5 vs packers 2u", "not_offered home +3.5"),
        (
            "bears vs packers tt over 20.5 2u",
            "ask over 20.5 | over 24.5",
        ),
        ("bears vs packers tt over 24.5 2u", "bet over 24.5 for 2u"),
    ] {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn a_parlay_has_one_stake() {
    for (line, expected) in [
        ("bears 2 + lions 5", "several"),
        ("bears ml 2 + lions ml 5", "several"),
        (
            "bears 2 + lions 2",
            "ask home 2u | home +3.5 + home 2u | home -2.5",
        ),
        ("bears 3.5 + lions 2.5", "show home +3.5 + home -2.5"),
        ("bears 3.5 + lions 2", "several"),
        (
            "bears +3.5 + lions 2",
            "ask home +3.5 + home 2u | home -2.5",
        ),
        ("bears ml + lions ml 2", "bet home + home for 2u"),
    ] {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn a_digit_or_a_sign_that_is_not_read_ends_the_line() {
    for line in [
        "bears ml １2u",
        "bears +１3.5 2u",
        "bears +3.5² 2u",
        "bears ml 1\u{200b}0u",
        "bears ml 1'000u",
        "bears ml 1_0u",
        "bears ml 1·5u",
        "bears ml 1.5.2u",
        "bears ±3.5 2u",
        "bears ml ⁻110 2u",
        "bears ml \u{202e}12u",
        "bears ml ①2u",
        "bears٣ ml 2u",
        "bears ml 2.505% ",
    ] {
        assert!(said(line).starts_with("unknown"), "{line}: {}", said(line));
    }
    for sign in "$€£¥₩₺₽₹฿₿￥＄".chars() {
        let line = format!("bears ml {sign}25");
        assert_eq!(said(&line), "money", "{line}");
    }
    for (line, expected) in [
        ("bears ＋3.5 2u", "bet home +3.5 for 2u"),
        ("packers －3.5 2u", "bet away -3.5 for 2u"),
        ("bears +3½ 2u", "bet home +3.5 for 2u"),
        ("🔥 bears ml 2u🔥", "bet home for 2u"),
        ("bears ml ➕ lions ml 2u", "bet home + home for 2u"),
    ] {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn what_a_stake_is_said_to_win_is_kept_beside_it() {
    for (line, stake, to_win) in [
        ("bears +3.5 2u to win 5u", "2u", Some("5u")),
        ("bears +3.5 2u", "2u", None),
    ] {
        let Read::Bet(bet) = read(line, &BOARD, moment()) else {
            panic!("{line}");
        };
        assert_eq!(
            bet.stake,
            Some(shorthand::Stake::Units(stake.parse().unwrap()))
        );
        assert_eq!(bet.to_win, to_win.map(|it| it.parse().unwrap()));
    }
}

/// Lines that are bets as they stand.
const BETS: &[&str] = &[
    "bears +3.5 2u",
    "bears ml 2u",
    "bears +3.5 -110 2u",
    "over 45 bears packers 1.5u",
    "bears ml + lions -2.5 10u",
    "arsenal ml 0.5u",
];
/// Digits and numerals of other scripts, and in other shapes.
const DIGITS: &str = "０１９٠٣०९๑๙𝟏𝟡①⑨²³¹₁⅓⅛Ⅷⅳ㊿〡〸";

proptest! {
    #[test]
    fn a_digit_of_another_script_anywhere_makes_no_bet(
        line in prop::sample::select(BETS),
        digit in prop::sample::select(DIGITS.chars().collect::<Vec<_>>()),
        at in any::<prop::sample::Index>(),
    ) {
        let mut letters: Vec<char> = line.chars().collect();
        letters.insert(at.index(letters.len() + 1), digit);
        let line: String = letters.into_iter().collect();
        prop_assert!(!said(&line).starts_with("bet"), "{}: {}", line, said(&line));
        prop_assert!(!said(&line).starts_with("show"), "{}: {}", line, said(&line));
    }

    #[test]
    fn a_bare_number_behind_a_name_makes_no_bet(number in 0_u32..2_000, places in 0..3_usize) {
        let number = f64::from(number) / 100.0;
        let line = format!("bears {number:.places$}");
        prop_assert!(!said(&line).starts_with("bet"), "{}: {}", line, said(&line));
    }
}
