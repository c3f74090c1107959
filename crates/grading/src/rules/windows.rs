//! How long a game may be postponed before its bets are void, and how long a result that has been
//! settled may still be corrected: by sport and league, as data with sources.

use chrono::{DateTime, Datelike, Days, FixedOffset, TimeDelta, Utc, Weekday};
use shared::league::Sport::{self, *};

use super::SourceGrade::{self, A, B, C, D};

/// Until when a game that was postponed still counts for the bets on its first date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Postponed {
    /// When it begins within that many hours of its first start.
    Hours(i64),
    /// When it begins in the same week, which begins on that day.
    Week(Weekday),
    /// Whenever it is played: only a feed's report ends it.
    Open,
}

/// A row of [`POSTPONED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostponedRule {
    /// What is played. `None`: every sport without a row of its own.
    pub sport: Option<Sport>,
    /// In these leagues, by code. Empty: in those that no other row names.
    pub leagues: &'static [&'static str],
    /// Until when.
    pub until: Postponed,
    /// Who says so, for people.
    pub source: &'static str,
    /// How good that source is.
    pub grade: SourceGrade,
}

/// A row of [`CORRECTED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorrectedRule {
    /// What is played. `None`: every sport without a row of its own.
    pub sport: Option<Sport>,
    /// In these leagues, by code. Empty: in those that no other row names.
    pub leagues: &'static [&'static str],
    /// For that many hours after the first result. 0: never.
    pub hours: i64,
    /// Who says so, for people.
    pub source: &'static str,
    /// How good that source is.
    pub grade: SourceGrade,
}

const fn postponed(
    sport: Sport,
    leagues: &'static [&'static str],
    until: Postponed,
    (grade, source): (SourceGrade, &'static str),
) -> PostponedRule {
    PostponedRule {
        sport: Some(sport),
        leagues,
        until,
        source,
        grade,
    }
}

/// Until when a game that was postponed still counts, by sport.
pub const POSTPONED: &[PostponedRule] = &[
    postponed(
        AmericanFootball,
        &["NFL"],
        Postponed::Week(Weekday::Thu),
        (
            A,
            "DraftKings football rule 5, theScore: played in the same week, Thursday to Wednesday",
        ),
    ),
    postponed(
        AmericanFootball,
        &["NCAAF"],
        Postponed::Week(Weekday::Tue),
        (
            A,
            "theScore college football: played in the same week, Tuesday to Monday",
        ),
    ),
    postponed(
        AmericanFootball,
        &[],
        Postponed::Hours(72),
        (
            A,
            "PokerStars exchange, American football: played within three days",
        ),
    ),
    postponed(
        Basketball,
        &[],
        Postponed::Hours(48),
        (
            A,
            "theScore basketball rules: played within 48 hours; SBK says 72",
        ),
    ),
    postponed(
        Baseball,
        &[],
        Postponed::Hours(36),
        (
            A,
            "BetMGM Nevada baseball: resumed within 36 hours; DraftKings says 12",
        ),
    ),
    postponed(
        IceHockey,
        &[],
        Postponed::Hours(48),
        (D, "as in basketball, theScore: played within 48 hours"),
    ),
    postponed(
        Soccer,
        &["WORLDCUP", "EURO", "COPA_AMERICA", "UCL"],
        Postponed::Hours(72),
        (
            B,
            "sportsbet AU, BetDEX: games of major tournaments within 72 hours",
        ),
    ),
    postponed(
        Soccer,
        &[],
        Postponed::Hours(48),
        (
            B,
            "Sportradar, bookmaker.eu: played within 48 hours; others say the same day",
        ),
    ),
    postponed(
        Tennis,
        &[],
        Postponed::Open,
        (
            C,
            "a change of venue, surface or date stands: bets wait for the match",
        ),
    ),
    postponed(
        MixedMartialArts,
        &[],
        Postponed::Hours(48),
        (
            A,
            "BetMGM Nevada fights: within 48 hours; bet.co.za says 24, BetOnline a week",
        ),
    ),
    postponed(
        Boxing,
        &[],
        Postponed::Hours(48),
        (
            A,
            "BetMGM Nevada fights: within 48 hours; bet.co.za says 24, BetOnline a week",
        ),
    ),
    postponed(
        Golf,
        &[],
        Postponed::Open,
        (
            D,
            "a tournament counts from 36 holes and an official result, whenever they are played",
        ),
    ),
    postponed(
        Motorsport,
        &[],
        Postponed::Hours(7 * 24),
        (
            C,
            "thevault motor racing: the race is run within seven days",
        ),
    ),
    postponed(
        HorseRacing,
        &[],
        Postponed::Open,
        (
            D,
            "a race that is not run is called abandoned by its own feed",
        ),
    ),
    postponed(
        Esports,
        &[],
        Postponed::Hours(24),
        (
            C,
            "NetBet esports: within 24 hours; tonybet and btobet say 48",
        ),
    ),
    postponed(
        Cricket,
        &[],
        Postponed::Hours(48),
        (
            A,
            "PaddyPower, PokerStars cricket: within 48 hours, or on the reserve day",
        ),
    ),
    postponed(
        RugbyUnion,
        &[],
        Postponed::Hours(48),
        (A, "Betfair rugby union: played within 48 hours"),
    ),
    postponed(
        RugbyLeague,
        &[],
        Postponed::Hours(48),
        (A, "Betfair rugby: played within 48 hours"),
    ),
    postponed(
        AustralianRules,
        &[],
        Postponed::Hours(48),
        (C, "xbet Australian rules: played within 48 hours"),
    ),
    postponed(
        Handball,
        &[],
        Postponed::Hours(48),
        (A, "Betway handball: played within 48 hours"),
    ),
    postponed(
        Darts,
        &[],
        Postponed::Hours(36),
        (A, "PaddyPower darts: played the following day"),
    ),
    postponed(
        Volleyball,
        &[],
        Postponed::Hours(48),
        (
            C,
            "Bodog volleyball: played within 48 hours; others say 12, 24, the same day",
        ),
    ),
    PostponedRule {
        sport: None,
        leagues: &[],
        until: Postponed::Hours(48),
        source: "what most books say where a sport has no rule of its own",
        grade: D,
    },
];

/// How long a settled result may still be corrected, by sport.
pub const CORRECTED: &[CorrectedRule] = &[
    CorrectedRule {
        sport: Some(MixedMartialArts),
        leagues: &[],
        hours: 3,
        source: "BetMGM Nevada fights: an announcer's error is mended the same night, a decision \
                 that is overturned later is not followed",
        grade: A,
    },
    CorrectedRule {
        sport: Some(Boxing),
        leagues: &[],
        hours: 3,
        source: "BetMGM Nevada fights: an announcer's error is mended the same night, a decision \
                 that is overturned later is not followed",
        grade: A,
    },
    CorrectedRule {
        sport: Some(Motorsport),
        leagues: &["NASCAR"],
        hours: 6,
        source: "thevault NASCAR: a disqualification within six hours counts; betpanther says half \
                 an hour",
        grade: C,
    },
    CorrectedRule {
        sport: None,
        leagues: &[],
        hours: 24,
        source: "bwin B1.4, BetMGM Nevada motor racing: a changed result counts for 24 hours; \
                 DraftKings follows none, parlayplay for an hour",
        grade: A,
    },
];

/// Weeks turn in the night in which nobody plays, by the clock of the westernmost stadium.
const WEEKS_TURN_WEST_HOURS: i32 = 8;
const HOUR_SECONDS: i32 = 3600;

/// The first of the rows for a sport that names the league, else its row for all others.
fn row<T>(
    rows: &'static [T],
    of: impl Fn(&T) -> (Option<Sport>, &'static [&'static str]),
    (sport, league): (Sport, &str),
) -> Option<&'static T> {
    let named = |it: &&T| of(it).0 == Some(sport) && of(it).1.contains(&league);
    let general = |it: &&T| of(it) == (Some(sport), &[]);
    let rest = |it: &&T| of(it) == (None, &[]);
    let found = rows
        .iter()
        .find(named)
        .or_else(|| rows.iter().find(general));
    found.or_else(|| rows.iter().find(rest))
}

/// The full name of a sport's row: `american_football/postponed_nfl`.
pub(crate) fn postponed_name(sport: Sport, rule: &PostponedRule) -> String {
    format!("{sport}/postponed{}", tail(rule.leagues))
}

/// What tells the row of these leagues from the sport's other ones.
pub(super) fn tail(leagues: &[&str]) -> String {
    match leagues {
        [] => String::new(),
        [league] => format!("_{}", league.to_lowercase()),
        _ => "_majors".to_owned(),
    }
}

/// The rule for games that are postponed in this league.
pub fn postponed_rule(sport: Sport, league: &str) -> Option<&'static PostponedRule> {
    row(POSTPONED, |it| (it.sport, it.leagues), (sport, league))
}

/// The rule for results that are corrected in this league.
pub fn corrected_rule(sport: Sport, league: &str) -> Option<&'static CorrectedRule> {
    row(CORRECTED, |it| (it.sport, it.leagues), (sport, league))
}

/// The last moment at which a game may begin that bets were taken on for `start`. `None`: it may
/// begin whenever.
pub fn latest_start(sport: Sport, league: &str, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match postponed_rule(sport, league)?.until {
        Postponed::Hours(hours) => Some(start + TimeDelta::hours(hours)),
        Postponed::Week(first) => week_end(start, first),
        Postponed::Open => None,
    }
}

/// When a game that began at `start` should have ended, however long it went on. A source that has
/// not said so by then has lost it, or writes it in a way that is not understood. A choice of ours,
/// from the longest that each sport allows: a day's rain in tennis, five days of cricket.
pub fn overdue(sport: Sport, start: DateTime<Utc>) -> DateTime<Utc> {
    let hours = match sport {
        Golf | Cricket => 6 * 24,
        Tennis => 36,
        Baseball | Boxing | Darts | Esports | HorseRacing | MixedMartialArts | Motorsport => 12,
        _ => 8,
    };
    start + TimeDelta::hours(hours)
}

/// The end of the week of that moment, the last second of the day before the next one begins.
fn week_end(start: DateTime<Utc>, first: Weekday) -> Option<DateTime<Utc>> {
    let west = FixedOffset::west_opt(WEEKS_TURN_WEST_HOURS * HOUR_SECONDS)?;
    let day = start.with_timezone(&west).date_naive();
    let into = day.weekday().days_since(first);
    let next = day.checked_add_days(Days::new(u64::from(7 - into)))?;
    let midnight = next
        .and_hms_opt(0, 0, 0)?
        .and_local_timezone(west)
        .single()?;
    Some(midnight.to_utc() - TimeDelta::seconds(1))
}

/// For how long after the first result a correction is followed.
pub fn corrections_last(sport: Sport, league: &str) -> TimeDelta {
    corrected_rule(sport, league).map_or(TimeDelta::zero(), |it| TimeDelta::hours(it.hours))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_sport_has_one_window_of_each_kind_and_a_source() {
        let mut seen = BTreeSet::new();
        for row in POSTPONED {
            assert!(row.source.len() > 20);
            let leagues: Vec<_> = if row.leagues.is_empty() {
                vec![""]
            } else {
                row.leagues.to_vec()
            };
            for league in leagues {
                assert!(seen.insert((row.sport, league)), "{row:?}");
            }
        }
        for sport in Sport::ALL {
            assert!(
                POSTPONED.iter().any(|it| it.sport == Some(*sport)),
                "{sport}: say until when a game may be put off"
            );
            assert!(corrected_rule(*sport, "X").is_some());
        }
        assert!(CORRECTED.iter().all(|it| it.source.len() > 20));
    }

    #[test]
    fn football_weeks_turn_on_thursday() {
        // Sunday evening in the east is Monday in Greenwich.
        let sunday = at("2024-11-18T01:20:00Z");
        let wednesday = latest_start(AmericanFootball, "NFL", sunday).unwrap();
        assert_eq!(wednesday, at("2024-11-21T07:59:59Z"));
        let thursday = at("2024-11-22T01:15:00Z");
        assert_eq!(
            latest_start(AmericanFootball, "NFL", thursday).unwrap(),
            at("2024-11-28T07:59:59Z")
        );
        assert_eq!(
            latest_start(AmericanFootball, "NCAAF", sunday).unwrap(),
            at("2024-11-19T07:59:59Z")
        );
    }

    #[test]
    fn other_windows_are_counted_in_hours_or_are_open() {
        let start = at("2024-07-01T17:00:00Z");
        let latest = |sport, league| latest_start(sport, league, start);
        assert_eq!(latest(Baseball, "MLB"), Some(start + TimeDelta::hours(36)));
        assert_eq!(latest(Soccer, "EPL"), Some(start + TimeDelta::hours(48)));
        assert_eq!(
            latest(Soccer, "WORLDCUP"),
            Some(start + TimeDelta::hours(72))
        );
        assert_eq!(latest(Esports, "CS2"), Some(start + TimeDelta::hours(24)));
        assert_eq!(latest(Tennis, "ATP"), None);
        assert_eq!(
            latest(AmericanFootball, "CFL"),
            Some(start + TimeDelta::hours(72))
        );
    }

    #[test]
    fn a_league_of_its_own_is_corrected_for_as_long_as_its_row_says() {
        assert_eq!(corrections_last(Soccer, "EPL"), TimeDelta::hours(24));
        assert_eq!(corrections_last(Motorsport, "NASCAR"), TimeDelta::hours(6));
        assert_eq!(corrections_last(Motorsport, "F1"), TimeDelta::hours(24));
        assert_eq!(
            corrections_last(MixedMartialArts, "UFC"),
            TimeDelta::hours(3)
        );
    }
}
