//! Every random result that can be is believed, and none that is damaged in a way that shows.

use proptest::prelude::*;
use proptest::sample::select;
use shared::competitor::Lead;
use shared::competitor::Role;
use shared::facts::{Ending, Facts, Finish, Method};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;

use crate::check::{checked, line};

/// A result that can be.
#[derive(Clone, Debug)]
struct Whole {
    sport: Sport,
    league: &'static str,
    scores: Vec<PeriodScore>,
    facts: Facts,
}

impl Whole {
    fn holds(&self) -> bool {
        let status = GameStatus::Final;
        checked(self.sport, self.league, status, &self.scores, &self.facts).is_ok()
    }

    fn push(&mut self, period: Period, home: i32, away: i32) {
        for (role, points) in [(Role::Home, home), (Role::Away, away)] {
            self.scores.push(PeriodScore {
                period,
                role,
                points,
            });
        }
    }

    fn sum(&self, role: Role) -> i32 {
        let own = self.scores.iter().filter(|it| it.role == role);
        own.map(|it| it.points).sum()
    }

    fn is_level(&self) -> bool {
        self.sum(Role::Home) == self.sum(Role::Away)
    }

    fn without(&self, period: Period) -> Self {
        let mut other = self.clone();
        other.scores.retain(|it| it.period != period);
        other
    }

    fn with(&self, period: Period, home: i32, away: i32) -> Self {
        let mut other = self.clone();
        other.push(period, home, away);
        other
    }
}

/// A sport in parts: its league, its parts, and what it plays when they end level.
struct Form {
    sport: Sport,
    league: &'static str,
    parts: Vec<Period>,
    /// Whether a level score goes on.
    goes_on: bool,
}

fn timed_forms() -> Vec<Form> {
    let form = |sport, league, goes_on, parts: &[Period]| Form {
        sport,
        league,
        parts: parts.to_vec(),
        goes_on,
    };
    let quarters = [1, 2, 3, 4].map(Period::Quarter);
    let halves = [1, 2].map(Period::Half);
    let thirds = [1, 2, 3].map(Period::Third);
    vec![
        form(Sport::AmericanFootball, "NFL", true, &quarters),
        form(Sport::AmericanFootball, "NCAAF", true, &quarters),
        form(Sport::Basketball, "NBA", true, &quarters),
        form(Sport::Basketball, "NCAAB", true, &halves),
        form(Sport::AustralianRules, "AFL", false, &quarters),
        form(Sport::IceHockey, "NHL", true, &thirds),
        form(Sport::IceHockey, "SHL", false, &thirds),
        form(Sport::Soccer, "EPL", false, &halves),
        form(Sport::Handball, "EHF", false, &halves),
        form(Sport::RugbyUnion, "Six Nations", false, &halves),
        form(Sport::RugbyLeague, "NRL", false, &halves),
    ]
}

/// A game in parts, gone on where it was level and the sport does so.
fn timed() -> impl Strategy<Value = Whole> {
    let points = proptest::collection::vec((0i32..9, 0i32..9), 4);
    (0usize..11, points, any::<bool>(), any::<bool>()).prop_map(|(form, points, home, more)| {
        let form = timed_forms().swap_remove(form);
        let mut whole = Whole {
            sport: form.sport,
            league: form.league,
            scores: Vec::new(),
            facts: Facts::default(),
        };
        for (part, (own, other)) in form.parts.iter().zip(&points) {
            whole.push(*part, *own, *other);
        }
        if whole.is_level() && (form.goes_on || more) {
            let (own, other) = if home { (1, 0) } else { (0, 1) };
            whole.push(Period::Overtime, own, other);
        }
        let (own, other) = (whole.sum(Role::Home), whole.sum(Role::Away));
        if more {
            whole.push(Period::Full, own, other);
        }
        whole
    })
}

fn baseball() -> impl Strategy<Value = Whole> {
    let runs = proptest::collection::vec((0i32..4, 0i32..4), 8);
    (runs, 0i32..4, 0i32..4).prop_map(|(runs, home, away)| {
        let mut whole = Whole {
            sport: Sport::Baseball,
            league: "MLB",
            scores: Vec::new(),
            facts: Facts::default(),
        };
        for (number, (own, other)) in (1u8..).zip(&runs) {
            whole.push(Period::Inning(number), *own, *other);
        }
        let lead = whole.sum(Role::Home) - whole.sum(Role::Away) - away;
        if lead > 0 {
            whole.scores.push(PeriodScore {
                period: Period::Inning(9),
                role: Role::Away,
                points: away,
            });
            return whole;
        }
        // It may go ahead in its half by up to four.
        let home = home.min(4 - lead);
        whole.push(Period::Inning(9), home, away);
        if lead + home == 0 {
            whole.push(Period::Inning(10), 0, 1);
        }
        whole
    })
}

/// A match of sets: tennis or volleyball.
fn sets() -> impl Strategy<Value = Whole> {
    let games = select(vec![(6, 0), (6, 1), (6, 2), (6, 3), (6, 4), (7, 5), (7, 6)]);
    let tennis = proptest::collection::vec((games, any::<bool>()), 5);
    let points = proptest::collection::vec((0i32..30, any::<bool>()), 5);
    (tennis, points, any::<bool>(), select(vec![3u8, 5])).prop_map(
        |(tennis, points, plays_tennis, best_of)| {
            let mut whole = Whole {
                sport: if plays_tennis {
                    Sport::Tennis
                } else {
                    Sport::Volleyball
                },
                league: if plays_tennis { "ATP" } else { "CEV" },
                scores: Vec::new(),
                facts: Facts {
                    best_of: Some(best_of),
                    ..Facts::default()
                },
            };
            let needed = i32::from(best_of / 2 + 1);
            let (mut home, mut away) = (0, 0);
            for (number, (tennis, points)) in (1u8..).zip(tennis.iter().zip(&points)) {
                if home == needed || away == needed {
                    break;
                }
                let ((more, fewer), won) = if plays_tennis {
                    *tennis
                } else {
                    let to = if number == best_of { 15 } else { 25 };
                    let fewer = points.0;
                    ((to.max(fewer + 2), fewer), points.1)
                };
                let (own, other) = if won { (more, fewer) } else { (fewer, more) };
                (home, away) = (home + i32::from(won), away + i32::from(!won));
                whole.push(Period::Set(number), own, other);
            }
            let winner = if home == needed {
                Lead::Home
            } else {
                Lead::Away
            };
            whole.facts.ending = Some(Ending {
                winner: Some(winner),
                ..Ending::default()
            });
            whole
        },
    )
}

fn maps() -> impl Strategy<Value = Whole> {
    let maps = proptest::collection::vec(any::<bool>(), 5);
    (maps, select(vec![1u8, 3, 5])).prop_map(|(maps, best_of)| {
        let mut whole = Whole {
            sport: Sport::Esports,
            league: "CS2",
            scores: Vec::new(),
            facts: Facts {
                best_of: Some(best_of),
                ..Facts::default()
            },
        };
        let needed = i32::from(best_of / 2 + 1);
        let (mut home, mut away) = (0, 0);
        for (number, won) in (1u8..).zip(maps) {
            if home == needed || away == needed {
                break;
            }
            (home, away) = (home + i32::from(won), away + i32::from(!won));
            let (own, other) = if won { (13, 7) } else { (9, 13) };
            whole.push(Period::Map(number), own, other);
        }
        whole
    })
}

fn cricket() -> impl Strategy<Value = Whole> {
    (1i32..300, 0i32..300, 0i32..7, any::<bool>()).prop_map(|(first, behind, past, chased)| {
        let mut whole = Whole {
            sport: Sport::Cricket,
            league: "T20",
            scores: Vec::new(),
            facts: Facts {
                scheduled_overs: Some(20),
                ..Facts::default()
            },
        };
        let second = if chased {
            first + past
        } else {
            behind.min(first - 1)
        };
        let innings = [(1, Role::Home, first), (2, Role::Away, second)];
        whole.scores = innings
            .map(|(number, role, points)| PeriodScore {
                period: Period::Inning(number),
                role,
                points,
            })
            .to_vec();
        let winner = match first.cmp(&second) {
            std::cmp::Ordering::Greater => Lead::Home,
            std::cmp::Ordering::Less => Lead::Away,
            std::cmp::Ordering::Equal => Lead::Draw,
        };
        whole.facts.ending = Some(Ending {
            winner: Some(winner),
            ..Ending::default()
        });
        whole
    })
}

fn fights() -> impl Strategy<Value = Whole> {
    let stopped = select(vec![
        Method::Knockout,
        Method::TechnicalKnockout,
        Method::Disqualification,
    ]);
    (any::<bool>(), stopped, 1u8..=3, 1u16..=180, any::<bool>()).prop_map(
        |(boxing, method, round, second, home)| Whole {
            sport: if boxing {
                Sport::Boxing
            } else {
                Sport::MixedMartialArts
            },
            league: "X",
            scores: Vec::new(),
            facts: Facts {
                scheduled_rounds: Some(3),
                ending: Some(Ending {
                    winner: Some(if home { Lead::Home } else { Lead::Away }),
                    method: Some(method),
                    round: Some(round),
                    second: Some(second),
                    ..Ending::default()
                }),
                ..Facts::default()
            },
        },
    )
}

/// A field of up to ten, with ties, of whom some did not finish.
fn field() -> impl Strategy<Value = Whole> {
    let sports = select(vec![Sport::Golf, Sport::HorseRacing, Sport::Motorsport]);
    let ties = proptest::collection::vec(1u16..4, 1..4);
    (sports, ties, 0u16..3).prop_map(|(sport, ties, out)| {
        let (mut entrants, mut place) = (Vec::new(), 1);
        for tie in ties {
            for _ in 0..tie {
                let name = entrants.len().to_string();
                entrants.push(line(&name, Finish::Finished, Some(place)));
            }
            place += tie;
        }
        for number in 0..out {
            entrants.push(line(&format!("out {number}"), Finish::DidNotStart, None));
        }
        Whole {
            sport,
            league: "X",
            scores: Vec::new(),
            facts: Facts {
                entrants,
                ..Facts::default()
            },
        }
    })
}

fn any_whole() -> impl Strategy<Value = Whole> {
    prop_oneof![
        timed(),
        baseball(),
        sets(),
        maps(),
        cricket(),
        fights(),
        field()
    ]
}

/// Ways of damaging the numbers of any game of two sides.
fn numbers(whole: &Whole, at: usize) -> Vec<(&'static str, Whole)> {
    let Some(score) = whole.scores.get(at % whole.scores.len().max(1)).copied() else {
        return Vec::new();
    };
    let mut below = whole.clone();
    below.scores[at % whole.scores.len()].points = -1;
    let mut twice = whole.clone();
    twice.scores.push(score);
    let mut nobody = whole.clone();
    nobody.scores[at % whole.scores.len()].role = Role::Entrant;
    vec![
        ("a score below zero", below),
        ("a score twice", twice),
        ("a score of nobody", nobody),
        (
            "a part of another sport",
            whole.with(Period::Round(3), 1, 0),
        ),
    ]
}

/// Ways of leaving out a part.
fn gaps(whole: &Whole) -> Vec<(&'static str, Whole)> {
    let mut parts: Vec<Period> = whole.scores.iter().map(|it| it.period).collect();
    parts.retain(|it| !matches!(it, Period::Full | Period::Overtime));
    parts.sort_unstable();
    parts.dedup();
    let told_whole = whole.scores.iter().any(|it| it.period == Period::Full);
    let mut damaged = Vec::new();
    if let [first, _, ..] = parts[..] {
        damaged.push(("the first part left out", whole.without(first)));
    }
    let needed = !(told_whole && matches!(parts.last(), Some(Period::Half(_))));
    // Ten innings are level after nine, which does not end a game in this league.
    if let Some(last) = parts.last().filter(|_| needed && parts.len() > 1) {
        damaged.push(("the last part left out", whole.without(*last)));
    }
    damaged
}

fn timed_damage(whole: &Whole) -> Vec<(&'static str, Whole)> {
    let mut damaged = Vec::new();
    let full = whole.scores.iter().any(|it| it.period == Period::Full);
    let overtime = whole.scores.iter().any(|it| it.period == Period::Overtime);
    if full {
        let other = whole.without(Period::Full);
        let (home, away) = (other.sum(Role::Home), other.sum(Role::Away));
        damaged.push((
            "a whole that is too large",
            other.with(Period::Full, home + 9, away),
        ));
        // In soccer a whole may leave out what was scored in extra time.
        if !(overtime && whole.sport == Sport::Soccer) {
            damaged.push((
                "a whole that is too small",
                other.with(Period::Full, home - 1, away),
            ));
        }
    }
    if !overtime {
        let other = whole.without(Period::Full);
        if !other.is_level() {
            damaged.push(("overtime after a lead", other.with(Period::Overtime, 1, 0)));
        }
    }
    let mut late = whole.clone();
    late.facts.ending = Some(Ending {
        minute: Some(1),
        ..Ending::default()
    });
    damaged.push(("a clock that stopped in minute 1", late));
    damaged
}

fn baseball_damage(whole: &Whole) -> Vec<(&'static str, Whole)> {
    let mut early = whole.clone();
    let inning = shared::facts::InningEnd {
        number: 3,
        bottom: true,
        outs: 3,
    };
    early.facts.ending = Some(Ending {
        inning: Some(inning),
        ..Ending::default()
    });
    let mut long = whole.clone();
    long.facts.scheduled_innings = Some(7);
    let level = |innings: u8| {
        let told = whole
            .scores
            .iter()
            .filter(|it| matches!(it.period, Period::Inning(n) if n <= innings));
        let lead = told.map(|it| {
            if it.role == Role::Home {
                it.points
            } else {
                -it.points
            }
        });
        lead.sum::<i32>() == 0
    };
    let mut damaged = vec![
        ("it stopped in the third inning", early),
        ("a whole that is too large", whole.with(Period::Full, 99, 0)),
    ];
    if !level(7) {
        damaged.push(("an inning after the game was over", long));
    }
    damaged
}

fn match_damage(whole: &Whole) -> Vec<(&'static str, Whole)> {
    let last = whole.scores.iter().map(|it| it.period).max();
    let (next, tie) = match last {
        Some(Period::Set(n)) => (Period::Set(n + 1), (6, 6)),
        Some(Period::Map(n)) => (Period::Map(n + 1), (13, 13)),
        _ => return Vec::new(),
    };
    let mut damaged = vec![("a part after the match was won", whole.with(next, 25, 13))];
    if let Some(last) = last {
        let other = whole.without(last);
        damaged.push(("a part that nobody won", other.with(last, tie.0, tie.1)));
        if whole.sport != Sport::Esports {
            damaged.push(("a set of 31-2", other.with(last, 31, 2)));
        }
    }
    damaged
}

fn winner_damage(whole: &Whole) -> Vec<(&'static str, Whole)> {
    let Some(ending) = whole.facts.ending else {
        return Vec::new();
    };
    let with = |ending: Ending| {
        let mut other = whole.clone();
        other.facts.ending = Some(ending);
        other
    };
    let mut damaged = Vec::new();
    let fight = ending.round.is_some();
    if let Some(winner) = ending.winner.filter(|_| !fight) {
        let turned = match winner {
            Lead::Home => Lead::Away,
            _ => Lead::Home,
        };
        if winner != Lead::Draw {
            let winner = Some(turned);
            damaged.push(("another winner", with(Ending { winner, ..ending })));
        }
    }
    if fight {
        let round = Some(4);
        damaged.push((
            "a round that there is not",
            with(Ending { round, ..ending }),
        ));
        let second = Some(301);
        damaged.push((
            "more seconds than a round has",
            with(Ending { second, ..ending }),
        ));
        let winner = Some(Lead::Draw);
        damaged.push(("a draw by a stoppage", with(Ending { winner, ..ending })));
        let method = Some(Method::NoContest);
        damaged.push((
            "a no contest with a winner",
            with(Ending { method, ..ending }),
        ));
    }
    damaged
}

fn field_damage(whole: &Whole) -> Vec<(&'static str, Whole)> {
    let entrants = &whole.facts.entrants;
    if entrants.is_empty() {
        return Vec::new();
    }
    let with = |at: usize, finish: Finish, position: Option<u16>| {
        let mut other = whole.clone();
        other.facts.entrants[at].finish = finish;
        other.facts.entrants[at].position = position;
        other
    };
    let mut twin = whole.clone();
    twin.facts.entrants.push(entrants[0].clone());
    let mut damaged = vec![
        ("a place of nothing", with(0, Finish::Finished, Some(0))),
        (
            "a disqualified winner",
            with(0, Finish::Disqualified, Some(1)),
        ),
        (
            "a winner who did not start",
            with(0, Finish::DidNotStart, Some(1)),
        ),
        ("a winner who withdrew", with(0, Finish::Withdrew, Some(1))),
        ("a winner who stopped", with(0, Finish::Retired, Some(1))),
        ("somebody twice", twin),
    ];
    let first = entrants.iter().filter(|it| it.position == Some(1)).count();
    let next = entrants
        .iter()
        .position(|it| it.position.is_some_and(|it| it > 1));
    if let Some(next) = next.filter(|_| first > 1) {
        damaged.push(("1, 1, 2", with(next, Finish::Finished, Some(2))));
    }
    damaged
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_result_that_can_be_is_believed(whole in any_whole()) {
        let told = checked(whole.sport, whole.league, GameStatus::Final, &whole.scores, &whole.facts);
        prop_assert_eq!(told, Ok(()), "{:?}", whole);
    }

    #[test]
    fn the_order_in_which_scores_are_told_changes_nothing(whole in any_whole(), at in 0usize..20) {
        let mut turned = whole.clone();
        let places = turned.scores.len().max(1);
        turned.scores.rotate_left(at % places);
        prop_assert!(turned.holds());
        for (what, damaged) in numbers(&whole, at) {
            let mut turned = damaged.clone();
            turned.scores.reverse();
            prop_assert_eq!(damaged.holds(), turned.holds(), "{}", what);
        }
    }

    #[test]
    fn a_result_that_is_damaged_is_not_believed(whole in any_whole(), at in 0usize..20) {
        let mut all = numbers(&whole, at);
        all.extend(gaps(&whole));
        all.extend(match whole.sport {
            Sport::Baseball => baseball_damage(&whole),
            Sport::Tennis | Sport::Volleyball | Sport::Esports => match_damage(&whole),
            Sport::Golf | Sport::HorseRacing | Sport::Motorsport => field_damage(&whole),
            Sport::MixedMartialArts | Sport::Boxing | Sport::Cricket => Vec::new(),
            _ => timed_damage(&whole),
        });
        all.extend(winner_damage(&whole));
        prop_assert!(!all.is_empty());
        for (what, damaged) in all {
            prop_assert!(!damaged.holds(), "{}: {:?}", what, damaged);
        }
    }
}
