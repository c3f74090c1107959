//! `leagues`: which feeds tell what of each league that we mean to cover, so that gaps are seen.

use std::io::{self, Write};

use anyhow::Context;
use providers::coverage::{Profile, Topic};
use providers::polled;

/// The leagues that we mean to cover, by sport: our code, and what it is called.
const LEAGUES: &[(&str, &str)] = &[
    ("NFL", "National Football League"),
    ("NCAAF", "College football"),
    ("CFL", "Canadian Football League"),
    ("NBA", "National Basketball Association"),
    ("NCAAB", "College basketball"),
    ("WNBA", "Women's NBA"),
    ("EUROLEAGUE", "EuroLeague"),
    ("MLB", "Major League Baseball"),
    ("NPB", "Nippon Professional Baseball"),
    ("KBO", "KBO League"),
    ("NHL", "National Hockey League"),
    ("KHL", "Kontinental Hockey League"),
    ("EPL", "Premier League"),
    ("LALIGA", "La Liga"),
    ("BUNDESLIGA", "Bundesliga"),
    ("SERIEA", "Serie A"),
    ("LIGUE1", "Ligue 1"),
    ("MLS", "Major League Soccer"),
    ("UCL", "Champions League"),
    ("UEL", "Europa League"),
    ("BRASILEIRAO", "Brasileirão"),
    ("WORLDCUP", "World Cup"),
    ("SUPERRUGBY", "Super Rugby"),
    ("SIXNATIONS", "Six Nations"),
    ("AFL", "Australian Football League"),
    ("EHF", "EHF handball"),
    ("FIVB", "FIVB volleyball"),
    ("UFC", "Ultimate Fighting Championship"),
    ("BELLATOR", "Bellator"),
    ("ATP", "ATP tour"),
    ("WTA", "WTA tour"),
    ("PGA", "PGA tour"),
    ("LPGA", "LPGA tour"),
    ("DPWORLD", "DP World tour"),
    ("LIV", "LIV golf"),
    ("F1", "Formula 1"),
    ("PDC", "PDC darts"),
    ("CS2", "Counter-Strike 2"),
    ("LOL", "League of Legends"),
    ("DOTA2", "Dota 2"),
    ("VALORANT", "Valorant"),
];

/// Prints the table.
///
/// # Errors
/// When standard output cannot be written.
pub fn run() -> anyhow::Result<()> {
    match io::stdout().lock().write_all(table().as_bytes()) {
        // The reader has closed the pipe: it has read as much as it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

/// What stands in the row of a league that nothing is polled for.
const BY_HAND: &str = "by hand: /manual";

/// The cells of a row behind the name of its league.
type Cells = [String; Topic::ALL.len()];

const fn heading(topic: Topic) -> &'static str {
    match topic {
        Topic::Schedule => "schedule",
        Topic::Prices => "prices",
        Topic::LiveScore => "live score",
        Topic::Final => "final",
        Topic::Players => "players",
        Topic::PlayerPrices => "player prices",
        Topic::Standings => "standings",
        Topic::Injuries => "injuries",
    }
}

fn row(text: &mut String, (code, name): (&str, &str), cells: &Cells, widths: &[usize]) {
    text.push_str(&format!("{code:<12}{name:<33}"));
    for (cell, width) in cells.iter().zip(widths) {
        text.push_str(&format!("{cell:<width$}  "));
    }
    let end = text.trim_end().len();
    text.truncate(end);
    text.push('\n');
}

/// The feed's name, marked where its word on the league is not proven.
fn named(feed: &Profile, league: &str, topic: Topic) -> String {
    let is_proven = feed.covers(league, topic).is_some_and(|it| it.is_proven);
    let mark = if is_proven { "" } else { UNPROVEN };
    format!("{}{mark}", feed.name)
}

/// What marks a feed whose word on a league was never compared with a real answer.
const UNPROVEN: &str = "*";

/// Whether a feed tells anything of that league.
fn is_served(league: &str) -> bool {
    Topic::ALL
        .iter()
        .any(|it| polled::feeds(league, *it).next().is_some())
}

fn headings() -> Cells {
    std::array::from_fn(|at| Topic::ALL.get(at).map_or("", |it| heading(*it)).to_owned())
}

/// The feeds that tell each thing of that league.
fn cells(league: &str) -> Cells {
    std::array::from_fn(|at| {
        let topic = Topic::ALL.get(at).copied();
        let feeds = topic
            .into_iter()
            .flat_map(|topic| polled::feeds(league, topic).map(move |it| (it, topic)));
        let feeds: Vec<_> = feeds.map(|(it, topic)| named(it, league, topic)).collect();
        match (at, feeds.as_slice()) {
            (0, []) if !is_served(league) => BY_HAND.to_owned(),
            (_, []) => "-".to_owned(),
            (_, feeds) => feeds.join(", "),
        }
    })
}

/// A row for each league, with the feeds that tell each thing of it.
fn table() -> String {
    let mut rows = vec![(("league", ""), headings())];
    rows.extend(LEAGUES.iter().map(|it| (*it, cells(it.0))));
    let width = |column: usize| {
        let cells = rows.iter().map(|(_, cells)| &cells[column]);
        cells.map(String::len).max().unwrap_or_default()
    };
    let widths: Vec<_> = (0..Topic::ALL.len()).map(width).collect();
    let mut text = String::new();
    for (league, cells) in &rows {
        row(&mut text, *league, cells, &widths);
    }
    let without = LEAGUES.iter().filter(|it| !is_served(it.0)).count();
    text.push_str(&format!(
        "\n{without} of {} leagues have no feed; bets on them are written by hand, with /manual.\n\
         Feeds are switched on with `run --provider`, leagues with `--leagues`.\n",
        LEAGUES.len()
    ));
    if text.contains(UNPROVEN) {
        text.push_str(&format!(
            "{UNPROVEN} was never compared with an answer of the real feed, and is polled only \
             with `--unproven`.\n"
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_league_has_a_row_that_names_the_feeds_a_leagues_own_first() {
        let table = table();
        let row = |code: &str| {
            let start = format!("{code} ");
            let row = table.lines().find(|it| it.starts_with(&start));
            let cells = row.unwrap_or_default()[45..].split("  ");
            let cells = cells.map(str::trim).filter(|it| !it.is_empty());
            cells.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(
            row("MLB"),
            [
                "mlb, espn, the_odds_api, api_sports, kalshi*",
                "espn, the_odds_api, kalshi*",
                "mlb, espn, api_sports",
                "mlb, espn, api_sports",
                "mlb",
                "the_odds_api",
                "mlb, espn*",
                "espn*"
            ]
        );
        assert_eq!(
            row("NHL"),
            [
                "nhl, espn, the_odds_api, kalshi*, api_sports*",
                "nhl, espn, the_odds_api, kalshi*",
                "nhl, espn, api_sports*",
                "nhl, espn, api_sports*",
                "nhl",
                "the_odds_api",
                "nhl, espn*",
                "espn*"
            ]
        );
        let prices = "espn, the_odds_api, kalshi*";
        let all = "espn, the_odds_api, api_sports, kalshi*, balldontlie*";
        let scores = "espn, api_sports, balldontlie*";
        assert_eq!(
            row("NFL"),
            [
                all,
                prices,
                scores,
                scores,
                "espn",
                "the_odds_api",
                "espn",
                "espn*"
            ]
        );
        assert_eq!(row("UFC"), ["espn", "-", "-", "espn", "-", "-", "-", "-"]);
        let both = "espn*, api_sports*";
        assert_eq!(
            row("SIXNATIONS"),
            [both, "espn*", both, both, "-", "-", "-", "-"]
        );
        let scores = "api_sports";
        let kbo = "the_odds_api, api_sports";
        assert_eq!(
            row("KBO"),
            [kbo, "the_odds_api", scores, scores, "-", "-", "-", "-"]
        );
        let f1 = "jolpica, api_sports, espn*";
        assert_eq!(
            row("F1"),
            [f1, "-", "-", f1, "-", "-", "jolpica*, api_sports", "-"]
        );
        for league in ["PDC", "BELLATOR"] {
            assert_eq!(
                row(league),
                [BY_HAND, "-", "-", "-", "-", "-", "-", "-"],
                "{league}"
            );
        }
    }

    #[test]
    fn no_feed_is_polled_for_a_league_that_has_no_row() {
        for feed in polled::POLLED {
            for code in feed.leagues() {
                assert!(LEAGUES.iter().any(|it| it.0 == code), "{code}");
            }
        }
    }
}
