//! Rejects, game by game, what the tables would not accept, before it is sent to the database.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Utc};
use shared::competitor::Role;
use shared::feed::{CompetitorReport, GameReport, QuoteReport, Rejected};

use super::log::legible;

/// The longest id that a feed gives to anything, in characters.
const REFERENCE_CHARS_MAX: usize = 200;
/// The longest name, in characters: a doubles pair of four names takes some 80.
const NAME_CHARS_MAX: usize = 120;
/// The longest code or season, in characters.
const CODE_CHARS_MAX: usize = 60;
/// The longest address, in characters.
const URL_CHARS_MAX: usize = 2_000;
/// Years in which a game may be played. The database accepts a wider range of times.
const YEARS: RangeInclusive<i32> = 1850..=2200;

/// The games that can be stored, and a rejection for each of the others. Copies nothing when all
/// can be stored.
pub(super) fn screened<'a>(
    provider: &str,
    games: &'a [GameReport],
) -> (Cow<'a, [GameReport]>, Vec<Rejected>) {
    let mut refused = Vec::new();
    for game in games {
        if let Err(reason) = storable(provider, game) {
            refused.push(Rejected {
                place: format!("game {}", legible(&game.reference)),
                reason,
                unknown_code: None,
                game: Some(game.reference.clone()),
            });
        }
    }
    if refused.is_empty() {
        return (Cow::Borrowed(games), refused);
    }
    let kept = games.iter().filter(|it| storable(provider, it).is_ok());
    (Cow::Owned(kept.cloned().collect()), refused)
}

fn storable(provider: &str, game: &GameReport) -> Result<(), String> {
    text("its id", &game.reference, REFERENCE_CHARS_MAX)?;
    text("the league's code", &game.league.code, CODE_CHARS_MAX)?;
    text("the league's name", &game.league.name, NAME_CHARS_MAX)?;
    text("the season", &game.season, CODE_CHARS_MAX)?;
    moment("the start", game.starts_at)?;
    game.source_at.map_or(Ok(()), |it| moment("its date", it))?;
    if let Some(field) = &game.field {
        text("the field's name", &field.name, NAME_CHARS_MAX)?;
        text("the field's slug", &field.slug, CODE_CHARS_MAX)?;
    }
    for participant in &game.participants {
        let whose = match participant.role {
            Role::Home => "the home side's",
            Role::Away => "the away side's",
            Role::Entrant => "an entrant's",
        };
        competitor(whose, &participant.competitor)?;
    }
    let mut players = game.players.iter();
    players.try_for_each(|it| competitor("a player's", it))?;
    game.quotes.iter().try_for_each(quote)?;
    game.check(provider).map_err(|it| it.to_string())
}

fn competitor(whose: &str, side: &CompetitorReport) -> Result<(), String> {
    let named = |what: &str, value: &str, max| text(&format!("{whose} {what}"), value, max);
    named("id", &side.reference, REFERENCE_CHARS_MAX)?;
    named("name", &side.name, NAME_CHARS_MAX)?;
    named("short name", &side.short_name, NAME_CHARS_MAX)?;
    named("place", &side.place, NAME_CHARS_MAX)?;
    named("code", &side.code, CODE_CHARS_MAX)?;
    let logo = side.logo_url.as_deref();
    logo.map_or(Ok(()), |it| named("logo", it, URL_CHARS_MAX))
}

fn quote(quote: &QuoteReport) -> Result<(), String> {
    text("a bookmaker's code", &quote.bookmaker, NAME_CHARS_MAX)?;
    text("a bookmaker's name", &quote.bookmaker_name, NAME_CHARS_MAX)?;
    let statistic = quote.statistic.as_deref();
    statistic.map_or(Ok(()), |it| text("a statistic", it, CODE_CHARS_MAX))?;
    let dated = quote.source_at;
    dated.map_or(Ok(()), |it| moment("a price's date", it))
}

fn moment(what: &str, moment: DateTime<Utc>) -> Result<(), String> {
    let year = moment.year();
    if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(format!("{what} is in the year {year}"))
    }
}

fn text(what: &str, value: &str, chars_max: usize) -> Result<(), String> {
    if let Some(found) = value.chars().find(|it| it.is_control()) {
        let code = u32::from(found);
        return Err(format!(
            "{what} has the control character U+{code:04X} in it"
        ));
    }
    // Every character takes at least one byte, so most texts need not be counted.
    if value.len() > chars_max && value.chars().count() > chars_max {
        return Err(format!("{what} is longer than {chars_max} characters"));
    }
    Ok(())
}
