//! What the database holds, and whether it is what should be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

use super::arithmetic::{End, Head, promise};
use super::model::{Model, end};
use super::op::Says;
use super::system::{System, member_id, number_of};
use super::{GAMES, MEMBERS, SOURCES};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SeenTicket {
    state: String,
    returned: Option<i64>,
    moves: i32,
    stake: i64,
    promised: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SeenGame {
    is_scheduled: bool,
    in_review: bool,
    version: usize,
    settled: usize,
    end: Option<End>,
    /// What each source said last, and the operator; when, by its own dates, and when it repeated
    /// that or what it had said before.
    said: [Word; SOURCES],
    ruled: Option<Says>,
    /// What can be had, at which price.
    offers: BTreeSet<Offer>,
    /// When the question was asked that confirmed that.
    answered: i64,
}

/// What a source said, how it is dated, and the latest date under which it repeated itself.
type Word = Option<(Says, Option<i64>, Option<i64>)>;
/// Market, line in quarters, side, and the American price.
type Offer = (String, Option<i32>, String, i32);

/// What the database holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Cash and at risk.
    members: BTreeMap<usize, (i64, i64)>,
    pub(crate) tickets: BTreeMap<u32, SeenTicket>,
    games: Vec<SeenGame>,
    /// What the house has, all servers together.
    house: i64,
    /// How many decisions of admins stand.
    decisions: i64,
    /// What interactions were answered.
    answers: BTreeMap<u64, String>,
}

impl Seen {
    pub(crate) async fn look(system: &System) -> Self {
        let pool = &system.database.owner;
        Self {
            answers: told(pool).await,
            members: members(pool).await,
            tickets: tickets(pool).await,
            games: games(system).await,
            house: sqlx::query_scalar(
                "SELECT coalesce(sum(CASE WHEN credit_kind = 'house' THEN amount ELSE 0 END
                   - CASE WHEN debit_kind = 'house' THEN amount ELSE 0 END), 0)::bigint
                 FROM transfers",
            )
            .fetch_one(pool)
            .await
            .unwrap(),
            decisions: sqlx::query_scalar("SELECT count(*) FROM corrections")
                .fetch_one(pool)
                .await
                .unwrap(),
        }
    }

    /// Whether this is what the model holds possible. If so, the model takes it over.
    ///
    /// # Errors
    /// The first thing that is not.
    pub(crate) fn compare(&self, model: &mut Model) -> Result<(), String> {
        self.compare_games(model)?;
        self.compare_tickets(model)?;
        let mut house = 0;
        for ticket in model.tickets.values() {
            house += ticket.heads[0]
                .returned
                .map_or(0, |it| ticket.bet.stake - it);
        }
        differs("the house", house, self.house)?;
        let decisions = i64::try_from(model.decisions.len()).unwrap();
        differs("the decisions", decisions, self.decisions)?;
        let answers = model.answers.iter();
        let answers = answers
            .map(|(it, told)| (*it, (*told).to_owned()))
            .collect();
        differs("what interactions were answered", &answers, &self.answers)?;
        for member in 0..MEMBERS {
            let expected = model.members[member]
                .is_some()
                .then(|| (model.cash(member), model.at_risk(member)));
            let what = format!("cash and at risk of member {member}");
            differs(&what, expected, self.members.get(&member).copied())?;
        }
        Ok(())
    }

    fn compare_games(&self, model: &mut Model) -> Result<(), String> {
        for (index, (game, seen)) in model.games.iter_mut().zip(&self.games).enumerate() {
            let what = |it: &str| format!("{it} of game {index}");
            differs(
                &what("the result's versions"),
                game.ends.len(),
                seen.version,
            )?;
            differs(&what("the end"), game.ends.last().copied(), seen.end)?;
            differs(&what("being open"), game.is_scheduled, seen.is_scheduled)?;
            differs(&what("the review"), game.in_review, seen.in_review)?;
            differs(&what("the sources' words"), game.words(), seen.said)?;
            let ruled = game.ruled.map(|it| it.0);
            differs(&what("the ruling"), ruled, seen.ruled.and_then(end))?;
            let offers: BTreeSet<_> = game.offers().into_iter().collect();
            differs(&what("the offers"), &offers, &seen.offers)?;
            differs(&what("their age"), game.answered, seen.answered)?;
            if !game.settled.contains(&seen.settled) {
                differs(
                    &what("the settled version"),
                    &game.settled,
                    &vec![seen.settled],
                )?;
            }
            game.settled = vec![seen.settled];
        }
        Ok(())
    }

    fn compare_tickets(&self, model: &mut Model) -> Result<(), String> {
        let numbers: Vec<_> = model.tickets.keys().copied().collect();
        differs(
            "the tickets",
            numbers,
            self.tickets.keys().copied().collect(),
        )?;
        for (number, seen) in &self.tickets {
            let what = |it: &str| format!("{it} of ticket {number}");
            let Some(ticket) = model.tickets.get_mut(number) else {
                continue;
            };
            differs(&what("the stake"), ticket.bet.stake, seen.stake)?;
            let promised = promise(ticket.bet.stake, &ticket.bet.legs);
            differs(&what("the possible return"), promised, seen.promised)?;
            let is_seen = |it: &Head| it.state == seen.state && it.returned == seen.returned;
            let Some(head) = ticket.heads.iter().find(|it| is_seen(it)).cloned() else {
                let found = format!("{} with {:?}", seen.state, seen.returned);
                return Err(format!(
                    "{}: expected one of {:?}, found {found}",
                    what("the head"),
                    ticket.heads
                ));
            };
            let moved = seen.moves - ticket.moves;
            let stood = ticket.stands == head;
            // To another head at least one move, to the same one none, or there and back.
            if moved < 0 || (stood && moved == 1) || (!stood && moved == 0) {
                return Err(format!(
                    "{}: {} then, {} now, from {:?} to {head:?}",
                    what("the settlements"),
                    ticket.moves,
                    seen.moves,
                    ticket.stands,
                ));
            }
            ticket.moves = seen.moves;
            ticket.stands = head.clone();
            ticket.heads = vec![head];
        }
        Ok(())
    }
}

fn differs<T: PartialEq + std::fmt::Debug>(
    what: &str,
    expected: T,
    found: T,
) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected:?}, found {found:?}")),
    }
}

async fn members(pool: &PgPool) -> BTreeMap<usize, (i64, i64)> {
    let rows: Vec<(Uuid, i64, i64)> = sqlx::query_as(
        "SELECT member_id, sum(balance) FILTER (WHERE kind = 'cash')::bigint,
           sum(balance) FILTER (WHERE kind = 'at_risk')::bigint
         FROM accounts GROUP BY member_id",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let number = |id: Uuid| {
        (0..MEMBERS)
            .find(|it| member_id(*it).as_uuid() == id)
            .unwrap()
    };
    rows.into_iter()
        .map(|(id, cash, at_risk)| (number(id), (cash, at_risk)))
        .collect()
}

async fn tickets(pool: &PgPool) -> BTreeMap<u32, SeenTicket> {
    let rows: Vec<(Uuid, String, Option<i64>, i32, i64, i64)> = sqlx::query_as(
        "SELECT ticket_id, state, returned, settled_seq, stake, possible_return FROM tickets",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    rows.into_iter()
        .map(|(id, state, returned, moves, stake, promised)| {
            let seen = SeenTicket {
                state,
                returned,
                moves,
                stake,
                promised,
            };
            (number_of(id), seen)
        })
        .collect()
}

type GameRow = (
    Uuid,
    String,
    bool,
    i32,
    i32,
    Option<String>,
    Option<i32>,
    Option<i32>,
);

async fn games(system: &System) -> Vec<SeenGame> {
    let rows: Vec<GameRow> = sqlx::query_as(
        "SELECT g.game_id, g.status, g.open_review IS NOT NULL, g.result_version,
           g.settled_version, r.status,
           (SELECT points FROM result_scores s WHERE s.game_id = r.game_id
              AND s.version = r.version AND s.role = 'home' AND s.period = 'full'),
           (SELECT points FROM result_scores s WHERE s.game_id = r.game_id
              AND s.version = r.version AND s.role = 'away' AND s.period = 'full')
         FROM games g
         LEFT JOIN results r ON r.game_id = g.game_id AND r.version = g.result_version",
    )
    .fetch_all(&system.database.owner)
    .await
    .unwrap();
    let (words, offers) = (words(system).await, offers(system).await);
    let answers = answers(system).await;
    let game = |index: usize| {
        let id = system.game(index).as_uuid();
        let said = |source: &str| words.get(&(id, source.to_owned())).copied();
        let row = rows.iter().find(|it| it.0 == id).unwrap();
        let (_, status, in_review, version, settled, end, home, away) = row.clone();
        SeenGame {
            is_scheduled: status == "scheduled",
            in_review,
            version: usize::try_from(version).unwrap(),
            settled: usize::try_from(settled).unwrap(),
            said: std::array::from_fn(|source| said(system.source(source))),
            ruled: said(shared::report::ADMIN).map(|it| it.0),
            offers: offers.get(&id).cloned().unwrap_or_default(),
            answered: answers[&format!("NFL/{index}")],
            end: end.map(|end| match (end.as_str(), home, away) {
                ("final", Some(home), Some(away)) => End::Score(home, away),
                ("cancelled", None, None) => End::NotPlayed,
                other => panic!("an end that nobody reported: {other:?}"),
            }),
        }
    };
    (0..GAMES).map(game).collect()
}

type WordRow = (
    Uuid,
    String,
    String,
    String,
    Option<DateTime<Utc>>,
    Option<DateTime<Utc>>,
);

/// The newest word of each source about each game.
async fn words(system: &System) -> BTreeMap<(Uuid, String), (Says, Option<i64>, Option<i64>)> {
    let rows: Vec<WordRow> = sqlx::query_as(
        "SELECT DISTINCT ON (r.game_id, r.provider)
           r.game_id, r.provider, r.status, r.scores::text, r.source_at, p.source_at
         FROM provider_reports r
         LEFT JOIN report_repeats p ON p.game_id = r.game_id AND p.provider = r.provider
         ORDER BY r.game_id, r.provider, r.sequence DESC",
    )
    .fetch_all(&system.database.owner)
    .await
    .unwrap();
    let seconds = |at: Option<DateTime<Utc>>| at.map(|at| (at - system.base).num_seconds());
    rows.into_iter()
        .map(|(game, provider, status, scores, dated, repeated)| {
            let says = says(&status, &scores);
            ((game, provider), (says, seconds(dated), seconds(repeated)))
        })
        .collect()
}

fn says(status: &str, scores: &str) -> Says {
    let scores: Vec<(String, String, i32)> = serde_json::from_str(scores).unwrap();
    let points = |role: &str| scores.iter().find(|it| it.1 == role).unwrap().2;
    match status {
        "scheduled" => Says::Scheduled,
        "live" => Says::Live,
        "cancelled" => Says::Cancelled,
        "final" => Says::Final(points("home"), points("away")),
        other => panic!("a status that nobody reported: {other}"),
    }
}

/// When each question of the feed with prices was asked that was answered last, in seconds.
async fn answers(system: &System) -> BTreeMap<String, i64> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT feed, extract(epoch FROM answered_at - $2)::bigint
         FROM feed_questions WHERE provider = $1",
    )
    .bind(system.source(0))
    .bind(system.base)
    .fetch_all(&system.database.owner)
    .await
    .unwrap();
    rows.into_iter().collect()
}

/// What interactions were answered.
async fn told(pool: &PgPool) -> BTreeMap<u64, String> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT interaction_id, outcome FROM interactions")
            .fetch_all(pool)
            .await
            .unwrap();
    let rows = rows.into_iter();
    rows.map(|(it, told)| (it.cast_unsigned(), told)).collect()
}

/// What can be had on each game.
async fn offers(system: &System) -> BTreeMap<Uuid, BTreeSet<Offer>> {
    let rows: Vec<(Uuid, String, Option<i32>, String, String)> = sqlx::query_as(
        "SELECT m.game_id, m.kind, m.line, s.side, q.price_number
         FROM quotes q
         JOIN selections s ON s.selection_id = q.selection_id
         JOIN markets m ON m.market_id = s.market_id
         WHERE q.taken_down_at IS NULL",
    )
    .fetch_all(&system.database.owner)
    .await
    .unwrap();
    let mut offers: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (game, kind, line, side, number) in rows {
        let offer = (kind, line, side, number.parse().unwrap());
        assert!(offers.entry(game).or_default().insert(offer));
    }
    offers
}
