//! A market of a line, and the selected side.

use std::collections::BTreeSet;

use shared::game::Period;
use shared::id::CompetitorId;
use shared::line::Line;
use shared::market::{About, MarketKey, MarketKind, Selection, Side, side_line};

use super::fault::{Fault, Within};
use super::played::Played;
use super::read::line;
use super::wire;

/// A kind of market in the file's words: which fields it needs and which it may have, beside
/// `kind` and `period`.
struct Form {
    word: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
}

const fn form(
    word: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
) -> Form {
    Form { word, needs, may }
}

const FORMS: &[Form] = &[
    form("moneyline", &["ways"], &[]),
    form("draw_no_bet", &[], &[]),
    form("double_chance", &[], &[]),
    form("spread", &["line"], &["statistic"]),
    form("total", &["line"], &["statistic"]),
    form("team_total", &["line", "subject"], &["statistic"]),
    form("both_teams_to_score", &[], &[]),
    form("odd_even", &[], &["statistic"]),
    form("correct_score", &[], &[]),
    form("half_time_full_time", &[], &[]),
    form("winning_margin", &[], &[]),
    form("to_qualify", &[], &[]),
    form("player_stat", &["line", "subject", "statistic"], &[]),
    form("player_yes_no", &["subject", "statistic"], &[]),
    form("method", &[], &["subject"]),
    form("total_rounds", &["line"], &[]),
    form("head_to_head", &["entrants", "ways"], &["statistic"]),
    form("best_of_group", &["entrants"], &["statistic"]),
    form("top_finish", &["places"], &[]),
    form("outright", &[], &[]),
];

/// The selection that a leg is on.
pub(super) fn selection(
    market: &wire::Market,
    answer: &str,
    game: &Played,
) -> Result<Selection, Fault> {
    let form = FORMS.iter().find(|it| it.word == market.kind);
    let unknown = || Fault::new(format!("{:?} is no kind of market", market.kind));
    let form = form.ok_or_else(unknown).within("kind").within("market")?;
    fields(form, market).within("market")?;
    let kind = kind(market).within("market")?;
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

fn fields(form: &Form, market: &wire::Market) -> Result<(), Fault> {
    let given = [
        ("line", market.line.is_some()),
        ("ways", market.ways.is_some()),
        ("statistic", market.statistic.is_some()),
        ("subject", market.subject.is_some()),
        ("entrants", market.entrants.is_some()),
        ("places", market.places.is_some()),
    ];
    for (field, given) in given {
        let (needs, may) = (form.needs.contains(&field), form.may.contains(&field));
        if needs && !given {
            return Err(Fault::new(format!("{} needs it", form.word))).within(field);
        }
        if given && !needs && !may {
            return Err(Fault::new(format!("{} has none", form.word))).within(field);
        }
    }
    Ok(())
}

fn kind(market: &wire::Market) -> Result<MarketKind, Fault> {
    let of_ways = |two, three| match market.ways {
        Some(2) => Ok(two),
        Some(3) => Ok(three),
        _ => Err(Fault::new("2 or 3")).within("ways"),
    };
    match market.kind.as_str() {
        "moneyline" => of_ways(MarketKind::Moneyline2, MarketKind::Moneyline3),
        "head_to_head" => of_ways(MarketKind::HeadToHead, MarketKind::HeadToHead3),
        "player_stat" => Ok(MarketKind::PlayerTotal),
        word => MarketKind::from_word(word).ok_or_else(|| Fault::new("no kind of market")),
    }
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
    if matches!(kind, MarketKind::PlayerTotal | MarketKind::PlayerYesNo) {
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
    match (kind, ids.len()) {
        (MarketKind::BestOfGroup, 3..) => {}
        (MarketKind::BestOfGroup, _) => return Err(Fault::new("three or more are compared")),
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
    let of_field = matches!(
        kind,
        MarketKind::HeadToHead
            | MarketKind::HeadToHead3
            | MarketKind::BestOfGroup
            | MarketKind::TopFinish
            | MarketKind::Outright
    );
    if of_field && !(kind == MarketKind::HeadToHead3 && answer == "tie") {
        let entrant = game.competitor(answer);
        if !group.is_empty() && !group.contains(&entrant) {
            return Err(no_answer());
        }
        return Ok(Side::Entrant(entrant));
    }
    // One number is a range of its own.
    let margin = answer
        .split_once("_by_")
        .filter(|_| kind == MarketKind::WinningMargin);
    let exact = margin.map(|(_, number)| format!("{answer}_to_{number}"));
    let side = Side::from_word(answer).or_else(|| Side::from_word(exact.as_deref()?));
    let side = side.filter(|it| kind.has_answer(*it));
    side.ok_or_else(no_answer)
}
