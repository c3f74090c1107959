//! `leagues`: which feeds tell what of each league that we mean to cover, so that gaps are seen.

use std::io::{self, Write};

use anyhow::Context;
use providers::coverage::{Profile, Topic};
use providers::polled::{self, POLLED};

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

/// What stands behind the name of a league that nothing is polled for.
const BY_HAND: &str = "by hand: /manual";

/// The letter of what a feed tells, and what that is. A small one: never compared.
const fn legend(topic: Topic) -> (char, &'static str) {
    match topic {
        Topic::Schedule => ('S', "schedule"),
        Topic::Prices => ('P', "prices"),
        Topic::LiveScore => ('L', "live scores"),
        Topic::Final => ('F', "finals"),
        Topic::Players => ('B', "box scores: what each player did"),
        Topic::PlayerPrices => ('O', "odds on players"),
        Topic::Standings => ('T', "tables"),
        Topic::Injuries => ('I', "injuries"),
        Topic::Rosters => ('R', "rosters: who plays for each team"),
    }
}

/// What a feed tells of a league, in letters.
fn cell(feed: &Profile, league: &str) -> String {
    let letters = Topic::ALL.iter().filter_map(|topic| {
        let (letter, _) = legend(*topic);
        let told = feed.covers(league, *topic)?;
        Some(match told.is_proven {
            true => letter,
            false => letter.to_ascii_lowercase(),
        })
    });
    let letters: String = letters.collect();
    if letters.is_empty() {
        "-".to_owned()
    } else {
        letters
    }
}

/// Whether a feed tells anything of that league.
fn is_served(league: &str) -> bool {
    Topic::ALL
        .iter()
        .any(|it| polled::feeds(league, *it).next().is_some())
}

/// What each feed tells of that league.
fn cells(league: &str) -> Vec<String> {
    POLLED.iter().map(|feed| cell(feed, league)).collect()
}

/// A row for each league with what each feed tells of it. The names of the leagues come last: they
/// are all that a narrow window breaks.
fn table() -> String {
    let headings = POLLED.iter().map(|it| it.name.to_owned()).collect();
    let mut rows = vec![("league", headings, String::new())];
    rows.extend(LEAGUES.iter().map(|(code, name)| {
        let name = match is_served(code) {
            true => (*name).to_owned(),
            false => format!("{name} ({BY_HAND})"),
        };
        (*code, cells(code), name)
    }));
    let width = |column: usize| rows.iter().map(|(_, cells, _)| cells[column].len()).max();
    let widths: Vec<_> = (0..POLLED.len()).filter_map(width).collect();
    let mut text = String::new();
    for (code, cells, name) in &rows {
        text.push_str(&format!("{code:<12}"));
        for (cell, width) in cells.iter().zip(&widths) {
            text.push_str(&format!("{cell:<width$}  "));
        }
        text.push_str(name);
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    let without = LEAGUES.iter().filter(|it| !is_served(it.0)).count();
    let told = Topic::ALL.iter().map(|it| {
        let (letter, what) = legend(*it);
        format!("  {letter}  {what}\n")
    });
    text.push_str(&format!(
        "\nWhat a feed tells of a league:\n{}\
         A small letter was never compared with an answer of the real feed. It is polled only with \
         `--unproven`.\n\n\
         {without} of {} leagues have no feed; bets on them are written by hand, with /manual.\n\
         Feeds are switched on with `run --provider`, leagues with `--leagues`.\n",
        told.collect::<String>(),
        LEAGUES.len()
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a league, by feed.
    fn told(league: &str) -> Vec<(&'static str, String)> {
        let cells = POLLED.iter().map(|it| it.name).zip(cells(league));
        cells.filter(|(_, cell)| cell != "-").collect()
    }

    #[test]
    fn each_league_has_a_row_that_says_what_each_feed_tells() {
        let text = table();
        let row = |league: &str| {
            let row = text.lines().find(|it| it.split(' ').next() == Some(league));
            row.unwrap_or_else(|| panic!("{league} is not in:\n{text}"))
        };
        let own = [
            ("mlb", "SLFBTR"),
            ("espn", "SPLFti"),
            ("the_odds_api", "SPO"),
            ("kalshi", "sp"),
            ("api_sports", "SLF"),
        ];
        assert_eq!(told("MLB"), own.map(|(feed, it)| (feed, it.to_owned())));
        for (_, cell) in told("MLB") {
            assert!(row("MLB").contains(&cell), "{text}");
        }
        assert!(row("MLB").ends_with("Major League Baseball"));
        let fights = [("espn", "SF".to_owned())];
        assert_eq!(told("UFC"), fights);
        for league in ["PDC", "BELLATOR"] {
            assert_eq!(told(league), [], "{league}");
            assert!(row(league).ends_with("(by hand: /manual)"), "{text}");
        }
    }

    #[test]
    fn every_letter_is_explained_once_and_a_row_fits_a_window() {
        let text = table();
        for topic in Topic::ALL {
            let (letter, what) = legend(*topic);
            let line = format!("  {letter}  {what}");
            assert_eq!(text.lines().filter(|it| *it == line).count(), 1, "{line}");
            let same = Topic::ALL.iter().filter(|it| legend(**it).0 == letter);
            assert_eq!(same.count(), 1, "{letter}");
        }
        let longest = text.lines().map(|it| it.chars().count()).max();
        assert!(longest.is_some_and(|it| it <= 180), "{longest:?}:\n{text}");
    }

    #[test]
    fn no_feed_is_polled_for_a_league_that_has_no_row() {
        for feed in POLLED {
            for code in feed.leagues() {
                assert!(LEAGUES.iter().any(|it| it.0 == code), "{code}");
            }
        }
    }
}
