//! What games and those who play them are called.

use shared::competitor::Competitor;
use shared::game::{Contest, Game};
use shared::league::Sport;

use crate::Said;
use crate::catalogue::Catalogue;

/// How long a form of a name may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameForm {
    /// `Chicago Bears`.
    Full,
    /// `Bears`.
    Short,
    /// `CHI`.
    Code,
}

impl NameForm {
    /// From the longest to the shortest.
    pub const ALL: [Self; 3] = [Self::Full, Self::Short, Self::Code];
    /// How a pick is called on pictures: by the name that it has everywhere, and by the code where
    /// that does not fit.
    pub const DRAWN: [Self; 2] = [Self::Short, Self::Code];

    /// A competitor's name in this form.
    pub fn of(self, competitor: &Competitor) -> Said {
        Said::name(match self {
            Self::Full => &competitor.name,
            Self::Short => &competitor.short_name,
            Self::Code => &competitor.code,
        })
    }
}

/// What a competitor is called wherever its game is named. A side is called by the nickname, and by
/// the whole name where both sides have the same one. Players and entrants are called by their
/// whole names, since two of them may share the last one, and for short with an initial.
pub fn called(game: &Game, competitor: &Competitor, form: NameForm) -> Said {
    if game.role(competitor.id).is_none() {
        return match form {
            NameForm::Full | NameForm::Short => NameForm::Full.of(competitor),
            NameForm::Code => with_initial(competitor),
        };
    }
    let is_shared = game.sides().is_some_and(|it| {
        let (home, away) = (&it.home.short_name, &it.away.short_name);
        home.eq_ignore_ascii_case(away)
    });
    match form {
        NameForm::Short if is_shared => NameForm::Full.of(competitor),
        other => other.of(competitor),
    }
}

/// `A. Judge`; of a team, its nickname.
fn with_initial(competitor: &Competitor) -> Said {
    let Competitor {
        name,
        short_name: short,
        place,
        ..
    } = competitor;
    let first = name.strip_suffix(short.as_str()).map(str::trim_end);
    match first.and_then(|it| it.chars().next()) {
        // A team is named after a place, and nobody else is.
        Some(initial) if place == short => Said::name(&format!("{initial}. {short}")),
        _ => Said::name(short),
    }
}

/// Who plays against whom, in names of this form; or what a contest of many is called.
pub fn game_name(catalogue: Catalogue, game: &Game, form: NameForm) -> Said {
    let sides = match &game.contest {
        Contest::Match(sides) => sides,
        Contest::Field(name) => return Said::name(name),
        Contest::Written { event, .. } => return Said::prose(event),
    };
    let (home, away) = (
        called(game, &sides.home, form),
        called(game, &sides.away, form),
    );
    let (key, first, second) = if visitors_first(game.sport) {
        ("public-game-at", away, home)
    } else {
        ("public-game-v", home, away)
    };
    catalogue.line(key, &[("first", first.into()), ("second", second.into())])
}

/// Whether the visitors are named first, as the sport's own fans do: `Bears at Packers`.
pub const fn visitors_first(sport: Sport) -> bool {
    matches!(
        sport,
        Sport::AmericanFootball | Sport::Basketball | Sport::Baseball | Sport::IceHockey
    )
}
