//! Reads a file of teams. Its form is described in `assets/teams/README.md`.

use shared::league::Sport;

use super::{Alias, Scope, Seasons, SideOfClub, Team};
use crate::slug::slug;

/// A file: teams that play in the same leagues.
#[derive(Debug)]
pub(super) struct File {
    scope: Scope,
    leagues: Vec<&'static str>,
    teams: Vec<Team>,
}

impl File {
    /// Whether names of that league are looked up here.
    pub(super) fn serves(&self, league: &str) -> bool {
        self.leagues.contains(&league)
    }

    pub(super) fn teams(&self) -> &[Team] {
        &self.teams
    }

    /// In this, no two teams share a name.
    pub(super) fn scope(&self) -> Scope {
        self.scope
    }

    /// Reads a file, or says which line is wrong, and how.
    pub(super) fn read(text: &'static str) -> Result<Self, String> {
        let mut draft = Draft::default();
        for (number, line) in (1..).zip(text.lines()) {
            draft
                .take(line)
                .map_err(|reason| format!("line {number}: {reason}"))?;
        }
        let sport = draft.sport.ok_or("no line \"sport\"")?;
        Ok(Self {
            scope: (sport, draft.side.unwrap_or(SideOfClub::First)),
            leagues: draft.leagues.ok_or("no line \"leagues\"")?,
            teams: draft.teams,
        })
    }
}

/// What has been read of a file so far.
#[derive(Default)]
struct Draft {
    sport: Option<Sport>,
    side: Option<SideOfClub>,
    leagues: Option<Vec<&'static str>>,
    teams: Vec<Team>,
}

impl Draft {
    fn take(&mut self, line: &'static str) -> Result<(), String> {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if line.contains('|') {
            self.teams.push(team(line)?);
            return Ok(());
        }
        if let Some(more) = line.strip_prefix("  ") {
            let team = self.teams.last_mut().ok_or("no team stands before it")?;
            return add(team, more);
        }
        match line.split_once(' ') {
            Some(("sport", word)) => {
                let sport = Sport::from_word(word);
                self.sport = Some(sport.ok_or_else(|| format!("{word:?} is no sport"))?);
            }
            Some(("side", word)) => {
                self.side = Some(match word {
                    "first" => SideOfClub::First,
                    "women" => SideOfClub::Women,
                    _ => return Err(format!("{word:?} is not \"first\" and not \"women\"")),
                });
            }
            Some(("leagues", words)) => self.leagues = Some(words.split_whitespace().collect()),
            _ => return Err(format!("{line:?} is neither a setting nor a team")),
        }
        Ok(())
    }
}

/// `Chicago Bears | Bears | Chicago | CHI | 0b162a c83803`, the colours left out where not known.
fn team(line: &'static str) -> Result<Team, String> {
    let cells: Vec<_> = line.split('|').map(str::trim).collect();
    let (name, short_name, place, code, colors) = match cells.as_slice() {
        [name, short, place, code] => (*name, *short, *place, *code, None),
        [name, short, place, code, colors] => (*name, *short, *place, *code, Some(*colors)),
        _ => {
            return Err(format!(
                "{} cells; a team is name | short name | place | code | two colours",
                cells.len()
            ));
        }
    };
    if [name, short_name, place].contains(&"") {
        return Err("a team without a name, a short name or a place".to_owned());
    }
    if !(2..=4).contains(&code.len()) || !code.bytes().all(is_of_code) {
        return Err(format!(
            "{code:?} is no code: two to four capitals or digits"
        ));
    }
    Ok(Team {
        slug: slug(name),
        name,
        short_name,
        place,
        code,
        colors: colors.map(pair).transpose()?,
        names: vec![alias(name)?],
        codes: vec![alias(code)?],
    })
}

const fn is_of_code(letter: u8) -> bool {
    letter.is_ascii_uppercase() || letter.is_ascii_digit()
}

fn pair(colors: &'static str) -> Result<(&'static str, &'static str), String> {
    let is_color = |it: &str| it.len() == 6 && it.bytes().all(|it| it.is_ascii_hexdigit());
    let two = colors.split_once(' ');
    let two = two.filter(|(first, second)| is_color(first) && is_color(second));
    two.ok_or_else(|| format!("{colors:?} are not two colours, as rrggbb"))
}

/// What an indented line says of the team above it.
fn add(team: &mut Team, line: &'static str) -> Result<(), String> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let aliases = || rest.split(',').map(|it| alias(it.trim()));
    match word {
        "also" => team.names.extend(aliases().collect::<Result<Vec<_>, _>>()?),
        "codes" => team.codes.extend(aliases().collect::<Result<Vec<_>, _>>()?),
        "id" if slug(rest) == rest => team.slug = rest.to_owned(),
        "id" => return Err(format!("{rest:?} is no id: small letters and hyphens")),
        _ => return Err(format!("{word:?} is none of \"also\", \"codes\", \"id\"")),
    }
    Ok(())
}

/// `Oakland`, or `LosAngeles (2016)`, `Hornets (2014-)`, `Hornets (-2013)`.
fn alias(text: &str) -> Result<Alias, String> {
    let (name, seasons) = match text.split_once(" (") {
        Some((name, years)) => {
            let years = years.strip_suffix(')').and_then(read_seasons);
            let reason = || format!("{text:?}: years are (2016), (2014-), (-2013), (2002-2013)");
            (name, years.ok_or_else(reason)?)
        }
        None => (text, Seasons::ALL),
    };
    let slug = slug(name);
    if slug.is_empty() {
        return Err(format!("{text:?} is no name"));
    }
    Ok(Alias { slug, seasons })
}

fn read_seasons(text: &str) -> Option<Seasons> {
    let Seasons { first, last } = Seasons::ALL;
    let year = |text: &str, open| match text {
        "" => Some(open),
        _ => text.parse().ok(),
    };
    let seasons = match text.split_once('-') {
        Some((from, to)) => Seasons {
            first: year(from, first)?,
            last: year(to, last)?,
        },
        None => {
            let only = text.parse().ok()?;
            Seasons {
                first: only,
                last: only,
            }
        }
    };
    (seasons.first <= seasons.last && seasons != Seasons::ALL).then_some(seasons)
}
