//! A market of a line, and the selected side.

use std::collections::BTreeSet;

use shared::game::Period;
use shared::id::CompetitorId;
use shared::line::Line;
use shared::market::{
    About, Answers, Group, MarketKey, MarketKind, Selection, Side, Statistic, Subject, side_line,
};

use super::fault::{Fault, Within};
use super::played::Played;
use super::read::line;
use super::wire;

/// A kind in the file's words, and how many ways it has where one word names two kinds. `None`:
/// people grade it.
const fn word(kind: MarketKind) -> Option<(&'static str, Option<u8>)> {
    Some(match kind {
        MarketKind::Moneyline2 => ("moneyline", Some(2)),
        MarketKind::Moneyline3 => ("moneyline", Some(3)),
        MarketKind::HeadToHead => ("head_to_head", Some(2)),
        MarketKind::HeadToHead3 => ("head_to_head", Some(3)),
        MarketKind::PlayerTotal => ("player_stat", None),
        MarketKind::Manual => return None,
        stored => (stored.word(), None),
    })
}

/// The kinds that this word names, one for each number of ways.
fn named(text: &str) -> impl Iterator<Item = (MarketKind, Option<u8>)> {
    let all = MarketKind::ALL.iter().filter_map(|kind| {
        let (name, ways) = word(*kind)?;
        Some((*kind, name, ways))
    });
    all.filter(move |(_, name, _)| *name == text)
        .map(|(kind, _, ways)| (kind, ways))
}

/// The kind that this word and this number of ways name in a file.
pub fn market_kind(text: &str, ways: Option<u8>) -> Option<MarketKind> {
    let kind = named(text).find(|(_, it)| *it == ways);
    kind.map(|(kind, _)| kind)
}

/// The selection that a leg is on.
pub(super) fn selection(
    market: &wire::Market,
    answer: &str,
    game: &Played,
) -> Result<Selection, Fault> {
    let unknown = || Fault::new(format!("{:?} is no kind of market", market.kind));
    let one = named(&market.kind).next();
    let one = one.ok_or_else(unknown).within("kind").within("market")?;
    fields(one, market).within("market")?;
    let no_ways = || Fault::new("2 or 3");
    let kind = market_kind(&market.kind, market.ways);
    let kind = kind.ok_or_else(no_ways).within("ways").within("market")?;
    let period = period(market).within("period").within("market")?;
    let group = group(kind, market, game)
        .within("entrants")
        .within("market")?;
    let subject = subject(kind, market, game)
        .within("subject")
        .within("market")?;
    let side = side(kind, answer, &group, game).within("selection")?;
    let key = MarketKey {
        about: About::Game(game.result.game),
        kind,
        period,
        subject,
        statistic: market.statistic.clone(),
        line: side_line(held(market).within("market")?, side),
        group,
    };
    Selection::of(&key, side).ok_or_else(|| Fault::new("no market of a game"))
}

/// Whether a market has the fields that its kind needs, and no others.
fn fields((kind, ways): (MarketKind, Option<u8>), market: &wire::Market) -> Result<(), Fault> {
    let row = kind.row();
    let in_places = kind == MarketKind::TopFinish;
    let counts = |it| row.statistic == it;
    // Whether each field is given, whether it is needed, and whether it is allowed anyway.
    let fields = [
        ("line", market.line.is_some(), row.line && !in_places, false),
        ("ways", market.ways.is_some(), ways.is_some(), false),
        (
            "statistic",
            market.statistic.is_some(),
            counts(Statistic::Required),
            counts(Statistic::Optional),
        ),
        (
            "subject",
            market.subject.is_some(),
            kind.needs_subject(),
            row.subject == Subject::AnySide,
        ),
        (
            "entrants",
            market.entrants.is_some(),
            kind.needs_group(),
            false,
        ),
        (
            "places",
            market.places.is_some(),
            row.line && in_places,
            false,
        ),
    ];
    for (field, given, needs, may) in fields {
        if needs && !given {
            return Err(Fault::new(format!("{} needs it", market.kind))).within(field);
        }
        if given && !needs && !may {
            return Err(Fault::new(format!("{} has none", market.kind))).within(field);
        }
    }
    Ok(())
}

fn period(market: &wire::Market) -> Result<Period, Fault> {
    let Some(word) = &market.period else {
        return Ok(Period::Full);
    };
    let period: Period = word.parse().map_err(Fault::new)?;
    // "Q01" would read as "Q1".
    if period.to_string() != *word {
        return Err(Fault::new(format!("{word:?} is not a period")));
    }
    Ok(period)
}

/// The line as the selection's holder sees it, or the number of places.
fn held(market: &wire::Market) -> Result<Option<Line>, Fault> {
    if let Some(places) = market.places {
        let line = Line::from_quarters(i32::from(places) * 4);
        return line.map(Some).map_err(Fault::new).within("places");
    }
    market.line.as_deref().map(line).transpose().within("line")
}

fn subject(
    kind: MarketKind,
    market: &wire::Market,
    game: &Played,
) -> Result<Option<CompetitorId>, Fault> {
    let Some(word) = market.subject.as_deref() else {
        return Ok(None);
    };
    if kind.row().subject == Subject::Player {
        return Ok(Some(game.competitor(word)));
    }
    match word {
        "home" => Ok(Some(game.side(wire::Team::Home))),
        "away" => Ok(Some(game.side(wire::Team::Away))),
        _ => Err(Fault::new(format!("{word:?} is neither home nor away"))),
    }
}

fn group(
    kind: MarketKind,
    market: &wire::Market,
    game: &Played,
) -> Result<Vec<CompetitorId>, Fault> {
    let Some(ids) = &market.entrants else {
        return Ok(Vec::new());
    };
    let group: BTreeSet<CompetitorId> = ids.iter().map(|it| game.competitor(it)).collect();
    if group.len() != ids.len() {
        return Err(Fault::new("one stands twice"));
    }
    match (kind.row().group, ids.len()) {
        (Group::Several, 3..) => {}
        (Group::Several, _) => return Err(Fault::new("three or more are compared")),
        (_, 2) => {}
        _ => return Err(Fault::new("two are compared")),
    }
    Ok(group.into_iter().collect())
}

fn side(
    kind: MarketKind,
    answer: &str,
    group: &[CompetitorId],
    game: &Played,
) -> Result<Side, Fault> {
    let no_answer = || Fault::new(format!("{answer:?} is no answer to this market's question"));
    let of_field = match kind.row().answers {
        Answers::Entrants => true,
        Answers::EntrantsOrTie => answer != "tie",
        Answers::Fixed(_) | Answers::Scores | Answers::HalfFulls | Answers::Margins => false,
    };
    if of_field {
        let entrant = game.competitor(answer);
        if !group.is_empty() && !group.contains(&entrant) {
            return Err(no_answer());
        }
        return Ok(Side::Entrant(entrant));
    }
    // One number is a range of its own.
    let margin = answer
        .split_once("_by_")
        .filter(|_| kind.row().answers == Answers::Margins);
    let exact = margin.map(|(_, number)| format!("{answer}_to_{number}"));
    let side = Side::from_word(answer).or_else(|| Side::from_word(exact.as_deref()?));
    let side = side.filter(|it| kind.has_answer(*it));
    side.ok_or_else(no_answer)
}
