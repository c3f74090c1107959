//! One game as it is played: every fact about it at any moment, from its number alone.

use chrono::{DateTime, TimeDelta, Utc};

use crate::dice::Dice;
use crate::league::Team;
use crate::schedule::{Schedule, Special};

mod drives;

use drives::Drive;

/// Quarters that every game has; the period after them is the overtime.
pub const QUARTERS: u8 = 4;
/// What a quarter's clock shows at its beginning, in seconds.
const QUARTER_CLOCK_S: i64 = 15 * 60;
/// What the overtime's clock shows at its beginning, in seconds.
const OVERTIME_CLOCK_S: i64 = 10 * 60;
/// What playing at home is worth, in half points.
const HOME_HALF_POINTS: i64 = 3;

/// One of the two that play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Named second on American boards.
    Home,
    /// Named first.
    Away,
}

/// Points of both sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The home side's.
    pub home: u32,
    /// The away side's.
    pub away: u32,
}

impl Score {
    /// By how many points the home side leads; negative when it is behind.
    pub fn margin(self) -> i64 {
        i64::from(self.home) - i64::from(self.away)
    }

    /// Points of both sides together.
    pub fn total(self) -> i64 {
        i64::from(self.home) + i64::from(self.away)
    }

    fn add(&mut self, side: Side, points: u32) {
        match side {
            Side::Home => self.home += points,
            Side::Away => self.away += points,
        }
    }
}

/// Where a game stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// To be played at its `starts_at`.
    Scheduled,
    /// Called off for now; `starts_at` is still the old time.
    Postponed,
    /// In play.
    Live,
    /// Over. The score may still be corrected.
    Final,
}

/// All facts about a game at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Where it stands.
    pub status: Status,
    /// The start as it is known at this moment.
    pub starts_at: DateTime<Utc>,
    /// The start before a postponement, once a new one is known.
    pub postponed_from: Option<DateTime<Utc>>,
    /// From 1; the overtime is 5. None before the start.
    pub period: Option<u8>,
    /// Seconds left in the period, in game time. None before the start.
    pub clock_s: Option<i64>,
    /// Points made in each period that has begun, in order.
    pub periods: Vec<Score>,
    /// How many times a fact has changed, from 1. The clock's running is no such change.
    pub revision: u32,
    /// When a fact last changed.
    pub updated_at: DateTime<Utc>,
    /// When the final was corrected, once it was.
    pub corrected_at: Option<DateTime<Utc>>,
}

impl State {
    /// The points of all periods.
    pub fn score(&self) -> Score {
        self.periods
            .iter()
            .fold(Score::default(), |sum, period| Score {
                home: sum.home + period.home,
                away: sum.away + period.away,
            })
    }
}

/// A change of a fact.
#[derive(Clone, Copy, Debug)]
enum Change {
    Listed,
    Postponed,
    Rescheduled,
    Period(u8),
    Points { side: Side, period: u8, points: u32 },
    Final,
    Corrected { side: Side, points: u32 },
}

/// A game with its whole course, from its first showing to its last change.
#[derive(Clone, Debug)]
pub struct Game {
    /// Counted from 0 through the season.
    pub number: u64,
    /// What sets it apart.
    pub special: Special,
    /// Who plays at home.
    pub home: &'static Team,
    /// Who visits.
    pub away: &'static Team,
    /// When it is first shown, with prices.
    pub opens_at: DateTime<Utc>,
    /// Its start by the first plan.
    pub planned_start: DateTime<Utc>,
    /// When its postponement is announced, if it is postponed.
    pub postponed_at: Option<DateTime<Utc>>,
    /// When it is really played.
    pub starts_at: DateTime<Utc>,
    /// When its first final is shown.
    pub final_at: DateTime<Utc>,
    /// When its final is corrected, if it is.
    pub corrected_at: Option<DateTime<Utc>>,
    /// By how much the home side should win, in half points. The lines are laid around it.
    pub expected_margin: i64,
    /// How many points should be made, in half points.
    pub expected_total: i64,
    period_length: TimeDelta,
    changes: Vec<(DateTime<Utc>, Change)>,
}

impl Game {
    /// The game with this number.
    pub fn new(schedule: &Schedule, number: u64) -> Game {
        let settings = schedule.settings();
        let (dice, special) = (schedule.dice(number), schedule.special(number));
        let (home, away) = schedule.teams(number);
        let (home_strength, away_strength) = schedule.strengths(number);
        let period_length = settings.period_length();
        let planned_start = schedule.planned_start(number);
        let postponed = special == Special::Postponed;
        let starts_at = planned_start
            + if postponed {
                settings.postpone_by
            } else {
                TimeDelta::zero()
            };
        let periods = QUARTERS + u8::from(special == Special::Overtime);
        let final_at = starts_at + period_length * i32::from(periods);
        let mut game = Game {
            number,
            special,
            home,
            away,
            opens_at: planned_start - settings.lead,
            planned_start,
            postponed_at: postponed.then(|| planned_start - settings.sixth_of_game_every()),
            starts_at,
            final_at,
            corrected_at: (special == Special::Corrected)
                .then(|| final_at + settings.correct_after),
            expected_margin: home_strength - away_strength + HOME_HALF_POINTS,
            expected_total: 76 + dice.part(1).below(0, 29) as i64,
            period_length,
            changes: Vec::new(),
        };
        game.lay_out(dice.part(2));
        game
    }

    /// All that is known of the game at `now`; None before it is shown.
    pub fn at(&self, now: DateTime<Utc>) -> Option<State> {
        let mut state = State {
            status: Status::Scheduled,
            starts_at: self.planned_start,
            postponed_from: None,
            period: None,
            clock_s: None,
            periods: Vec::new(),
            revision: 0,
            updated_at: self.opens_at,
            corrected_at: None,
        };
        for (moment, change) in self.changes.iter().take_while(|(moment, _)| *moment <= now) {
            state.revision += 1;
            state.updated_at = *moment;
            self.apply(&mut state, *moment, *change);
        }
        state.clock_s = state.period.map(|period| match state.status {
            Status::Final => 0,
            _ => self.clock(period, now),
        });
        (state.revision > 0).then_some(state)
    }

    /// The game as it was just before its last change; None when nothing was known of it.
    pub fn before_last_change(&self, now: DateTime<Utc>) -> Option<State> {
        self.at(self.at(now)?.updated_at - TimeDelta::milliseconds(1))
    }

    /// The final that is shown first. A correction may follow.
    pub fn first_final(&self) -> Score {
        self.at(self.final_at)
            .map(|state| state.score())
            .unwrap_or_default()
    }

    /// The final that stays.
    pub fn last_final(&self) -> Score {
        let end = self.corrected_at.unwrap_or(self.final_at);
        self.at(end).map(|state| state.score()).unwrap_or_default()
    }

    /// From when to when bets can be taken, in order: once, or twice around a postponement.
    pub fn open_spans(&self) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        match self.postponed_at {
            None => vec![(self.opens_at, self.starts_at)],
            Some(at) => vec![(self.opens_at, at), (self.planned_start, self.starts_at)],
        }
    }

    fn apply(&self, state: &mut State, moment: DateTime<Utc>, change: Change) {
        match change {
            Change::Listed => {}
            Change::Postponed => state.status = Status::Postponed,
            Change::Rescheduled => {
                state.status = Status::Scheduled;
                state.postponed_from = Some(state.starts_at);
                state.starts_at = self.starts_at;
            }
            Change::Period(period) => {
                state.status = Status::Live;
                state.period = Some(period);
                state.periods.push(Score::default());
            }
            Change::Points {
                side,
                period,
                points,
            } => {
                if let Some(score) = state.periods.get_mut(usize::from(period) - 1) {
                    score.add(side, points);
                }
            }
            Change::Final => state.status = Status::Final,
            Change::Corrected { side, points } => {
                state.corrected_at = Some(moment);
                if let Some(score) = state.periods.last_mut() {
                    match side {
                        Side::Home => score.home -= points,
                        Side::Away => score.away -= points,
                    }
                }
            }
        }
    }

    fn clock(&self, period: u8, now: DateTime<Utc>) -> i64 {
        let full = if period > QUARTERS {
            OVERTIME_CLOCK_S
        } else {
            QUARTER_CLOCK_S
        };
        let length = self.period_length.num_milliseconds();
        let played = (now - self.period_start(period))
            .num_milliseconds()
            .clamp(0, length);
        // Rounded up: a running clock shows zero only when the period is over.
        (full * (length - played) + length - 1) / length
    }

    fn period_start(&self, period: u8) -> DateTime<Utc> {
        self.starts_at + self.period_length * (i32::from(period) - 1)
    }

    /// Writes the whole course of the game down.
    fn lay_out(&mut self, dice: Dice) {
        let (drives, mistake) = self.drives(dice);
        let mut changes = vec![(self.opens_at, Change::Listed)];
        if let Some(at) = self.postponed_at {
            changes.push((at, Change::Postponed));
            changes.push((self.planned_start, Change::Rescheduled));
        }
        let last = QUARTERS + u8::from(self.special == Special::Overtime);
        changes.extend((1..=last).map(|p| (self.period_start(p), Change::Period(p))));
        let length = self.period_length.num_milliseconds();
        for Drive {
            side,
            period,
            into,
            points,
        } in drives.into_iter().chain(mistake)
        {
            let at = self.period_start(period) + TimeDelta::milliseconds(length * into / 1000);
            changes.push((
                at,
                Change::Points {
                    side,
                    period,
                    points,
                },
            ));
        }
        changes.push((self.final_at, Change::Final));
        if let (Some(at), Some(Drive { side, points, .. })) = (self.corrected_at, mistake) {
            changes.push((at, Change::Corrected { side, points }));
        }
        // Stable: a period begins before anything happens in it.
        changes.sort_by_key(|(at, _)| *at);
        self.changes = changes;
    }
}
