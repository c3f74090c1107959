//! Where a game stands while it is played: its part, its clock, and what a spectator sees.

use shared::competitor::Role;
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::live::{GameClock, InningHalf, LiveState, Situation, Stage};

use super::leagues::League;
use super::wire::{self, Competition, Status};
use crate::json::{self, Text};

/// Names of states that are no play. All others of a game that is on are.
const STAGES: &[(&str, Stage)] = &[
    ("STATUS_DELAYED", Stage::Delayed),
    ("STATUS_RAIN_DELAY", Stage::Delayed),
    ("STATUS_HALFTIME", Stage::Halftime),
    ("STATUS_HALFTIME_ET", Stage::Interval),
    ("STATUS_END_PERIOD", Stage::Interval),
    ("STATUS_END_OF_REGULATION", Stage::Interval),
    ("STATUS_END_OF_EXTRATIME", Stage::Interval),
    ("STATUS_END_OF_ROUND", Stage::Interval),
    ("STATUS_PLAY_COMPLETE", Stage::Interval),
    ("STATUS_SUSPENDED", Stage::Suspended),
];

/// Where a game stands, by its status alone. Nothing of one that is not played, unless it should
/// have begun and waits.
pub(super) fn of(league: &League, status: GameStatus, stands: &Status) -> Option<LiveState> {
    let name = stands.kind.name.as_str();
    let known = STAGES.iter().find(|it| it.0 == name).map(|it| it.1);
    let stage = match status {
        GameStatus::Scheduled => known.filter(|it| *it == Stage::Delayed)?,
        GameStatus::Live => known.unwrap_or(Stage::Playing),
        GameStatus::Suspended => Stage::Suspended,
        _ => return None,
    };
    let half = inning_half(&stands.kind.detail);
    let stage = match half {
        // Between two halves of an inning the feed calls it in progress.
        Some((_, true)) if stage == Stage::Playing => Stage::Interval,
        _ => stage,
    };
    let number = stands.period.filter(|it| *it > 0);
    let part = number.and_then(|it| part(league, it, &stands.kind));
    let (period, overtime) = part.unzip();
    let clock = stands.display_clock.as_deref();
    let state = LiveState {
        stage,
        period,
        overtime: overtime.flatten(),
        clock: clock
            .filter(|_| stage == Stage::Playing)
            .and_then(|it| clock_of(league.sport, it)),
        situation: None,
    };
    Some(state.within_bounds())
}

/// The same of a game of two teams, with what a spectator sees.
pub(super) fn of_game(
    league: &League,
    status: GameStatus,
    stands: &Status,
    game: &Competition,
) -> Option<LiveState> {
    let state = of(league, status, stands)?;
    let told = game.situation.as_deref();
    let told = told.and_then(|it| json::text_part::<wire::Situation>(it.get()).ok());
    let situation = match league.sport {
        Sport::Baseball => {
            let half = inning_half(&stands.kind.detail).map(|it| it.0);
            half.map(|half| baseball(half, state.stage, told.as_ref()))
        }
        Sport::AmericanFootball => told.map(|it| football(game, &it)),
        _ => None,
    };
    let state = LiveState { situation, ..state };
    Some(state.within_bounds())
}

/// The part of that number, and which overtime it is if it is one.
fn part(league: &League, number: u8, kind: &wire::StatusType) -> Option<(Period, Option<u8>)> {
    let is_shot = kind.name == "STATUS_SHOOTOUT" || kind.detail.contains("SO");
    match league.sport {
        Sport::Baseball => Some((Period::Inning(number), None)),
        Sport::Tennis => Some((Period::Set(number), None)),
        Sport::MixedMartialArts | Sport::Boxing => Some((Period::Round(number), None)),
        Sport::Soccer | Sport::IceHockey if is_shot => Some((Period::Shootout, None)),
        _ => {
            let (regular, named) = league.periods()?;
            Some(match number.checked_sub(regular) {
                None | Some(0) => (named(number), None),
                // Of soccer the fifth part is the shoot-out, the third and fourth are extra time.
                Some(3..) if league.sport == Sport::Soccer => (Period::Shootout, None),
                Some(extra) => (Period::Overtime, Some(extra)),
            })
        }
    }
}

/// Which half of an inning it is, and whether it is over: `Top 5th`, `Mid 5th`, `Bottom 5th`,
/// `End 5th`, `Rain Delay, Bottom 1st`.
fn inning_half(detail: &str) -> Option<(InningHalf, bool)> {
    let mut words = detail.split(|it: char| !it.is_ascii_alphanumeric());
    words.find_map(|word| match word {
        "Top" => Some((InningHalf::Top, false)),
        "Mid" | "Middle" => Some((InningHalf::Top, true)),
        "Bot" | "Bottom" => Some((InningHalf::Bottom, false)),
        "End" => Some((InningHalf::Bottom, true)),
        _ => None,
    })
}

/// `9:03`, `48.5`; of soccer and rugby `58'`, `45'+2'`. Innings and sets have no clock.
fn clock_of(sport: Sport, text: &str) -> Option<GameClock> {
    match sport {
        Sport::Soccer | Sport::RugbyUnion | Sport::RugbyLeague => {
            let (minutes, added) = text.split_once('+').unwrap_or((text, ""));
            let number = |it: &str| it.trim().trim_end_matches('\'').parse::<u8>().ok();
            let minutes = u16::from(number(minutes)?);
            Some(GameClock::up(minutes * 60, number(added)))
        }
        Sport::AmericanFootball
        | Sport::Basketball
        | Sport::IceHockey
        | Sport::MixedMartialArts => {
            let (minutes, seconds) = text.split_once(':').unwrap_or(("0", text));
            let whole = seconds.split('.').next().unwrap_or(seconds);
            let (minutes, seconds) = (minutes.parse::<u8>().ok()?, whole.parse::<u8>().ok()?);
            let is_time = seconds < 60;
            is_time.then(|| GameClock::down(u16::from(minutes) * 60 + u16::from(seconds)))
        }
        _ => None,
    }
}

fn baseball(half: InningHalf, stage: Stage, told: Option<&wire::Situation>) -> Situation {
    // Between two halves nobody is at bat: what is told is of the half that is over.
    let told = told.filter(|_| stage != Stage::Interval);
    let bases = told.map(|it| [it.on_first, it.on_second, it.on_third]);
    let bases = bases.filter(|it| it.iter().any(Option::is_some));
    Situation::Baseball {
        half,
        outs: told.and_then(|it| small(it.outs.as_ref())),
        bases: bases.map(|it| it.map(Option::unwrap_or_default)),
        count: told.and_then(|it| small(it.balls.as_ref()).zip(small(it.strikes.as_ref()))),
    }
}

fn football(game: &Competition, told: &wire::Situation) -> Situation {
    let id = |role: &str| {
        let side = game.competitors.iter();
        let mut side = side.filter(|it| it.home_away.as_deref() == Some(role));
        side.find_map(|it| it.team.as_ref()).map(|it| it.id.text())
    };
    let ball = told.possession.as_ref().map(Text::text);
    let has = |role| ball.is_some() && ball == id(role);
    let possession = match (has("home"), has("away")) {
        (true, false) => Some(Role::Home),
        (false, true) => Some(Role::Away),
        _ => None,
    };
    let ball_on = |yard: u8| match yard {
        0..=50 => Some((Role::Home, yard)),
        51..=100 => Some((Role::Away, 100 - yard)),
        _ => None,
    };
    let down = small(told.down.as_ref()).zip(small(told.distance.as_ref()));
    Situation::AmericanFootball {
        possession,
        down,
        // Between plays of another kind it is the place of a kick.
        ball_on: down.and(small(told.yard_line.as_ref())).and_then(ball_on),
    }
}

fn small(text: Option<&Text>) -> Option<u8> {
    text?.whole()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::super::leagues;
    use super::*;

    fn at(
        league: &str,
        status: GameStatus,
        (name, detail): (&str, &str),
        stands: (u8, &str),
    ) -> Option<LiveState> {
        let stands = Status {
            period: Some(stands.0),
            display_clock: Some(stands.1.to_owned()),
            kind: wire::StatusType {
                name: name.to_owned(),
                state: "in".to_owned(),
                completed: false,
                detail: detail.to_owned(),
            },
        };
        of(leagues::find(league).unwrap(), status, &stands)
    }

    fn live(league: &str, name: &str, detail: &str, period: u8, clock: &str) -> LiveState {
        at(league, GameStatus::Live, (name, detail), (period, clock)).unwrap()
    }

    #[test]
    fn each_sport_has_its_own_parts_and_its_own_clock() {
        let on = "STATUS_IN_PROGRESS";
        let told = |league, name, detail, period, clock| {
            let state = live(league, name, detail, period, clock);
            (state.period, state.overtime, state.clock)
        };
        let down = |it| Some(GameClock::down(it));
        assert_eq!(
            told("NFL", on, "0:48 - 4th", 4, "0:48"),
            (Some(Period::Quarter(4)), None, down(48))
        );
        assert_eq!(
            told("NBA", on, "31.4 - OT", 5, "31.4"),
            (Some(Period::Overtime), Some(1), down(31))
        );
        assert_eq!(
            told("NHL", on, "9:03 - 3rd", 3, "9:03"),
            (Some(Period::Third(3)), None, down(543))
        );
        assert_eq!(
            told("NHL", on, "SO", 5, "0:00"),
            (Some(Period::Shootout), None, down(0))
        );
        assert_eq!(
            told("MLB", on, "Top 5th", 5, "0:00"),
            (Some(Period::Inning(5)), None, None)
        );
        let stoppage = Some(GameClock::up(2700, Some(2)));
        assert_eq!(
            told("EPL", "STATUS_FIRST_HALF", "45'+2'", 1, "45'+2'"),
            (Some(Period::Half(1)), None, stoppage)
        );
        let minute = Some(GameClock::up(6120, None));
        assert_eq!(
            told("UCL", "STATUS_OVERTIME", "102'", 3, "102'"),
            (Some(Period::Overtime), Some(1), minute)
        );
    }

    #[test]
    fn a_break_is_told_from_play_and_from_a_delay() {
        let stage = |league, name, detail| live(league, name, detail, 2, "0:00").stage;
        assert_eq!(stage("NFL", "STATUS_HALFTIME", "Halftime"), Stage::Halftime);
        assert_eq!(
            stage("NBA", "STATUS_END_PERIOD", "End of 1st"),
            Stage::Interval
        );
        assert_eq!(
            stage("MLB", "STATUS_IN_PROGRESS", "Mid 2nd"),
            Stage::Interval
        );
        assert_eq!(
            stage("MLB", "STATUS_RAIN_DELAY", "Rain Delay, Bottom 1st"),
            Stage::Delayed
        );
        let before = |name| at("MLB", GameStatus::Scheduled, (name, ""), (0, "0:00"));
        assert_eq!(
            before("STATUS_DELAYED"),
            Some(LiveState::at(Stage::Delayed))
        );
        assert_eq!(before("STATUS_SCHEDULED"), None);
        let over = at(
            "MLB",
            GameStatus::Final,
            ("STATUS_FINAL", "Final"),
            (9, "0:00"),
        );
        assert_eq!(over, None);
    }
}
