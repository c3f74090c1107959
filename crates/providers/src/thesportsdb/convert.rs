//! From a list of teams to what each is called and looks like.

use bytes::Bytes;
use serde_json::value::RawValue;

use super::id;
use super::wire::{Team, Teams};
use crate::error::Garbled;
use crate::json;

/// How much is repeated of a sentence that stands where teams should be.
const SAID_CHARS_MAX: usize = 100;

/// What a team is called and looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// In full.
    pub name: String,
    /// Two to four capitals or digits.
    pub code: Option<String>,
    /// First and second colour as `rrggbb`.
    pub colors: Option<(String, String)>,
}

/// Reads the teams of that league, and what is left out and why.
///
/// # Errors
/// [`Garbled`] when it is no list of teams, has none, or the league is none of the feed's.
pub fn read(body: &Bytes, league: &str) -> Result<(Vec<Look>, Vec<String>), Garbled> {
    let garbled = |reason: String| Garbled::new("teams", reason, body.clone());
    let id = id(league).ok_or_else(|| garbled(format!("league {league:?} is not known")))?;
    let read: Teams = json::read(body)?;
    // A question that the feed does not understand has this answer, too.
    let told = read.teams.ok_or_else(|| garbled("no teams".to_owned()))?;
    if let Ok(said) = json::text_part::<String>(told.get()) {
        let said: String = said.trim().chars().take(SAID_CHARS_MAX).collect();
        return Err(garbled(format!("no teams, but {said:?}")));
    }
    let teams = json::text_part::<Vec<Box<RawValue>>>(told.get()).map_err(garbled)?;
    let mut looks: Vec<(usize, Look)> = Vec::new();
    let mut refused: Vec<(usize, String)> = Vec::new();
    for (place, raw) in teams.iter().enumerate() {
        match json::text_part::<Team>(raw.get()).and_then(|it| look(&it, id)) {
            Ok(look) => looks.push((place, look)),
            Err(reason) => refused.push((place, reason)),
        }
    }
    // Its readers have typed in some clubs twice, reserves and former players among them.
    let is_twin = |it: &Look| looks.iter().filter(|other| other.1.name == it.name).count() > 1;
    let (twins, single): (Vec<_>, Vec<_>) = looks.iter().partition(|it| is_twin(&it.1));
    let several = |it: &&(usize, Look)| (it.0, format!("several teams are called {}", it.1.name));
    refused.extend(twins.iter().map(several));
    refused.sort_by_key(|it| it.0);
    let refused = refused.into_iter();
    let refused = refused.map(|(place, reason)| format!("teams[{place}]: {reason}"));
    let single = single.into_iter().map(|it| it.1.clone());
    Ok((single.collect(), refused.collect()))
}

fn look(team: &Team, id: &str) -> Result<Look, String> {
    let name = team.str_team.trim();
    if name.is_empty() {
        return Err("a team without a name".to_owned());
    }
    let leagues = [
        &team.id_league,
        &team.id_league2,
        &team.id_league3,
        &team.id_league4,
        &team.id_league5,
        &team.id_league6,
        &team.id_league7,
    ];
    // With a free key the feed answers some questions about another league.
    if !leagues.iter().any(|it| it.as_deref() == Some(id)) {
        return Err(format!("{name} does not play in league {id}"));
    }
    let code = team.str_team_short.as_deref().map(str::trim);
    let fits =
        |it: &&str| (2..=4).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric());
    let both = color(team.str_colour1.as_deref()).zip(color(team.str_colour2.as_deref()));
    Ok(Look {
        name: name.to_owned(),
        code: code.filter(fits).map(str::to_ascii_uppercase),
        colors: both,
    })
}

/// `#EF0107`, or in short `#fff`.
fn color(text: Option<&str>) -> Option<String> {
    let digits = text?.trim().trim_start_matches('#').to_ascii_lowercase();
    if !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        6 => Some(digits),
        3 => Some(digits.chars().flat_map(|it| [it, it]).collect()),
        _ => None,
    }
}
