//! Evenings of fights: each one is a game of two.
//!
//! The board has no result as such. Who won is a mark on a fighter, which may come most of an hour
//! after the end, and never comes where nobody did; how is told by what happened last, if it is.

use shared::competitor::Lead;
use shared::facts::{Ending, Facts, Method};
use shared::feed::{GameReport, Rejected};
use shared::game::GameStatus;

use super::athletes::{self, Contender, Contest, Event, Frame, Sides};
use super::leagues::League;
use super::live;
use super::one::{One, standing};
use super::wire::Status;
use crate::json;
use crate::listed::refusal;

/// A round, in seconds.
const ROUND_SECONDS: u16 = 300;

/// How the last thing that happened in a fight begins if somebody won it by it.
const WINNER_BY: &str = "Unofficial Winner ";

/// The ways that follow. A knockout and a stoppage are one.
const METHODS: &[(&str, Method)] = &[
    ("Kotko", Method::Knockout),
    ("Submission", Method::Submission),
    ("Decision", Method::Decision),
];

/// Reads the fights of an evening. A fight with another opponent is another fight: the feed gives
/// it another id, and the first one is no longer listed.
pub(super) fn read(league: &League, text: &str) -> Result<Vec<One>, Rejected> {
    let event: Event = json::text_part(text).map_err(refusal)?;
    let frame = Frame {
        league,
        event: &event,
    };
    let mut found = Vec::new();
    for raw in &event.competitions {
        let mut refused = Vec::new();
        let (id, game) = match athletes::contest(raw) {
            Ok(contest) if contest.competitors.iter().any(Contender::is_open) => continue,
            Ok(contest) => (contest.id.text(), game(&frame, &contest, &mut refused)),
            Err(reason) => (event.id.clone(), Err(reason)),
        };
        found.push(One { id, game, refused });
    }
    Ok(found)
}

fn game(
    frame: &Frame<'_>,
    contest: &Contest,
    refused: &mut Vec<Rejected>,
) -> Result<GameReport, Rejected> {
    let stands = contest.status.as_ref();
    let stands = stands.ok_or_else(|| refusal("no status"))?;
    let (status, is_known) = standing(&stands.kind, refused)?;
    let sides = athletes::sides(contest)?;
    let mut game = frame.report(contest, status, athletes::participants(&sides)?)?;
    game.live = live::of(frame.league, status, stands);
    let scheduled = contest.periods();
    game.facts.scheduled_rounds = scheduled.filter(|it| (1..=5).contains(it));
    if status == GameStatus::Final && is_known {
        match ended(contest, stands, &sides) {
            Ok(facts) => {
                game.facts.ending = Some(facts);
                if facts.method.is_none() {
                    refused.push(refusal("how it was won is not told"));
                }
            }
            Err(reason) => refused.push(refusal(reason)),
        }
    }
    check(&mut game.facts, refused);
    Ok(game)
}

/// How a fight ended that somebody won.
fn ended(contest: &Contest, stands: &Status, sides: &Sides<'_>) -> Result<Ending, String> {
    let winner = contest.winner(sides);
    // Not yet, or nobody: a draw, or a fight that counts for nobody.
    let winner: Lead = winner.ok_or("it is over, and nobody is said to have won")?;
    let round = stands.period.filter(|it| *it > 0);
    let clock = stands.display_clock.as_deref().and_then(seconds);
    let by = contest.details.iter().rev();
    let mut by = by.filter_map(|it| it.kind.as_ref()?.text.as_deref()?.strip_prefix(WINNER_BY));
    let method = match by.next() {
        Some(word) => {
            let known = METHODS.iter().find(|it| it.0 == word.trim());
            let known = known.ok_or_else(|| format!("it was won by {word:?}, which is unknown"))?;
            Some(known.1)
        }
        None => went_the_distance(contest, round, clock).then_some(Method::Decision),
    };
    Ok(Ending {
        winner: Some(winner),
        method,
        round,
        second: clock.filter(|_| round.is_some()),
        ..Ending::default()
    })
}

/// Whether it lasted to the end of the last round, and the judges' cards are there.
fn went_the_distance(contest: &Contest, round: Option<u8>, clock: Option<u16>) -> bool {
    let has_cards = |it: &Contender| it.linescores.iter().any(|it| !it.linescores.is_empty());
    round.is_some()
        && round == contest.periods()
        && clock == Some(ROUND_SECONDS)
        && contest.competitors.iter().all(has_cards)
}

/// A round that the fight does not have is not taken, and neither is the other number.
fn check(facts: &mut Facts, refused: &mut Vec<Rejected>) {
    let Some(ending) = &mut facts.ending else {
        return;
    };
    if ending.round.is_some() && ending.round > facts.scheduled_rounds {
        let (round, of) = (ending.round, facts.scheduled_rounds);
        refused.push(refusal(format!(
            "rounds: ended in {} of {}, so neither is taken",
            round.unwrap_or_default(),
            of.unwrap_or_default()
        )));
        facts.scheduled_rounds = None;
        (ending.round, ending.second) = (None, None);
    }
}

/// `4:42` is 282.
fn seconds(text: &str) -> Option<u16> {
    let (minutes, seconds) = text.split_once(':')?;
    let (minutes, seconds) = (minutes.parse::<u16>().ok()?, seconds.parse::<u16>().ok()?);
    let within = minutes.checked_mul(60)?.checked_add(seconds)?;
    (seconds < 60 && (1..=ROUND_SECONDS).contains(&within)).then_some(within)
}
