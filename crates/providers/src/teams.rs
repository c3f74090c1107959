//! Teams that we know by name: what feeds call them, and what we call them. The names stand in
//! `assets/teams`, as text that anybody can edit.
//!
//! Two feeds mean the same team when they come to the same slug, so every feed takes its teams
//! from here. A name is known or it is not: none is shortened, completed or compared by likeness.

use shared::competitor::CompetitorKind;
use shared::feed::CompetitorReport;
use shared::league::Sport;

use self::file::File;
use crate::archive::athlete;
use crate::slug::slug;

mod file;
mod files;

/// A team with all of its names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Team {
    /// Our own name of it, which outlives every other.
    slug: String,
    /// In full: `Chicago Bears`.
    name: &'static str,
    /// What fans say: `Bears`.
    short_name: &'static str,
    /// Used in sentences: `Chicago`.
    place: &'static str,
    /// The code that we show: `CHI`.
    code: &'static str,
    colors: Option<(&'static str, &'static str)>,
    /// What feeds call it: its name, and the others.
    names: Vec<Alias>,
    /// What feeds call it where they use codes or single words: its code, and the others.
    codes: Vec<Alias>,
}

/// One way to name a team, made plain, and the seasons in which it means that team.
#[derive(Debug, PartialEq, Eq)]
struct Alias {
    slug: String,
    seasons: Seasons,
}

/// From one year to another, each of them counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seasons {
    first: i32,
    last: i32,
}

impl Seasons {
    const ALL: Self = Self {
        first: i32::MIN,
        last: i32::MAX,
    };

    fn has(self, year: Option<i32>) -> bool {
        year.is_none_or(|it| (self.first..=self.last).contains(&it))
    }
}

impl Team {
    /// The report of it, under the feed's own id.
    pub(crate) fn report(&self, reference: String) -> CompetitorReport {
        let colors = self.colors;
        CompetitorReport {
            reference,
            slug: Some(self.slug.clone()),
            kind: CompetitorKind::Team,
            name: self.name.to_owned(),
            short_name: self.short_name.to_owned(),
            place: self.place.to_owned(),
            code: self.code.to_owned(),
            colors: colors.map(|(first, second)| (first.to_owned(), second.to_owned())),
            logo_url: None,
        }
    }

    fn is_called(&self, name: &str, year: Option<i32>) -> bool {
        matches(&self.names, name, year)
    }

    fn has_code(&self, code: &str, year: Option<i32>) -> bool {
        matches(&self.codes, code, year)
    }

    /// Whether fans call it so: `Mammoth`, or a former `Hockey Club`.
    fn is_nicknamed(&self, name: &str) -> bool {
        let tail = format!("-{name}");
        let mut names = self.names.iter().map(|it| it.slug.as_str());
        names.any(|it| it == name || it.ends_with(&tail))
    }
}

fn matches(aliases: &[Alias], slug: &str, year: Option<i32>) -> bool {
    let mut all = aliases.iter();
    all.any(|it| it.slug == slug && it.seasons.has(year))
}

/// A feed's own id of a team, told apart from its ids of players.
pub(crate) fn reference(id: &str) -> String {
    format!("team/{id}")
}

/// Our slug of the team that feeds call so in that league, if our data have it.
pub(crate) fn slug_of(league: &str, name: &str) -> Option<String> {
    known(league, name).map(|it| it.slug.clone())
}

/// The team of a feed that tells no more of it than its name: ours where our data have the name.
pub(crate) fn named(league: &str, reference: String, name: &str) -> CompetitorReport {
    if let Some(known) = known(league, name) {
        return known.report(reference);
    }
    CompetitorReport {
        reference,
        kind: CompetitorKind::Team,
        ..athlete(name, name)
    }
}

/// The team that feeds call so in that league, accents and case aside. `None` where our data do
/// not have the name, and where it stands for more than one.
pub(crate) fn known(league: &str, name: &str) -> Option<&'static Team> {
    let wanted = slug(name);
    only(league, |team| team.is_called(&wanted, None))
}

/// The team of that league with that code, if that is also its name, or the end of one:
/// `UTA` and `Mammoth`.
pub(crate) fn coded(league: &str, code: &str, name: &str) -> Option<&'static Team> {
    let (code, wanted) = (slug(code), slug(name));
    only(league, |team| {
        team.has_code(&code, None) && team.is_nicknamed(&wanted)
    })
}

/// The team that an archive calls by that code or single word in that season. The code that we
/// show is its reference: an archive may have several for one team.
pub(crate) fn archived(league: &str, code: &str, year: i32) -> Result<CompetitorReport, String> {
    let wanted = slug(code);
    let team = only(league, |team| team.has_code(&wanted, Some(year)));
    let team = team.ok_or_else(|| format!("team: {code:?} is unknown"))?;
    Ok(team.report(team.code.to_owned()))
}

/// The team that a feed calls by that code or short name in that year: `Chicago WS`.
pub(crate) fn in_short(league: &str, word: &str, year: i32) -> Option<&'static Team> {
    let wanted = slug(word);
    let called = |it: &Team| it.is_called(&wanted, Some(year)) || it.has_code(&wanted, Some(year));
    only(league, called)
}

/// Whether that league is women's. Their clubs are others than the first sides of the same name.
pub(crate) fn is_womens(league: &str) -> bool {
    let mut files = files::all().iter().filter(|it| it.serves(league));
    files.any(|it| it.scope().1 == SideOfClub::Women)
}

/// The one team of a league of which that is so.
fn only(league: &str, is_meant: impl Fn(&Team) -> bool) -> Option<&'static Team> {
    let files = files::all().iter().filter(|it| it.serves(league));
    let mut meant = files.flat_map(File::teams).filter(|it| is_meant(it));
    let first = meant.next();
    first.filter(|_| meant.next().is_none())
}

/// Which sides a file is about. Women's and youth sides are others than the first of a club, often
/// under the very same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum SideOfClub {
    First,
    Women,
}

/// What two teams must not share a name in.
type Scope = (Sport, SideOfClub);

#[cfg(test)]
mod tests;
