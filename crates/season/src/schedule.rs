//! Who plays whom and when: a pure function of the settings and a game's number.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::dice::{Dice, mark};
use crate::league::{TEAMS, TEAMS_COUNT, Team};

/// Games in a round: every team plays once in it.
const GAMES_PER_ROUND: u64 = TEAMS_COUNT as u64 / 2;
/// Rounds until everybody has met everybody.
const ROUNDS: u64 = TEAMS_COUNT as u64 - 1;
/// The least number of games from one game of a team to its next: the circle method moves a team
/// by at most one place from round to round.
pub const GAMES_BETWEEN: u64 = GAMES_PER_ROUND - 1;
/// What a lead must hold at least, so that six games are open with two of them postponed.
const LEAD_GAMES_MIN: i32 = 8;
/// What a lead may hold at most: all of these games and their prices are one answer.
const LEAD_GAMES_MAX: i32 = 100;

/// What sets a game apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Special {
    /// Nothing.
    Plain,
    /// Level after four quarters, decided in a fifth period.
    Overtime,
    /// Called off shortly before its start, given a new time at the old one, and then played.
    Postponed,
    /// Loses a touchdown some time after its final, which turns every spread on it.
    Corrected,
}

/// Specials by game number, over and over.
pub const PATTERN: [Special; 6] = [
    Special::Corrected,
    Special::Overtime,
    Special::Plain,
    Special::Postponed,
    Special::Plain,
    Special::Plain,
];

/// All that a season depends on. Equal settings give equal answers at equal times, for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Decides teams' strengths, pairings, scores and prices.
    pub seed: u64,
    /// When the season begins. No game is older.
    pub origin: DateTime<Utc>,
    /// From the origin to the start of game 0.
    pub first_after: TimeDelta,
    /// From one start to the next.
    pub game_every: TimeDelta,
    /// Four quarters; an overtime adds a fifth of the same length.
    pub game_length: TimeDelta,
    /// How long before its start a game and its prices are first shown.
    pub lead: TimeDelta,
    /// From a final to its correction, where there is one.
    pub correct_after: TimeDelta,
    /// From a postponed game's old start to its new one.
    pub postpone_by: TimeDelta,
    /// How many games begin at the same moment: 1, 2, 4 or 8. With more than one, the starts of so
    /// many games in a row come together at the first of them.
    pub games_at_once: u32,
}

/// Why settings make no season.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Less than this, and quarters and price moves have no room.
    #[error(
        "{name} is {}, at least {} is needed",
        in_seconds(given),
        in_seconds(least)
    )]
    TooShort {
        /// The setting.
        name: &'static str,
        /// What was asked for.
        given: TimeDelta,
        /// What would do.
        least: TimeDelta,
    },
    /// A team would have to play two games at once.
    #[error(
        "5/4 of game-length and postpone-by are {}, less than 7 x game-every ({}) is possible",
        in_seconds(given),
        in_seconds(limit)
    )]
    Overlap {
        /// What was asked for.
        given: TimeDelta,
        /// What it must stay under.
        limit: TimeDelta,
    },
    /// Dates would run out, or an answer would hold more games than anybody reads.
    #[error(
        "{name} is {}, at most {} is possible",
        in_seconds(given),
        in_seconds(limit)
    )]
    TooLong {
        /// The setting.
        name: &'static str,
        /// What was asked for.
        given: TimeDelta,
        /// What would do.
        limit: TimeDelta,
    },
    /// A round of eight cannot be divided so.
    #[error("{0} games cannot begin at once: 1, 2, 4 or 8 can")]
    AtOnce(u32),
    /// A speed that is not a positive number.
    #[error("the speed is not a number above zero")]
    Speed,
}

fn in_seconds(span: &TimeDelta) -> String {
    format!("{}s", span.as_seconds_f64())
}

impl Settings {
    /// A season at the usual pace: a game every minute, two minutes long.
    pub fn new(seed: u64, origin: DateTime<Utc>) -> Settings {
        Settings::paced(
            seed,
            origin,
            TimeDelta::seconds(60),
            TimeDelta::seconds(120),
        )
    }

    /// A season at another pace; the other spans follow from it: the first start and corrections
    /// after three quarters of `game_every`, a lead of ten games, postponed by half of one.
    pub fn paced(
        seed: u64,
        origin: DateTime<Utc>,
        game_every: TimeDelta,
        game_length: TimeDelta,
    ) -> Settings {
        Settings {
            seed,
            origin,
            first_after: game_every / 4 * 3,
            game_every,
            game_length,
            // Capped so that an absurd span is still refused by `Schedule::new`, not multiplied.
            lead: game_every.clamp(TimeDelta::zero(), SPAN_MAX) * 10,
            correct_after: game_every / 4 * 3,
            postpone_by: game_every / 2,
            games_at_once: 1,
        }
    }

    /// The same season, `speed` times as fast: every span is divided, the origin stays.
    ///
    /// # Errors
    /// [`SettingsError::Speed`] when the speed is zero, negative or no number.
    pub fn at_speed(mut self, speed: f64) -> Result<Settings, SettingsError> {
        if !speed.is_finite() || speed <= 0.0 {
            return Err(SettingsError::Speed);
        }
        for span in self.spans_mut() {
            // A cast from a float keeps to the range of an i64, and `TimeDelta` to its own.
            let millis = (span.num_milliseconds() as f64 / speed).round() as i64;
            *span = TimeDelta::try_milliseconds(millis).unwrap_or(TimeDelta::MAX);
        }
        Ok(self)
    }

    fn spans_mut(&mut self) -> [&mut TimeDelta; 6] {
        [
            &mut self.first_after,
            &mut self.game_every,
            &mut self.game_length,
            &mut self.lead,
            &mut self.correct_after,
            &mut self.postpone_by,
        ]
    }

    /// Cut to milliseconds: nothing in the league is finer, and no answer shows more digits.
    fn in_millis(mut self) -> Settings {
        for span in self.spans_mut() {
            *span = TimeDelta::milliseconds(span.num_milliseconds());
        }
        let origin = DateTime::from_timestamp_millis(self.origin.timestamp_millis());
        Settings {
            origin: origin.unwrap_or(self.origin),
            ..self
        }
    }

    /// How often a price moves, and how long before its start a game is called off.
    pub(crate) fn sixth_of_game_every(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.game_every.num_milliseconds() / 6)
    }

    /// A quarter of a game, and an overtime.
    pub(crate) fn period_length(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.game_length.num_milliseconds() / 4)
    }

    fn check(&self) -> Result<(), SettingsError> {
        if !matches!(self.games_at_once, 1 | 2 | 4 | 8) {
            return Err(SettingsError::AtOnce(self.games_at_once));
        }
        let (second, instant) = (TimeDelta::seconds(1), TimeDelta::milliseconds(1));
        // Capped, so that it can be multiplied before it is checked itself.
        let every = self.game_every.clamp(TimeDelta::zero(), SPAN_MAX);
        for (name, given, least, limit) in [
            ("game-every", self.game_every, second, SPAN_MAX),
            ("game-length", self.game_length, second, SPAN_MAX),
            ("first-after", self.first_after, TimeDelta::zero(), SPAN_MAX),
            ("correct-after", self.correct_after, instant, SPAN_MAX),
            ("postpone-by", self.postpone_by, instant, SPAN_MAX),
            (
                "lead",
                self.lead,
                every * LEAD_GAMES_MIN,
                every * LEAD_GAMES_MAX,
            ),
        ] {
            if given < least {
                return Err(SettingsError::TooShort { name, given, least });
            }
            if given > limit {
                return Err(SettingsError::TooLong { name, given, limit });
            }
        }
        let given = self.game_length / 4 * 5 + self.postpone_by;
        let limit = every * i32::try_from(GAMES_BETWEEN).unwrap_or(0);
        if given >= limit {
            return Err(SettingsError::Overlap { given, limit });
        }
        Ok(())
    }
}

/// No span is longer; a season is for minutes, and dates must not overflow.
const SPAN_MAX: TimeDelta = TimeDelta::days(100);

/// The games of a season, by number from 0 on.
#[derive(Clone, Debug)]
pub struct Schedule {
    settings: Settings,
    dice: Dice,
    key: String,
    order: [usize; TEAMS_COUNT],
}

impl Schedule {
    /// Lays out the season.
    ///
    /// # Errors
    /// When no season can be played by these settings.
    pub fn new(settings: Settings) -> Result<Schedule, SettingsError> {
        let settings = settings.in_millis();
        settings.check()?;
        let dice = Dice::new(settings.seed);
        let key = key(&settings);
        Ok(Schedule {
            order: shuffled(dice.part(1)),
            settings,
            dice,
            key,
        })
    }

    /// What the season was made from.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The name of the season: the year of its origin.
    pub fn label(&self) -> String {
        self.settings.origin.year().to_string()
    }

    /// Six hexadecimal digits that differ between seasons of different settings. They are part
    /// of every game's id, so that two seasons that reach one database do not mix.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// A game's id: `hrb-<key>-<number>`.
    pub fn id(&self, number: u64) -> String {
        format!("hrb-{}-{number}", self.key)
    }

    /// The number in an id of this season.
    pub fn number(&self, id: &str) -> Option<u64> {
        let number = id
            .strip_prefix("hrb-")?
            .strip_prefix(&self.key)?
            .strip_prefix('-')?;
        let parsed = number.parse().ok().filter(|number| *number <= NUMBER_MAX)?;
        // `+7` and `007` parse too, but are nobody's id.
        (self.id(parsed) == id).then_some(parsed)
    }

    /// When a game starts by the first plan; a postponed one starts later.
    pub fn planned_start(&self, number: u64) -> DateTime<Utc> {
        let every = self.settings.game_every.num_milliseconds();
        let first_of_slate = number - number % u64::from(self.settings.games_at_once);
        let number = i64::try_from(first_of_slate.min(NUMBER_MAX)).unwrap_or(i64::MAX);
        let after = TimeDelta::milliseconds(every.saturating_mul(number).min(AFTER_MAX_MS));
        self.settings.origin + self.settings.first_after + after
    }

    /// The numbers of all games whose planned start lies at or after `from` and that are shown
    /// at `now`, which is from their lead before the start on.
    pub fn shown(&self, from: DateTime<Utc>, now: DateTime<Utc>) -> std::ops::Range<u64> {
        let first = self.planned_start(0);
        let at_once = i64::from(self.settings.games_at_once);
        let every = self.settings.game_every.num_milliseconds() * at_once;
        let since = |moment: DateTime<Utc>| (moment - first).num_milliseconds();
        // Rounded up: a game that started before `from` is not asked for.
        let begin = since(from).max(0).saturating_add(every - 1) / every;
        let end = since(now + self.settings.lead).div_euclid(every) + 1;
        let number = |slates: i64| {
            let games = slates.saturating_mul(at_once);
            u64::try_from(games).unwrap_or(0).min(NUMBER_MAX)
        };
        number(begin)..number(end)
    }

    /// What sets the game apart.
    pub fn special(&self, number: u64) -> Special {
        // The remainder is below the pattern's length, so the conversion never fails.
        let place = usize::try_from(number % PATTERN.len() as u64).unwrap_or(0);
        PATTERN.get(place).copied().unwrap_or(Special::Plain)
    }

    /// Who plays at home and who away. The circle method: all sixteen meet in fifteen rounds of
    /// eight, each once, and home advantage turns from one time through to the next.
    pub fn teams(&self, number: u64) -> (&'static Team, &'static Team) {
        let (home, away) = self.places(number);
        (&TEAMS[self.order[home]], &TEAMS[self.order[away]])
    }

    /// How many points better than an average team each side is, in half points, home side first.
    pub(crate) fn strengths(&self, number: u64) -> (i64, i64) {
        let (home, away) = self.places(number);
        let strength = |place: usize| self.dice.part(2).below(place as u64, 25) as i64 - 12;
        (strength(home), strength(away))
    }

    /// The chances of one game.
    pub(crate) fn dice(&self, number: u64) -> Dice {
        self.dice.part(3).part(number)
    }

    fn places(&self, number: u64) -> (usize, usize) {
        let (round, place) = (number / GAMES_PER_ROUND, number % GAMES_PER_ROUND);
        let turn = round % ROUNDS;
        let one = if place == 0 {
            ROUNDS
        } else {
            (turn + place) % ROUNDS
        };
        let other = (turn + ROUNDS - place) % ROUNDS;
        let (one, other) = (one as usize, other as usize);
        let turned = (round / ROUNDS + turn + place) % 2 == 1;
        if turned { (other, one) } else { (one, other) }
    }
}

/// Past this many games a season answers nothing: 1,900 years at the usual pace.
const NUMBER_MAX: u64 = 1_000_000_000;
/// Starts further than this from the origin are all shown there: dates end somewhere.
const AFTER_MAX_MS: i64 = 1_000_000_000 * 60_000;

fn key(settings: &Settings) -> String {
    let mut bytes = settings.seed.to_le_bytes().to_vec();
    bytes.extend(settings.origin.timestamp_millis().to_le_bytes());
    bytes.extend(settings.games_at_once.to_le_bytes());
    for span in settings.clone().spans_mut() {
        bytes.extend(span.num_milliseconds().to_le_bytes());
    }
    let mark = mark(&bytes);
    format!("{:06x}", (mark ^ (mark >> 24) ^ (mark >> 48)) & 0xff_ffff)
}

/// Fisher and Yates: who sits where at the circle.
fn shuffled(dice: Dice) -> [usize; TEAMS_COUNT] {
    let mut order = std::array::from_fn(|place| place);
    for place in (1..order.len()).rev() {
        let other = dice.below(place as u64, place as u64 + 1) as usize;
        order.swap(place, other);
    }
    order
}
