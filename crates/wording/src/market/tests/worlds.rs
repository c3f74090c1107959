//! A game of each sport with its markets, and the ways in which it can end.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use shared::competitor::{Competitor, Lead, Role};
use shared::facts::{Change, Ending, EntrantLine, Facts, Finish, Method, PlayerLine, Starter};
use shared::game::{Contest, Game, GameResult, GameStatus, Period, PeriodScore};
use shared::id::{CompetitorId, GameId, LeagueId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{About, Group, MarketKey, MarketKind, Selection, Side, Statistic, Subject};
use shared::testing::noon;

/// A game, who else takes part, and how it may end.
pub(super) struct World {
    pub(super) game: Game,
    pub(super) results: Vec<GameResult>,
    statistics: &'static [&'static str],
}

fn competitor(name: &str, short: &str, place: &str, code: &str) -> Competitor {
    Competitor {
        id: CompetitorId::derive(code),
        name: name.to_owned(),
        short_name: short.to_owned(),
        place: place.to_owned(),
        code: code.to_owned(),
        colors: None,
    }
}

fn game(sport: Sport, league: &str) -> Game {
    let (home, away) = match sport {
        Sport::Tennis | Sport::MixedMartialArts | Sport::Boxing | Sport::Darts => (
            competitor("Vera Lind", "Lind", "Lind", "LIN"),
            competitor("Ana Costa", "Costa", "Costa", "COS"),
        ),
        _ => (
            competitor("Chicago Bears", "Bears", "Chicago", "CHI"),
            competitor("Green Bay Packers", "Packers", "Green Bay", "GB"),
        ),
    };
    Game {
        id: GameId::derive("g"),
        league: LeagueId::derive(league),
        league_code: league.to_owned(),
        sport,
        season: "2026".to_owned(),
        starts_at: noon(),
        status: GameStatus::Scheduled,
        contest: Contest::between(home, away),
        named: Vec::new(),
    }
}

fn at() -> DateTime<Utc> {
    noon()
}

/// Home and away by part.
type Parts<'a> = &'a [(Period, i32, i32)];

fn scores(parts: Parts<'_>) -> Vec<PeriodScore> {
    let both = |(period, home, away): &(Period, i32, i32)| {
        [(Role::Home, *home), (Role::Away, *away)].map(|(role, points)| PeriodScore {
            period: *period,
            role,
            points,
        })
    };
    parts.iter().flat_map(both).collect()
}

impl World {
    fn new(sport: Sport, league: &str, statistics: &'static [&'static str]) -> Self {
        let others = [
            competitor("Sam Ode", "Ode", "Ode", "ODE"),
            competitor("Kim Ruiz", "Ruiz", "Ruiz", "RUI"),
            competitor("Lou Hart", "Hart", "Hart", "HAR"),
        ];
        Self {
            game: Game {
                named: others.into(),
                ..game(sport, league)
            },
            results: Vec::new(),
            statistics,
        }
    }

    fn two(&self) -> (CompetitorId, CompetitorId) {
        self.game.sides().unwrap().ids()
    }

    fn ended(mut self, status: GameStatus, parts: Parts<'_>, facts: Facts) -> Self {
        let sides = Some(self.two());
        self.results.push(GameResult {
            game: self.game.id,
            version: 1,
            status,
            scores: scores(parts),
            facts: Facts { sides, ..facts },
            provider: "espn".to_owned(),
            decided_at: at(),
        });
        self
    }

    /// A final with the players' statistics as given for each of three.
    fn over(self, parts: Parts<'_>, values: [Option<i64>; 3]) -> Self {
        let facts = Facts {
            players: self.players(values, scored(parts)),
            // The first of two games may end level in every sport.
            advanced: (winner(parts) == Some(Lead::Draw)).then_some(Role::Home),
            ending: Some(Ending {
                winner: winner(parts),
                ..Ending::default()
            }),
            ..Facts::default()
        };
        self.ended(GameStatus::Final, parts, facts)
    }

    /// Those without a value did not take part. Together they score no more than their side.
    fn players(&self, values: [Option<i64>; 3], mut goals: i64) -> Vec<PlayerLine> {
        let mut of = |(who, value): (&Competitor, Option<i64>)| {
            let own = value.map(|it| it.min(goals));
            goals -= own.unwrap_or(0);
            let statistics = self.statistics.iter().map(|it| match *it {
                "goals" | "points" | "runs" => ((*it).to_owned(), own),
                it => (it.to_owned(), value),
            });
            let known = statistics.filter_map(|(name, value)| Some((name, value?)));
            PlayerLine {
                id: who.id,
                role: Role::Home,
                played: value.is_some(),
                started: value.is_some(),
                statistics: known.collect::<BTreeMap<_, _>>(),
            }
        };
        let mut players: Vec<_> = self.game.named.iter().zip(values).map(&mut of).collect();
        players.sort_by_key(|it| it.id);
        players
    }

    /// The ends that every sport knows beside the final.
    fn cut_short(self) -> Self {
        let mut it = self;
        for status in [
            GameStatus::Cancelled,
            GameStatus::Postponed,
            GameStatus::Abandoned,
            GameStatus::Walkover,
            GameStatus::NoContest,
        ] {
            it = it.ended(status, &[], Facts::default());
        }
        let swapped = Facts {
            changes: vec![Change::Sides],
            ..Facts::default()
        };
        let full = it.results.first().map(|it| it.scores.clone());
        it = it.ended(GameStatus::Final, &[], swapped);
        if let (Some(full), Some(last)) = (full, it.results.last_mut()) {
            last.scores = full;
        }
        it
    }

    /// Every market that the sport might have, with every answer.
    pub(super) fn selections(&self) -> Vec<Selection> {
        let mut all = Vec::new();
        for kind in MarketKind::ALL {
            for key in self.markets(*kind) {
                let sides = self.sides(&key);
                all.extend(
                    sides
                        .into_iter()
                        .filter_map(|side| Selection::of(&key, side)),
                );
            }
        }
        all
    }

    /// Whether a sentence has the names of all whom the market asks about.
    pub(super) fn names_whom_it_is_about(&self, selection: &Selection, said: &str) -> bool {
        let picked = match selection.side {
            Side::Entrant(id) => Some(id),
            _ => None,
        };
        let group = selection.group.iter().copied();
        let mut all = selection.subject.into_iter().chain(picked).chain(group);
        all.all(|id| {
            let found = self.game.find(id);
            found.is_some_and(|it| said.contains(&it.name) || said.contains(&it.short_name))
        })
    }

    fn markets(&self, kind: MarketKind) -> Vec<MarketKey> {
        let home = Some(self.two().0);
        let player = self.game.named.first().map(|it| it.id);
        let subjects = match kind.row().subject {
            Subject::Nobody => vec![None],
            Subject::AnySide => vec![None, home],
            Subject::Side => vec![home],
            Subject::Player => vec![player],
        };
        let mut group: Vec<_> = self.game.named.iter().map(|it| it.id).collect();
        match kind.row().group {
            Group::Nobody => group.clear(),
            Group::Two => group.truncate(2),
            Group::Several => {}
        }
        group.sort_unstable();
        let lines: &[Option<&str>] = match kind {
            MarketKind::TopFinish => &[Some("1"), Some("2"), Some("5")],
            MarketKind::TotalRounds => &[Some("1.5"), Some("2.5")],
            MarketKind::Spread => &[Some("-3.5"), Some("0"), Some("1"), Some("2.75"), Some("3")],
            MarketKind::PlayerTotal => &[Some("0.5"), Some("2.75"), Some("3"), Some("3.25")],
            it if it.has_line() => &[Some("0.5"), Some("2.75"), Some("3"), Some("45.5")],
            _ => &[None],
        };
        let named = self.statistics.iter().copied();
        let named = named
            .filter(|it| has_statistic(kind, it))
            .map(str::to_owned);
        let plain = kind.row().statistic != Statistic::Required;
        let statistics: Vec<_> = named.map(Some).chain(plain.then_some(None)).collect();
        let mut keys = Vec::new();
        for period in PERIODS {
            for subject in &subjects {
                for statistic in &statistics {
                    for line in lines {
                        keys.push(MarketKey {
                            about: About::Game(self.game.id),
                            kind,
                            period,
                            subject: *subject,
                            statistic: statistic.clone(),
                            line: line.map(|it| it.parse::<Line>().unwrap()),
                            group: group.clone(),
                        });
                    }
                }
            }
        }
        keys
    }

    fn sides(&self, key: &MarketKey) -> Vec<Side> {
        let (home, away) = self.two();
        let entrants: Vec<Side> = match key.kind {
            MarketKind::Outright | MarketKind::TopFinish => {
                let field = self.game.named.iter().map(|it| it.id);
                field.chain([home, away]).map(Side::Entrant).collect()
            }
            _ => key.group.iter().copied().map(Side::Entrant).collect(),
        };
        let leads = Lead::ALL.iter();
        match key.kind {
            MarketKind::CorrectScore => [(2, 1), (1, 2), (1, 1), (0, 0), (27, 24)]
                .map(|(home, away)| Side::Score { home, away })
                .into(),
            MarketKind::HalfTimeFullTime => leads
                .flat_map(|half| Lead::ALL.iter().map(move |full| (*half, *full)))
                .map(|(half, full)| Side::HalfFull { half, full })
                .collect(),
            MarketKind::WinningMargin => [(true, 1, Some(3)), (false, 2, Some(2)), (true, 7, None)]
                .map(|(home, from, to)| Side::Margin { home, from, to })
                .into_iter()
                .chain([Side::Draw])
                .collect(),
            MarketKind::HeadToHead3 => entrants.into_iter().chain([Side::Tie]).collect(),
            MarketKind::HeadToHead
            | MarketKind::BestOfGroup
            | MarketKind::TopFinish
            | MarketKind::Outright => entrants,
            fixed => fixed.sides().to_vec(),
        }
    }
}

/// Whether a market of that kind may be about that statistic.
fn has_statistic(kind: MarketKind, statistic: &str) -> bool {
    let unit = ["games", "sets", "points", "rounds", "maps"].contains(&statistic);
    let once = ["first_goal", "last_goal", "first_basket", "made_cut"].contains(&statistic);
    match kind {
        MarketKind::PlayerYesNo => !unit,
        MarketKind::PlayerTotal
        | MarketKind::HeadToHead
        | MarketKind::HeadToHead3
        | MarketKind::BestOfGroup => !unit && !once,
        MarketKind::Spread | MarketKind::Total | MarketKind::TeamTotal => unit,
        _ => false,
    }
}

/// What the home side scored, a shoot-out's goal apart.
fn scored(parts: Parts<'_>) -> i64 {
    let of = |wanted: Period| parts.iter().find(|(it, ..)| *it == wanted);
    let full = of(Period::Full).map_or(0, |it| it.1);
    let by_shots = of(Period::Shootout).is_some_and(|it| it.1 > it.2);
    i64::from(full - i32::from(by_shots))
}

fn winner(parts: Parts<'_>) -> Option<Lead> {
    let (_, home, away) = parts.iter().find(|(it, ..)| *it == Period::Full)?;
    Some(match home.cmp(away) {
        std::cmp::Ordering::Greater => Lead::Home,
        std::cmp::Ordering::Less => Lead::Away,
        std::cmp::Ordering::Equal => Lead::Draw,
    })
}

const PERIODS: [Period; 14] = [
    Period::Full,
    Period::Regulation,
    Period::IncludingOvertime,
    Period::Half(1),
    Period::Half(2),
    Period::Quarter(1),
    Period::Quarter(4),
    Period::Third(3),
    Period::Inning(1),
    Period::FirstFive,
    Period::Map(2),
    Period::Set(1),
    Period::Round(2),
    Period::Overtime,
];

use Period::{Full, Half, Inning, Map, Overtime, Quarter, Set, Shootout, Third};

/// A final in four quarters that ended so, and one that was level.
fn quarters(world: World) -> World {
    world
        .over(
            &[
                (Full, 24, 27),
                (Quarter(1), 7, 3),
                (Quarter(2), 3, 7),
                (Quarter(3), 7, 7),
                (Quarter(4), 7, 10),
            ],
            [Some(3), Some(1), Some(0)],
        )
        .over(
            &[
                (Full, 27, 24),
                (Quarter(1), 3, 7),
                (Quarter(2), 7, 3),
                (Quarter(3), 7, 7),
                (Quarter(4), 7, 7),
                (Overtime, 3, 0),
            ],
            [Some(0), Some(2), Some(2)],
        )
        .over(
            &[
                (Full, 3, 3),
                (Quarter(1), 3, 0),
                (Quarter(2), 0, 0),
                (Quarter(3), 0, 3),
                (Quarter(4), 0, 0),
                (Overtime, 0, 0),
            ],
            [None, Some(2), None],
        )
        .cut_short()
}

/// The same in two halves.
fn halves(world: World) -> World {
    world
        .over(
            &[(Full, 2, 1), (Half(1), 0, 1), (Half(2), 2, 0)],
            [Some(3), Some(1), Some(0)],
        )
        .over(
            &[(Full, 1, 2), (Half(1), 1, 0), (Half(2), 0, 2)],
            [Some(0), Some(2), Some(2)],
        )
        .over(
            &[(Full, 0, 0), (Half(1), 0, 0), (Half(2), 0, 0)],
            [None, Some(2), None],
        )
        .over(
            &[(Full, 27, 24), (Half(1), 12, 12), (Half(2), 15, 12)],
            [Some(1), Some(1), Some(1)],
        )
        .cut_short()
}

fn hockey() -> World {
    World::new(Sport::IceHockey, "NHL", &["goals", "shots"])
        .over(
            &[
                (Full, 3, 2),
                (Third(1), 1, 0),
                (Third(2), 1, 1),
                (Third(3), 0, 1),
                (Overtime, 0, 0),
                (Shootout, 2, 1),
            ],
            [Some(3), Some(1), Some(0)],
        )
        .over(
            &[
                (Full, 1, 2),
                (Third(1), 1, 0),
                (Third(2), 0, 1),
                (Third(3), 0, 1),
            ],
            [Some(0), Some(2), Some(2)],
        )
        .over(
            &[
                (Full, 1, 4),
                (Third(1), 0, 1),
                (Third(2), 0, 1),
                (Third(3), 1, 2),
            ],
            [None, Some(2), None],
        )
        .cut_short()
}

fn baseball() -> World {
    let nine = |home: [i32; 9], away: [i32; 9]| {
        let full = (Full, home.iter().sum(), away.iter().sum());
        let innings = (1..=9).zip(home.into_iter().zip(away));
        let innings = innings.map(|(n, (home, away))| (Inning(n), home, away));
        std::iter::once(full).chain(innings).collect::<Vec<_>>()
    };
    let first = nine([1, 0, 0, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1, 0]);
    let second = nine([0, 0, 0, 0, 0, 0, 0, 0, 1], [1, 0, 1, 0, 0, 0, 0, 2, 0]);
    let starters = vec![Starter {
        role: Role::Home,
        listed: "Ode".to_owned(),
        started: "Ruiz".to_owned(),
    }];
    let changed = Facts {
        starters,
        ..Facts::default()
    };
    World::new(Sport::Baseball, "MLB", &["strikeouts", "total_bases"])
        .over(&first, [Some(3), Some(1), Some(0)])
        .over(&second, [None, Some(2), Some(2)])
        .over(&second, [Some(1), Some(1), Some(2)])
        .ended(GameStatus::Final, &first, changed)
        .cut_short()
}

fn cricket() -> World {
    World::new(Sport::Cricket, "IPL", &["runs", "wickets"])
        .over(&[(Full, 27, 24)], [Some(3), Some(1), Some(0)])
        .over(&[(Full, 24, 27)], [Some(0), Some(2), Some(2)])
        .over(&[(Full, 160, 160)], [Some(2), Some(2), None])
        .over(&[(Full, 2, 1)], [None, Some(2), None])
        .cut_short()
}

fn tennis() -> World {
    let best_of = Some(3);
    let told = |winner| Facts {
        best_of,
        ending: Some(Ending {
            winner: Some(winner),
            ..Ending::default()
        }),
        ..Facts::default()
    };
    let retired = Facts {
        ending: Some(Ending {
            winner: Some(Lead::Home),
            method: Some(Method::Retirement),
            ..Ending::default()
        }),
        ..told(Lead::Home)
    };
    World::new(Sport::Tennis, "ATP", &["games", "sets", "aces"])
        .ended(
            GameStatus::Final,
            &[(Full, 2, 1), (Set(1), 4, 6), (Set(2), 6, 3), (Set(3), 7, 6)],
            told(Lead::Home),
        )
        .ended(
            GameStatus::Final,
            &[(Full, 0, 2), (Set(1), 4, 6), (Set(2), 3, 6)],
            told(Lead::Away),
        )
        .ended(
            GameStatus::Retired,
            &[(Set(1), 6, 2), (Set(2), 1, 0)],
            retired.clone(),
        )
        .ended(GameStatus::Retired, &[(Set(1), 2, 1)], retired)
        .cut_short()
}

fn volleyball() -> World {
    World::new(Sport::Volleyball, "SUP", &["points", "sets", "aces"])
        .over(
            &[
                (Full, 3, 0),
                (Set(1), 25, 20),
                (Set(2), 25, 23),
                (Set(3), 26, 24),
            ],
            [None, None, None],
        )
        .over(
            &[
                (Full, 1, 3),
                (Set(1), 25, 20),
                (Set(2), 20, 25),
                (Set(3), 22, 25),
                (Set(4), 20, 25),
            ],
            [None, None, None],
        )
        .cut_short()
}

fn darts() -> World {
    let best_of = |sets, winner| Facts {
        best_of: Some(sets),
        ending: Some(Ending {
            winner: Some(winner),
            ..Ending::default()
        }),
        ..Facts::default()
    };
    World::new(Sport::Darts, "PDC", &["legs", "sets", "180s"])
        .ended(
            GameStatus::Final,
            &[(Full, 2, 1), (Set(1), 3, 1), (Set(2), 2, 3), (Set(3), 3, 2)],
            best_of(3, Lead::Home),
        )
        .ended(
            GameStatus::Final,
            &[(Full, 0, 2), (Set(1), 0, 3), (Set(2), 1, 3)],
            best_of(3, Lead::Away),
        )
        .ended(
            GameStatus::Retired,
            &[(Set(1), 3, 1), (Set(2), 1, 0)],
            Facts {
                ending: Some(Ending {
                    winner: Some(Lead::Away),
                    method: Some(Method::Retirement),
                    ..Ending::default()
                }),
                ..best_of(3, Lead::Away)
            },
        )
        .cut_short()
}

fn esports() -> World {
    World::new(Sport::Esports, "CS2", &["rounds", "maps", "kills"])
        .over(
            &[
                (Full, 2, 1),
                (Map(1), 13, 10),
                (Map(2), 9, 13),
                (Map(3), 13, 4),
            ],
            [Some(3), Some(1), Some(0)],
        )
        .over(
            &[(Full, 0, 2), (Map(1), 4, 13), (Map(2), 9, 13)],
            [Some(0), Some(2), Some(2)],
        )
        .over(
            &[(Full, 1, 1), (Map(1), 4, 13), (Map(2), 13, 9)],
            [None, Some(2), None],
        )
        .cut_short()
}

fn fight(sport: Sport, league: &str) -> World {
    let ended = |winner, method, round, second| Facts {
        scheduled_rounds: Some(3),
        ending: Some(Ending {
            winner: Some(winner),
            method: Some(method),
            round: Some(round),
            second: Some(second),
            ..Ending::default()
        }),
        ..Facts::default()
    };
    let (half, stopped) = match sport {
        Sport::Boxing => (90, Method::Retirement),
        _ => (150, Method::Submission),
    };
    World::new(sport, league, &[])
        .ended(
            GameStatus::Final,
            &[],
            ended(Lead::Home, Method::TechnicalKnockout, 2, 101),
        )
        .ended(GameStatus::Final, &[], ended(Lead::Away, stopped, 2, half))
        .ended(
            GameStatus::Final,
            &[],
            ended(Lead::Home, Method::Knockout, 1, 30),
        )
        .ended(
            GameStatus::Final,
            &[],
            ended(Lead::Away, Method::Decision, 3, 2 * half),
        )
        .ended(
            GameStatus::Final,
            &[],
            ended(Lead::Draw, Method::Decision, 3, 2 * half),
        )
        .ended(
            GameStatus::Final,
            &[],
            ended(Lead::Home, Method::Disqualification, 2, 12),
        )
        .ended(
            GameStatus::NoContest,
            &[],
            ended(Lead::Draw, Method::NoContest, 1, 12),
        )
        .cut_short()
}

fn field(sport: Sport, league: &str, statistics: &'static [&'static str]) -> World {
    let world = World::new(sport, league, statistics);
    let ids: Vec<_> = world.game.named.iter().map(|it| it.id).collect();
    let sides: [CompetitorId; 2] = world.two().into();
    let line = |(id, (finish, position, strokes)): (CompetitorId, (Finish, Option<u16>, i32))| {
        let started = finish != Finish::DidNotStart;
        let rounds = [strokes, 70].map(|it| it - 70);
        EntrantLine {
            id,
            finish,
            position,
            holes: (sport == Sport::Golf && started).then_some(36),
            laps: (sport == Sport::Motorsport && started).then_some(50),
            scores: (1..=2)
                .zip(rounds)
                .filter(|_| sport == Sport::Golf && started)
                .map(|(n, points)| (Period::Round(n), points + 70))
                .collect(),
            withdrawal: None,
        }
    };
    let ended = |ends: [(Finish, Option<u16>, i32); 5]| {
        let all = ids.iter().copied().chain(sides).zip(ends);
        let mut entrants: Vec<_> = all.map(line).collect();
        entrants.sort_by_key(|it| it.id);
        Facts {
            entrants,
            ..Facts::default()
        }
    };
    use Finish::{DidNotStart, Finished, MissedCut, Retired};
    let out = if sport == Sport::Golf {
        MissedCut
    } else {
        Retired
    };
    world
        .ended(
            GameStatus::Final,
            &[],
            ended([
                (Finished, Some(1), 66),
                (Finished, Some(2), 68),
                (out, None, 79),
                (Finished, Some(3), 70),
                (Finished, Some(6), 75),
            ]),
        )
        .ended(
            GameStatus::Final,
            &[],
            ended([
                (Finished, Some(2), 68),
                (Finished, Some(2), 68),
                (Finished, Some(2), 68),
                (Finished, Some(1), 66),
                (Finished, Some(5), 75),
            ]),
        )
        .ended(
            GameStatus::Final,
            &[],
            ended([
                (DidNotStart, None, 0),
                (Finished, Some(2), 68),
                (Finished, Some(3), 68),
                (Finished, Some(1), 66),
                (out, None, 75),
            ]),
        )
        .cut_short()
}

/// A game of each sport.
pub(super) fn worlds() -> Vec<World> {
    vec![
        quarters(World::new(
            Sport::AmericanFootball,
            "NFL",
            &["passing_yards", "touchdowns"],
        )),
        quarters(World::new(
            Sport::Basketball,
            "NBA",
            &["rebounds", "first_basket"],
        )),
        quarters(World::new(Sport::AustralianRules, "AFL", &["disposals"])),
        baseball(),
        hockey(),
        halves(World::new(
            Sport::Soccer,
            "EPL",
            &["goals", "first_goal", "last_goal", "shots", "cards"],
        )),
        halves(World::new(Sport::RugbyUnion, "SRU", &["tries"])),
        halves(World::new(Sport::RugbyLeague, "NRL", &["tries"])),
        halves(World::new(Sport::Handball, "HBL", &["goals"])),
        cricket(),
        tennis(),
        volleyball(),
        darts(),
        esports(),
        fight(Sport::MixedMartialArts, "UFC"),
        fight(Sport::Boxing, "BOX"),
        field(Sport::Golf, "PGA", &["made_cut"]),
        field(Sport::Motorsport, "F1", &[]),
        field(Sport::HorseRacing, "UK", &[]),
    ]
}
