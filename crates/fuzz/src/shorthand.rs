//! A line of a bet is read without a panic, the same again, and never as a bet on a game that none
//! of its words names.

use std::sync::LazyLock;

use chrono::{DateTime, Days, Utc};
use shared::competitor::Competitor;
use shared::game::{Contest, Game, GameStatus, Period};
use shared::id::{CompetitorId, GameId, LeagueId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{About, MarketKey, MarketKind, Selection};
use shared::price::Price;
use shared::quote::{BoardGame, Bookmaker, Quote};
use shorthand::{Board, Read, read};

/// Teams that the table of slang does not know, so that their words are all that names them.
const GAMES: &[(&str, Sport, [&str; 4], [&str; 4])] = &[
    (
        "AAA",
        Sport::Basketball,
        ["Quillport Herons", "Herons", "Quillport", "QUI"],
        ["Vantwick Otters", "Otters", "Vantwick", "VAN"],
    ),
    (
        "BBB",
        Sport::Soccer,
        ["Quillport Rovers", "Rovers", "Quillport", "QUR"],
        ["Drumlagh", "Drumlagh", "Drumlagh", "DRU"],
    ),
    (
        "CCC",
        Sport::Tennis,
        ["Ivo Brandquist", "Brandquist", "Brandquist", "BRA"],
        ["Ivo Tessaro", "Tessaro", "Tessaro", "TES"],
    ),
];
const PLAYERS: &[(&str, &str)] = &[("AAA", "Otto Fenwright"), ("AAA", "Kees Rovers")];

static GAMES_READ: LazyLock<Vec<BoardGame>> = LazyLock::new(|| GAMES.iter().map(game).collect());
static BOARD: LazyLock<Board> = LazyLock::new(|| Board::new(GAMES_READ.iter(), []));

fn moment() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn competitor([name, short, place, code]: [&str; 4]) -> Competitor {
    Competitor {
        id: CompetitorId::derive(name),
        name: name.to_owned(),
        short_name: short.to_owned(),
        place: place.to_owned(),
        code: code.to_owned(),
        colors: None,
    }
}

fn game((league, sport, home, away): &(&str, Sport, [&str; 4], [&str; 4])) -> BoardGame {
    let players = PLAYERS.iter().filter(|it| it.0 == *league);
    let game = Game {
        id: GameId::derive(league),
        league: LeagueId::derive(league),
        league_code: (*league).to_owned(),
        sport: *sport,
        season: "1970".to_owned(),
        starts_at: moment() + Days::new(1),
        status: GameStatus::Scheduled,
        contest: Contest::between(competitor(*home), competitor(*away)),
        named: players
            .map(|it| competitor([it.1, it.1, it.1, "P"]))
            .collect(),
    };
    let quotes = selections(&game).into_iter().filter_map(quote).collect();
    BoardGame { game, quotes }
}

fn selections(game: &Game) -> Vec<Selection> {
    let mut keys = Vec::new();
    let mut key = |kind, subject, statistic: Option<&str>, quarters: Option<i32>| {
        keys.push(MarketKey {
            about: About::Game(game.id),
            kind,
            period: Period::Full,
            subject,
            statistic: statistic.map(str::to_owned),
            line: quarters.and_then(|it| Line::from_quarters(it).ok()),
            group: Vec::new(),
        });
    };
    key(MarketKind::Moneyline2, None, None, None);
    key(MarketKind::Moneyline3, None, None, None);
    key(MarketKind::BothTeamsToScore, None, None, None);
    key(MarketKind::DoubleChance, None, None, None);
    for quarters in -20..=20 {
        key(MarketKind::Spread, None, None, Some(quarters));
        key(MarketKind::Total, None, None, Some(quarters + 24));
    }
    for player in &game.named {
        key(
            MarketKind::PlayerTotal,
            Some(player.id),
            Some("points"),
            Some(82),
        );
        key(
            MarketKind::PlayerYesNo,
            Some(player.id),
            Some("goals"),
            None,
        );
    }
    let all = keys.iter().flat_map(|key| {
        let sides = key.kind.sides().iter();
        sides.filter_map(|side| Selection::of(key, *side))
    });
    all.collect()
}

fn quote(selection: Selection) -> Option<Quote> {
    Some(Quote {
        selection,
        bookmaker: Bookmaker::new("book", "Book"),
        price: Price::from_american(-110).ok()?,
        source_at: moment(),
        feed: "feed".to_owned(),
        confirmed_at: moment(),
    })
}

/// For any bytes, as one line.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let answer = read(text, &BOARD, moment());
    assert_eq!(answer, read(text, &BOARD, moment()), "another answer");
    match answer {
        Read::Bet(bet) => {
            assert!(!bet.legs.is_empty());
            for leg in &bet.legs {
                is_named(text, &leg.selection);
            }
        }
        Read::Ambiguous(ambiguous) => {
            assert!(ambiguous.open().is_some(), "nothing to ask about");
            assert!(ambiguous.legs.iter().all(|it| !it.is_empty()));
            for candidate in ambiguous.legs.iter().flatten() {
                is_named(text, &candidate.selection);
            }
        }
        Read::Nothing(_) => {}
    }
}

/// Some word of the line is one of the game's, or as near to one as a typo may be.
fn is_named(text: &str, pick: &Selection) {
    let board = GAMES_READ.iter().find(|it| it.game.id == pick.game);
    assert!(board.is_some(), "a game that is not on the board");
    let typed = words(text);
    let named = board.is_some_and(|it| names(&it.game).iter().any(|name| is_typed(&typed, name)));
    assert!(named, "{text:?} names nobody in {pick:?}");
    let offered = board.is_some_and(|it| it.quotes.iter().any(|it| it.selection == *pick));
    assert!(offered, "{text:?} is no offer: {pick:?}");
}

fn words(text: &str) -> Vec<String> {
    let plain = shared::folded::folded(text).replace(['\'', '.'], "");
    let parts = plain.split(|it: char| !it.is_alphabetic());
    parts
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

fn names(game: &Game) -> Vec<String> {
    let sides = game.sides().into_iter().flat_map(|it| [&it.home, &it.away]);
    let all = sides.chain(&game.named);
    all.flat_map(|it| words(&format!("{} {} {}", it.name, it.place, it.code)))
        .collect()
}

fn is_typed(typed: &[String], name: &str) -> bool {
    typed.iter().any(|word| {
        let may = match word.chars().count() {
            0..4 => 0,
            4..7 => 1,
            _ => 2,
        };
        strsim::osa_distance(word, name) <= may
    })
}
