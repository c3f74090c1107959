//! From a list of teams to what each is called and looks like.

use bytes::Bytes;

use super::id;
use super::wire::{Team, Teams};
use crate::error::Garbled;
use crate::json;

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
    let teams = read.teams.ok_or_else(|| garbled("no teams".to_owned()))?;
    let (mut looks, mut refused) = (Vec::new(), Vec::new());
    for (place, raw) in teams.iter().enumerate() {
        match json::text_part::<Team>(raw.get()).and_then(|it| look(&it, id)) {
            Ok(look) => looks.push(look),
            Err(reason) => refused.push(format!("teams[{place}]: {reason}")),
        }
    }
    Ok((looks, refused))
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
