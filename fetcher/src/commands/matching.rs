//! `match`: lists games that stand apart and may be one, joins them, and parts them.

use std::fmt::Write;

use chrono::{DateTime, TimeDelta, Utc};
use services::matching::{self, Apart, Joined, Parted, Why};
use store::joins::{self, Head, KnownGame};
use store::notify::{self, BoardChange};
use store::results::Decided;

use super::{connect, print_line, thousands};
use crate::config::{JoinConfig, MatchCommand, MatchListConfig, PartConfig};

/// At most so many pairs are listed.
const LISTED_MAX: usize = 50;

/// Lists what may be one, or joins or parts it.
///
/// # Errors
/// When the database refuses, or the two cannot be joined or parted, with a sentence that says why.
pub async fn run(command: &MatchCommand) -> anyhow::Result<()> {
    match command {
        MatchCommand::List(config) => list(config).await,
        MatchCommand::Join(config) => join(config).await,
        MatchCommand::Part(config) => part(config).await,
    }
}

async fn list(config: &MatchListConfig) -> anyhow::Result<()> {
    let pool = connect(&config.database, 1).await?;
    let mut connection = pool.acquire().await?;
    let now = joins::lock(&mut connection, &[]).await?;
    let span = TimeDelta::days(i64::from(config.days));
    let mut games = joins::known(&mut connection, now - span, now + span).await?;
    if let Some(league) = &config.league {
        games.retain(|it| it.league.eq_ignore_ascii_case(league));
    }
    let apart = matching::apart(&games);
    print_line(listing(&apart, games.len(), config.days))?;
    Ok(())
}

async fn join(config: &JoinConfig) -> anyhow::Result<()> {
    let pool = connect(&config.database, 1).await?;
    let mut transaction = pool.begin().await?;
    let both = (config.keep, config.other);
    let joined = matching::join(&mut transaction, both, &config.by).await?;
    print_line(what_was_joined(&joined))?;
    finish(transaction, &joined.decided, config.dry_run).await
}

async fn part(config: &PartConfig) -> anyhow::Result<()> {
    let pool = connect(&config.database, 1).await?;
    let mut transaction = pool.begin().await?;
    let (parted, decided) = matching::part(&mut transaction, config.id, &config.by).await?;
    print_line(what_was_parted(&parted))?;
    finish(transaction, &decided, config.dry_run).await
}

/// Says what was decided, and commits unless it is a dry run.
async fn finish(
    mut transaction: sqlx::Transaction<'_, sqlx::Postgres>,
    decided: &Decided,
    is_dry_run: bool,
) -> anyhow::Result<()> {
    if decided.opened > 0 {
        print_line("The feeds contradict each other about it: see `dbsbm-fetcher review list`.")?;
    }
    if is_dry_run {
        transaction.rollback().await?;
        print_line("Nothing was written: this was a dry run.")?;
        return Ok(());
    }
    notify::board(&mut transaction, &BoardChange::Everything).await?;
    transaction.commit().await?;
    if !decided.results.is_empty() {
        print_line("There is a result: a running fetcher settles the bets within seconds.")?;
    }
    Ok(())
}

/// Everything that stands apart, as text.
fn listing(apart: &[Apart], games: usize, days: u16) -> String {
    let looked = format!(
        "Looked at {} games of the last and the next {days} days.",
        thousands(games)
    );
    if apart.is_empty() {
        return format!("{looked}\nNone of them look like one game under two names.");
    }
    let mut text = format!(
        "{looked}\n{} may be one game under two names. Nothing is joined until you say so:\n\
         until then each is offered and settled for itself.\n",
        match apart.len() {
            1 => "One pair of them".to_owned(),
            more => format!("{} pairs of them", thousands(more)),
        }
    );
    for pair in apart.iter().take(LISTED_MAX) {
        text.push('\n');
        text.push_str(&render(pair));
    }
    if apart.len() > LISTED_MAX {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "\n{} more are not shown: join some of these first, or look at one league with \
             --league.",
            thousands(apart.len() - LISTED_MAX)
        );
    }
    text.trim_end().to_owned()
}

fn render(pair: &Apart) -> String {
    let Apart { one, other, why } = pair;
    let mut text = format!("{}: {}.\n", one.league, reason(why));
    for game in [one, other] {
        let _ = writeln!(text, "  {}", game_line(game));
    }
    let (one, other) = match why {
        Why::OneSide(name, second) => (name.id.to_string(), second.id.to_string()),
        _ => (one.id.to_string(), other.id.to_string()),
    };
    let _ = writeln!(text, "  If so: dbsbm-fetcher match join {one} {other}");
    text
}

fn reason(why: &Why) -> String {
    match why {
        Why::OneSide(name, second) => format!(
            "one side cannot play twice at that time, so {} and {} are probably one",
            name.name, second.name
        ),
        Why::SameDay => "the same two on the same day, and no feed has both games".to_owned(),
        Why::AnotherDay => {
            "the same two on days close together, and no feed has both games: it may have moved"
                .to_owned()
        }
        Why::ListedTwice(feed) => format!("{feed} lists the same two twice on one day"),
        Why::SimilarNames => {
            "both sides have similar names, and no feed has both games. First join the two names \
             of each"
                .to_owned()
        }
    }
}

/// `Sat 14 Nov 2026 15:00 UTC  Leeds at Fulham`, and below it where it comes from, and its id.
fn game_line(game: &KnownGame) -> String {
    let bets = match game.open_legs {
        0 => "no open bets".to_owned(),
        1 => "1 open bet".to_owned(),
        more => format!("{} open bets", thousands(more.unsigned_abs())),
    };
    let feeds = game.feeds.join(", ");
    format!(
        "{}  {} at {}\n    from {feeds}; {bets}; id {}",
        moment(game.starts_at),
        game.away.name,
        game.home.name,
        game.id
    )
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%a %-d %b %Y %H:%M UTC").to_string()
}

fn what_was_joined(joined: &Joined) -> String {
    let mut lines = Vec::new();
    for (other, keep) in &joined.competitors {
        lines.push(format!(
            "{other} is another name of {keep} from now on, for every feed."
        ));
    }
    for (other, keep) in &joined.games {
        lines.push(format!(
            "{} ({})\n  is one game with {} ({}) from now on.",
            other.title,
            moment(other.starts_at),
            keep.title,
            moment(keep.starts_at)
        ));
        lines.push(bets(other));
        if other.starts_at != keep.starts_at {
            lines.push(
                "  The two have different starts: a bet counts if the game begins within its \
                 league's window\n  after the start that the bet was placed for."
                    .to_owned(),
            );
        }
    }
    if joined.games.is_empty() {
        lines.push("No two games had to be joined because of it.".to_owned());
    }
    lines.join("\n")
}

/// What becomes of the bets on a game that is joined with another one, and how to undo it.
fn bets(game: &Head) -> String {
    let stay = match game.open_tickets {
        0 => "Nobody has an open bet on it.".to_owned(),
        1 => "Its open ticket stays, and is settled by the same result.".to_owned(),
        more => format!(
            "Its {} open tickets stay, and are settled by the same result.",
            thousands(more.unsigned_abs())
        ),
    };
    format!(
        "  It is off sale. {stay}\n  To take it back: dbsbm-fetcher match part {}",
        game.id
    )
}

fn what_was_parted(parted: &Parted) -> String {
    match parted {
        Parted::Games(both) => format!(
            "{} ({})\nand {} ({}) are two games again.\n\
             From now on each is settled by what its own feeds report.",
            both.0.title,
            moment(both.0.starts_at),
            both.1.title,
            moment(both.1.starts_at)
        ),
        Parted::Competitors(name, from) => format!(
            "{name} and {from} are two teams again.\n\
             Games that were joined stay joined: part them one by one with \
             `dbsbm-fetcher match part GAME`."
        ),
    }
}

#[cfg(test)]
mod tests {
    use shared::id::{CompetitorId, GameId};
    use shared::league::Sport;
    use shared::testing::noon;
    use store::joins::KnownSide;

    use super::*;

    fn side(name: &str) -> KnownSide {
        KnownSide {
            id: CompetitorId::derive(name),
            name: name.to_owned(),
        }
    }

    fn game(id: &str, home: &str, away: &str, feeds: &[&str], open_legs: i64) -> KnownGame {
        KnownGame {
            id: GameId::derive(id),
            league: "EPL".to_owned(),
            sport: Sport::Soccer,
            day: noon().date_naive(),
            starts_at: noon(),
            home: side(home),
            away: side(away),
            feeds: feeds.iter().map(|it| (*it).to_owned()).collect(),
            open_legs,
        }
    }

    fn told(text: &str) -> String {
        let known = [
            (GameId::derive("1").to_string(), "GAME-1"),
            (GameId::derive("2").to_string(), "GAME-2"),
            (CompetitorId::derive("Leeds United").to_string(), "TEAM-1"),
            (CompetitorId::derive("Leeds").to_string(), "TEAM-2"),
        ];
        known
            .iter()
            .fold(text.to_owned(), |text, (id, word)| text.replace(id, word))
    }

    #[test]
    fn what_stands_apart_is_told_with_the_reason_and_the_command() {
        let pair = Apart {
            one: game("1", "Leeds United", "Fulham", &["espn", "the_odds_api"], 3),
            other: game("2", "Leeds", "Fulham", &["kalshi"], 0),
            why: Why::OneSide(side("Leeds United"), side("Leeds")),
        };
        insta::assert_snapshot!(told(&listing(&[pair], 1_240, 14)), @r"
        Looked at 1,240 games of the last and the next 14 days.
        One pair of them may be one game under two names. Nothing is joined until you say so:
        until then each is offered and settled for itself.

        EPL: one side cannot play twice at that time, so Leeds United and Leeds are probably one.
          Sun 17 Nov 2024 12:00 UTC  Fulham at Leeds United
            from espn, the_odds_api; 3 open bets; id GAME-1
          Sun 17 Nov 2024 12:00 UTC  Fulham at Leeds
            from kalshi; no open bets; id GAME-2
          If so: dbsbm-fetcher match join TEAM-1 TEAM-2
        ");
        insta::assert_snapshot!(listing(&[], 12, 14), @r"
        Looked at 12 games of the last and the next 14 days.
        None of them look like one game under two names.
        ");
    }

    #[test]
    fn what_was_joined_says_what_becomes_of_the_bets() {
        let head = |id: &str, title: &str, open_tickets| Head {
            id: GameId::derive(id),
            offered: GameId::derive(id),
            league: "EPL".to_owned(),
            kind: shared::game::GameKind::Match,
            starts_at: noon(),
            title: title.to_owned(),
            sides: None,
            open_tickets,
        };
        let joined = Joined {
            competitors: vec![("Leeds".to_owned(), "Leeds United".to_owned())],
            games: vec![(
                head("2", "Fulham at Leeds", 2),
                head("1", "Fulham at Leeds United", 0),
            )],
            decided: Decided::default(),
        };
        insta::assert_snapshot!(told(&what_was_joined(&joined)), @r"
        Leeds is another name of Leeds United from now on, for every feed.
        Fulham at Leeds (Sun 17 Nov 2024 12:00 UTC)
          is one game with Fulham at Leeds United (Sun 17 Nov 2024 12:00 UTC) from now on.
          It is off sale. Its 2 open tickets stay, and are settled by the same result.
          To take it back: dbsbm-fetcher match part GAME-2
        ");
        let parted = Parted::Games(Box::new((head("2", "A at B", 0), head("1", "C at D", 0))));
        insta::assert_snapshot!(told(&what_was_parted(&parted)), @r"
        A at B (Sun 17 Nov 2024 12:00 UTC)
        and C at D (Sun 17 Nov 2024 12:00 UTC) are two games again.
        From now on each is settled by what its own feeds report.
        ");
    }
}
