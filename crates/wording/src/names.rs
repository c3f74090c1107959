//! What games and those who play them are called.

use shared::competitor::Competitor;
use shared::game::Game;
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

/// What a competitor is called wherever its game is named: by the nickname, and by the whole name
/// where both sides have the same one.
pub fn called(game: &Game, competitor: &Competitor, form: NameForm) -> Said {
    let (home, away) = (&game.home.short_name, &game.away.short_name);
    let form = match form {
        NameForm::Short if home.eq_ignore_ascii_case(away) => NameForm::Full,
        other => other,
    };
    form.of(competitor)
}

/// Who plays against whom, in names of this form.
pub fn game_name(catalogue: Catalogue, game: &Game, form: NameForm) -> Said {
    if let Some((event, _)) = game.written() {
        return Said::prose(event);
    }
    let (home, away) = (
        called(game, &game.home, form),
        called(game, &game.away, form),
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
