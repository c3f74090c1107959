//! `colors`: what TheSportsDB has for the teams of a league, as `assets/teams` writes it, for
//! whoever completes those files. Nothing is stored.

use std::io::{self, Write};

use anyhow::Context;
use providers::thesportsdb::{Look, TheSportsDb};

use crate::config::ColorsConfig;
use crate::feeds;

/// Prints a line for each team, and what was left out as remarks.
///
/// # Errors
/// When the feed does not answer, does not know the league, or standard output cannot be written.
pub async fn run(config: &ColorsConfig) -> anyhow::Result<()> {
    let feed = TheSportsDb::new(
        feeds::client(None, None)?,
        config.url.clone(),
        config.key().cloned(),
    );
    let (looks, refused) = feed.looks(&config.league).await?;
    let mut out = io::stdout().lock();
    let lines = looks.iter().map(line);
    let remarks = refused.iter().map(|it| format!("# left out: {it}"));
    for line in lines.chain(remarks) {
        writeln!(out, "{line}").context("standard output cannot be written")?;
    }
    Ok(())
}

/// A team as a file of `assets/teams` has it. What fans say and what stands in a sentence, a person
/// fills in: the full name stands there until then.
fn line(look: &Look) -> String {
    let Look { name, code, colors } = look;
    let code = code.as_deref().unwrap_or("?");
    let colors = colors
        .as_ref()
        .map(|(first, second)| format!(" | {first} {second}"));
    format!(
        "{name} | {name} | {name} | {code}{}",
        colors.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_printed_as_the_files_of_teams_have_it() {
        let look = |code: Option<&str>, colors: Option<(&str, &str)>| Look {
            name: "Otters".to_owned(),
            code: code.map(str::to_owned),
            colors: colors.map(|(first, second)| (first.to_owned(), second.to_owned())),
        };
        let known = look(Some("OTT"), Some(("ef0107", "ffffff")));
        assert_eq!(
            line(&known),
            "Otters | Otters | Otters | OTT | ef0107 ffffff"
        );
        assert_eq!(line(&look(None, None)), "Otters | Otters | Otters | ?");
    }
}
