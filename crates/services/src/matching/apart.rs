//! Finds games that stand apart and may be one. A pure rule: it lists what deserves a look, and
//! joins nothing.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use shared::id::CompetitorId;
use shared::league::Sport;
use store::joins::{KnownGame, KnownSide};

/// A side plays one game at a time, so two games of it that begin so close together are one.
const ONE_AT_A_TIME: TimeDelta = TimeDelta::hours(12);
/// No two games of a double-header begin so close together.
const NOT_TWO: TimeDelta = TimeDelta::hours(1);
/// Feeds disagree by no more about the start of a game of which they know neither side alike.
const NEAR: TimeDelta = TimeDelta::hours(2);
/// Of games of the same two on other days, those that are no further apart.
const DAYS: TimeDelta = TimeDelta::days(3);
/// Words that many clubs have in their names.
const COMMON: &[&str] = &[
    "athletic",
    "athletics",
    "atletico",
    "city",
    "club",
    "county",
    "deportivo",
    "football",
    "giants",
    "inter",
    "lions",
    "racing",
    "real",
    "rovers",
    "saint",
    "sport",
    "sporting",
    "state",
    "tigers",
    "town",
    "united",
    "university",
    "wanderers",
    "women",
];

/// Two games that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The game that more feeds know, or that was made first.
    pub one: KnownGame,
    /// The other one.
    pub other: KnownGame,
    /// Why they may be one.
    pub why: Why,
}

/// Why two games may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// One side is the same, and cannot play twice at that time: the other side is probably one
    /// under two names, the first in `one`, the second in `other`.
    OneSide(KnownSide, KnownSide),
    /// The same two on the same day, and no feed has both.
    SameDay,
    /// The same two on days near each other, and no feed has both.
    AnotherDay,
    /// The same two on the same day, twice in this feed.
    ListedTwice(String),
    /// Both sides are called alike, at nearly the same time, and no feed has both.
    SimilarNames,
}

/// The pairs among these games that may be one, in the order of their leagues and starts. The games
/// have to be in that order too.
pub fn apart(games: &[KnownGame]) -> Vec<Apart> {
    let mut found = Vec::new();
    for (index, one) in games.iter().enumerate() {
        let near = games[index + 1..]
            .iter()
            .take_while(|it| it.league == one.league && it.starts_at - one.starts_at <= DAYS);
        for other in near {
            let rank = |it: &KnownGame| (std::cmp::Reverse(it.feeds.len()), it.id);
            let (one, other) = match rank(one) <= rank(other) {
                true => (one, other),
                false => (other, one),
            };
            if let Some(why) = why(one, other) {
                found.push(Apart {
                    one: one.clone(),
                    other: other.clone(),
                    why,
                });
            }
        }
    }
    found
}

fn why(one: &KnownGame, other: &KnownGame) -> Option<Why> {
    let away = (one.starts_at - other.starts_at).abs();
    let both = one.feeds.iter().find(|it| other.feeds.contains(it));
    let pair = |it: &KnownGame| BTreeSet::from([it.home.id, it.away.id]);
    if pair(one) == pair(other) {
        return match both {
            None if one.day == other.day => Some(Why::SameDay),
            None => Some(Why::AnotherDay),
            Some(feed) => {
                let is_double_header = one.sport == Sport::Baseball && away > NOT_TWO;
                let is_twice = one.day == other.day && !is_double_header;
                is_twice.then(|| Why::ListedTwice(feed.clone()))
            }
        };
    }
    if both.is_some() {
        return None;
    }
    if let Some((name, second)) = strangers(one, other) {
        let close = away <= ONE_AT_A_TIME;
        return close.then(|| Why::OneSide(name.clone(), second.clone()));
    }
    let alike = |a: &KnownGame, b: &KnownGame| {
        is_alike(&a.home, &b.home) && is_alike(&a.away, &b.away)
            || is_alike(&a.home, &b.away) && is_alike(&a.away, &b.home)
    };
    (away <= NEAR && alike(one, other)).then_some(Why::SimilarNames)
}

/// The sides that two games do not have in common, if they have one in common.
fn strangers<'a>(
    one: &'a KnownGame,
    other: &'a KnownGame,
) -> Option<(&'a KnownSide, &'a KnownSide)> {
    let rest = |game: &'a KnownGame, common: CompetitorId| match game.home.id == common {
        true => &game.away,
        false => &game.home,
    };
    let mut sides = [&one.home, &one.away].into_iter();
    let common = sides.find(|it| it.id == other.home.id || it.id == other.away.id)?;
    Some((rest(one, common.id), rest(other, common.id)))
}

/// Whether two names share a word that few have.
fn is_alike(one: &KnownSide, other: &KnownSide) -> bool {
    let words = |name: &str| {
        let name = name.to_lowercase();
        let words = name.split(|it: char| !it.is_alphanumeric());
        let telling = words.filter(|it| it.chars().count() > 3 && !COMMON.contains(it));
        telling.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    one.id == other.id || !words(&one.name).is_disjoint(&words(&other.name))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use shared::id::GameId;
    use shared::testing::noon;

    use super::*;

    fn side(name: &str) -> KnownSide {
        KnownSide {
            id: CompetitorId::derive(name),
            name: name.to_owned(),
        }
    }

    fn game(home: &str, away: &str, starts_at: DateTime<Utc>, feeds: &[&str]) -> KnownGame {
        KnownGame {
            id: GameId::derive(&format!("{home}{away}{starts_at}{feeds:?}")),
            league: "EPL".to_owned(),
            sport: Sport::Soccer,
            day: starts_at.date_naive(),
            starts_at,
            home: side(home),
            away: side(away),
            feeds: feeds.iter().map(|it| (*it).to_owned()).collect(),
            open_legs: 0,
        }
    }

    fn whys(mut games: Vec<KnownGame>) -> Vec<Why> {
        games.sort_by_key(|it| it.starts_at);
        apart(&games).into_iter().map(|it| it.why).collect()
    }

    #[test]
    fn a_side_that_plays_two_others_at_once_plays_one_under_two_names() {
        let at = noon() + TimeDelta::minutes(5);
        let known = game("Leeds United", "Fulham", noon(), &["espn", "a"]);
        let strange = game("Fulham", "Leeds", at, &["b"]);
        let why = Why::OneSide(side("Leeds United"), side("Leeds"));
        assert_eq!(whys(vec![known.clone(), strange]), [why]);
        let next_day = game("Fulham", "Leeds", at + TimeDelta::days(1), &["b"]);
        assert_eq!(whys(vec![known.clone(), next_day]), []);
        let same_feed = game("Fulham", "Leeds", at, &["a"]);
        assert_eq!(
            whys(vec![known, same_feed]),
            [],
            "its feed tells them apart"
        );
    }

    #[test]
    fn the_same_two_are_listed_where_no_feed_has_both_or_one_has_them_twice_in_a_day() {
        let of = |days, feeds| game("Leeds", "Fulham", noon() + TimeDelta::days(days), feeds);
        assert_eq!(whys(vec![of(0, &["a"]), of(2, &["b"])]), [Why::AnotherDay]);
        assert_eq!(whys(vec![of(0, &["a"]), of(5, &["b"])]), []);
        assert_eq!(
            whys(vec![of(0, &["a"]), of(1, &["a", "b"])]),
            [],
            "a series"
        );
        let later = |feeds| KnownGame {
            starts_at: noon() + TimeDelta::hours(1),
            ..of(0, feeds)
        };
        let twice = Why::ListedTwice("a".to_owned());
        assert_eq!(whys(vec![of(0, &["a"]), later(&["a"])]), [twice]);
        assert_eq!(whys(vec![of(0, &["a"]), later(&["b"])]), [Why::SameDay]);
        let baseball = |minutes| {
            let both = [of(0, &["a"]), later(&["a", "b"])];
            let [one, other] = both.map(|it| KnownGame {
                sport: Sport::Baseball,
                ..it
            });
            let starts_at = noon() + TimeDelta::minutes(minutes);
            whys(vec![one, KnownGame { starts_at, ..other }])
        };
        assert_eq!(baseball(180), [], "a double-header");
        let twice = Why::ListedTwice("a".to_owned());
        assert_eq!(baseball(5), [twice], "a game that its feed lists anew");
    }

    #[test]
    fn names_are_compared_only_where_neither_side_is_known() {
        let one = game("Real Sociedad", "Deportivo Alavés", noon(), &["a"]);
        let other = game("Sociedad", "Alavés", noon(), &["b"]);
        assert_eq!(whys(vec![one.clone(), other]), [Why::SimilarNames]);
        let stranger = game("Real Betis", "Deportivo La Coruña", noon(), &["b"]);
        assert_eq!(whys(vec![one, stranger]), [], "many are called that");
    }
}
