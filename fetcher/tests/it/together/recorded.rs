//! Recorded answers of the leagues' own feeds, with the same games as other feeds tell of them.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::ingest::{self, IngestSummary};
use grading::decide::Policy;
use providers::{Answer, RequestStats, espn, mlb, nhl, the_odds_api};
use serde_json::json;
use shared::feed::FeedAnswer;
use shared::id::TicketId;
use shared::ticket::TicketState::{Lost, Open, Won};
use store::feed_requests::FeedRequest;
use testkit::on;

use super::hockey::{self, Evening, espn_id, turned};
use crate::backfill::corpus;
use crate::recorded_month::{self, Row};
use crate::world::World;

async fn take(world: &World, provider: &str, feed: FeedAnswer) -> IngestSummary {
    let league = feed.games.first().map_or("", |it| it.league.code.as_str());
    let request = FeedRequest {
        provider: provider.to_owned(),
        feed: format!("{league}/quotes"),
        asked_at: world.database.now().await,
    };
    let answer = Answer {
        feed,
        stats: RequestStats::of(provider),
    };
    let (pool, lease) = (&world.database.fetcher, &world.lease);
    let policy = Policy::default();
    let done = ingest::store_answer(pool, lease, &request, &answer, &policy, |_| {}).await;
    let done = done.unwrap();
    assert_eq!(done.rejected, 0);
    done
}

async fn until(world: &World, moment: DateTime<Utc>) {
    let now = world.database.now().await;
    world.pass(moment - now).await;
}

/// The games that both feeds have an id for: the one's id, and the other's.
async fn joined(world: &World, one: &str, other: &str) -> BTreeMap<String, String> {
    let pairs: Vec<(String, String)> = sqlx::query_as(
        "SELECT o.reference, l.reference FROM game_refs o JOIN game_refs l USING (game_id)
         WHERE o.provider = $1 AND l.provider = $2",
    )
    .bind(one)
    .bind(other)
    .fetch_all(&world.database.owner)
    .await
    .unwrap();
    pairs.into_iter().collect()
}

/// How many games have current prices of that many bookmakers.
async fn priced_by(world: &World, bookmakers: i64) -> i64 {
    let priced = "SELECT count(*) FROM (
        SELECT m.game_id FROM quotes q JOIN selections USING (selection_id)
        JOIN markets m USING (market_id) WHERE q.taken_down_at IS NULL
        GROUP BY 1 HAVING count(DISTINCT q.bookmaker_id) = $1) AS priced";
    let priced = sqlx::query_scalar(priced).bind(bookmakers);
    priced.fetch_one(&world.database.owner).await.unwrap()
}

/// An evening as all three feeds have it before it begins, told by the league first or last.
async fn evening(evening: &Evening, league_first: bool) -> World {
    let world = World::new().await;
    until(&world, hockey::morning()).await;
    let mut told = [
        (nhl::NAME, evening.by_league(false).await),
        (espn::NAME, evening.by_espn(false)),
        (the_odds_api::NAME, evening.odds()),
    ];
    if !league_first {
        told.reverse();
    }
    for (provider, feed) in told {
        take(&world, provider, feed).await;
    }
    world
}

#[tokio::test]
async fn a_recorded_evening_of_hockey_is_one_evening_whoever_tells_of_it_first() {
    let Some(corpus) = corpus("recorded hockey") else {
        return;
    };
    let told = Evening::read(&corpus).await;
    let all = told.count() as i64;
    for league_first in [true, false] {
        let world = evening(&told, league_first).await;
        let by_espn = joined(&world, espn::NAME, nhl::NAME).await;
        let wrong = (0..told.count())
            .filter(|it| by_espn[&espn_id(*it)] != told.id(*it))
            .count();
        let by_odds = joined(&world, the_odds_api::NAME, nhl::NAME).await;
        let games = world.count("SELECT count(*) FROM games").await;
        let priced = priced_by(&world, 3).await;
        println!(
            "together: recorded NHL, {}: {all} games, {games} kept, {} joined with ESPN, {} with \
             The Odds API, {wrong} wrong; {priced} with the prices of three bookmakers",
            if league_first {
                "the league first"
            } else {
                "the league last"
            },
            by_espn.len(),
            by_odds.len(),
        );
        assert_eq!(
            (games, by_espn.len(), by_odds.len()),
            (all, told.count(), told.count())
        );
        assert_eq!((wrong, priced), (0, all));
    }
}

/// A ticket on the home side of each game.
async fn tickets(world: &World, told: &Evening) -> Vec<TicketId> {
    let member = world.member(1).await;
    let mut tickets = Vec::new();
    for nth in 0..told.count() {
        let ticket = world.bet(member, 1, on(&told.id(nth)).home_wins()).await;
        tickets.push(ticket);
    }
    tickets
}

async fn reviews(world: &World) -> usize {
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    store::reviews::list(&mut connection).await.unwrap().len()
}

fn only(mut answer: FeedAnswer, reference: &str) -> FeedAnswer {
    answer.games.retain(|it| it.reference == reference);
    assert_eq!(answer.games.len(), 1, "{reference}");
    answer
}

#[tokio::test]
async fn a_recorded_evening_ends_by_the_rule_of_several_sources() {
    let Some(corpus) = corpus("recorded endings") else {
        return;
    };
    let told = Evening::read(&corpus).await;
    for league_first in [true, false] {
        let world = evening(&told, league_first).await;
        let tickets = tickets(&world, &told).await;
        until(&world, hockey::night()).await;
        let (league, board) = (told.by_league(true).await, told.by_espn(true));
        let decided = |done: IngestSummary| done.decided.len();
        let by_espn = |nth| only(board.clone(), &espn_id(nth));

        // ESPN alone is waited for, and two that agree are not.
        assert_eq!(decided(take(&world, espn::NAME, by_espn(0)).await), 0);
        assert_eq!(decided(take(&world, espn::NAME, by_espn(1)).await), 0);
        let second = told.scored(1, false);
        assert_eq!(decided(take(&world, the_odds_api::NAME, second).await), 1);
        // Two that contradict each other are reviewed, and nothing is paid.
        take(&world, espn::NAME, by_espn(2)).await;
        take(&world, the_odds_api::NAME, told.scored(2, true)).await;
        world.pass(TimeDelta::minutes(3)).await;
        let later = world.decide().await;
        assert_eq!((later.results.len(), reviews(&world).await), (1, 1));
        world.settle().await;
        assert_eq!(world.head(tickets[2]).await.0, Open);
        println!(
            "together: recorded NHL: 1 result when ESPN had stood, 1 at once when two agreed, 1 \
             contradiction under review and not paid"
        );

        // The league's own word counts at once, also against a contradiction.
        let own = |nth| only(league.clone(), &told.id(nth));
        take(&world, espn::NAME, turned(board.clone(), 3)).await;
        let at_once = decided(take(&world, nhl::NAME, own(3)).await)
            + decided(take(&world, nhl::NAME, own(4)).await)
            + decided(take(&world, nhl::NAME, own(2)).await);
        assert_eq!((at_once, reviews(&world).await), (3, 0));
        take(&world, nhl::NAME, league.clone()).await;
        take(&world, espn::NAME, by_espn(4)).await;
        world.pass(TimeDelta::minutes(3)).await;
        world.decide().await;
        world.settle().await;
        assert_eq!(reviews(&world).await, 0);
        for (ticket, game) in tickets.iter().zip(&league.games) {
            let (home, away) = goals(game);
            let right = if home > away { Won } else { Lost };
            let (state, _, times) = world.head(*ticket).await;
            assert_eq!((state, times), (right, 1), "{home}-{away}");
        }
        let books = world.books().await;
        println!(
            "together: recorded NHL: the league's word: {at_once} at once, the contradiction among \
             them; all {} tickets settled once; {books:?}",
            tickets.len()
        );
    }
}

fn goals(game: &shared::feed::GameReport) -> (i32, i32) {
    use shared::competitor::Role;
    use shared::game::Period;
    let of = |role| {
        let full = game
            .scores
            .iter()
            .find(|it| (it.period, it.role) == (Period::Full, role));
        full.unwrap().points
    };
    (of(Role::Home), of(Role::Away))
}

/// The rows of recorded results as ESPN's scoreboard: other ids, and starts that are minutes apart.
fn board(rows: &[Row]) -> FeedAnswer {
    let side = |role: &str, name: &str| {
        let team = json!({ "id": name, "displayName": name });
        json!({ "homeAway": role, "team": team })
    };
    let events = rows.iter().enumerate().map(|(nth, row)| {
        let apart = TimeDelta::minutes(i64::try_from(nth % 11).unwrap() - 5);
        let status = json!({ "period": 0, "type": {
            "name": "STATUS_SCHEDULED", "state": "pre", "completed": false, "detail": "",
        } });
        json!({
            "id": format!("espn-{}", row.id), "date": row.start + apart,
            "season": { "year": 2026 },
            "competitions": [{
                "status": status,
                "competitors": [side("home", &row.home), side("away", &row.away)],
            }],
        })
    });
    let board = json!({
        "leagues": [{ "slug": "mlb" }], "events": events.collect::<Vec<_>>(),
    });
    let read = espn::read(board.to_string().into(), "MLB").unwrap();
    assert_eq!(read.rejected, []);
    read
}

#[tokio::test]
async fn recorded_games_of_baseball_are_one_each_in_three_feeds_whoever_tells_of_them_first() {
    let Some(corpus) = corpus("recorded baseball") else {
        return;
    };
    let folder = corpus.join("datasets/mlb");
    let rows = recorded_month::results(&folder).await;
    let answers = recorded_month::recorded(&folder).await;
    for league_first in [true, false] {
        let world = World::new().await;
        for recorded in &answers {
            until(&world, recorded.asked_at).await;
            let near = |it: &&Row| (it.start - recorded.asked_at).abs() < TimeDelta::hours(48);
            let near: Vec<_> = rows.iter().filter(near).cloned().collect();
            let mut told = [
                (
                    mlb::NAME,
                    recorded_month::schedule(&rows, recorded.asked_at),
                ),
                (the_odds_api::NAME, recorded.answer.clone()),
                (espn::NAME, board(&near)),
            ];
            if !league_first {
                told.reverse();
            }
            for (provider, feed) in told {
                take(&world, provider, feed).await;
            }
        }
        let by_espn = joined(&world, espn::NAME, mlb::NAME).await;
        let wrong = by_espn
            .iter()
            .filter(|(espn, own)| **espn != format!("espn-{own}"))
            .count();
        let own = "SELECT count(DISTINCT reference) FROM game_refs WHERE provider = 'mlb'";
        let own = world.count(own).await;
        let second = "SELECT count(*) FROM game_keys WHERE number > 1";
        println!(
            "together: recorded MLB, {}: {own} games of the league, {} joined with ESPN, {wrong} \
             wrong, {} with The Odds API; {} second games of a day",
            if league_first {
                "the league first"
            } else {
                "the league last"
            },
            by_espn.len(),
            joined(&world, the_odds_api::NAME, mlb::NAME).await.len(),
            world.count(second).await,
        );
        assert_eq!((by_espn.len() as i64, wrong), (own, 0));
    }
}
