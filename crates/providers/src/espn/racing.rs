//! Weekends of racing: of the sessions the race alone is a game, with everybody who is entered.

use shared::facts::{EntrantLine, Finish};
use shared::feed::{FieldReport, GameReport, Participant, Rejected};
use shared::game::GameStatus;

use super::NAME;
use super::athletes::{self, Contender, Contest, Event, Frame};
use super::leagues::League;
use super::one::{One, standing};
use crate::json;
use crate::listed::refusal;
use crate::slug::slug;

/// How the race is told from practice, qualifying and sprints.
const RACE: (&str, &str) = ("3", "Race");

/// Reads the race of a weekend. A weekend without one is no game.
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
            Ok(contest) if !is_race(&contest) => continue,
            Ok(contest) => (contest.id.text(), game(&frame, &contest, &mut refused)),
            Err(reason) => (event.id.clone(), Err(reason)),
        };
        found.push(One { id, game, refused });
    }
    Ok(found)
}

fn is_race(contest: &Contest) -> bool {
    let (id, word) = RACE;
    contest.kind.as_ref().is_some_and(|it| {
        let by_id = it.id.as_ref().is_some_and(|it| it.text() == id);
        it.abbreviation.as_deref().map_or(by_id, |it| it == word)
    })
}

fn game(
    frame: &Frame<'_>,
    contest: &Contest,
    refused: &mut Vec<Rejected>,
) -> Result<GameReport, Rejected> {
    let stands = contest.status.as_ref();
    let stands = stands.ok_or_else(|| refusal("no status"))?;
    let (status, is_known) = standing(&stands.kind, refused)?;
    let entered = contest.competitors.iter().map(Contender::report);
    let entered: Vec<_> = entered.collect::<Result<_, _>>().map_err(refusal)?;
    let mut game = frame.report(contest, status, Participant::field(entered))?;
    let title = frame.event.title();
    game.field = Some(FieldReport {
        slug: slug(title),
        name: title.to_owned(),
    });
    if status == GameStatus::Final && is_known {
        match classified(frame.league, contest, refused) {
            Ok(entrants) => game.facts.entrants = entrants,
            Err(reason) => refused.push(refusal(reason)),
        }
    }
    Ok(game)
}

/// The official order. Who has no place in it is left out: whether he started is not told, and bets
/// on who did not are void.
fn classified(
    league: &League,
    contest: &Contest,
    refused: &mut Vec<Rejected>,
) -> Result<Vec<EntrantLine>, String> {
    let mut entrants = Vec::new();
    let mut without = Vec::new();
    for contender in &contest.competitors {
        let named = contender.report()?;
        let Some(position) = contender.order.filter(|it| *it > 0) else {
            without.push(named.name);
            continue;
        };
        if contender.winner.is_some_and(|won| won && position != 1) {
            return Err(format!(
                "contradiction: {} won in place {position}",
                named.name
            ));
        }
        entrants.push(EntrantLine {
            id: named.first_id(NAME, league.sport),
            finish: Finish::Finished,
            position: Some(position),
            holes: None,
            laps: None,
            scores: Vec::new(),
            withdrawal: None,
        });
    }
    let mut places: Vec<_> = entrants.iter().filter_map(|it| it.position).collect();
    places.sort_unstable();
    if places.is_empty() || !(1..).zip(&places).all(|(place, it)| place == *it) {
        return Err("the places are not 1, 2, 3 and so on".to_owned());
    }
    if !without.is_empty() {
        let names = without.join(", ");
        refused.push(refusal(format!(
            "without a place, and whether they started is not told: {names}"
        )));
    }
    entrants.sort_by_key(|it| it.id);
    Ok(entrants)
}
