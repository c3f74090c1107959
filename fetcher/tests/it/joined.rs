//! Games that two feeds know under two names: joined late and parted again, with open tickets on
//! both.

use chrono::TimeDelta;
use clap::Parser;
use fetcher::config::{Cli, Command};
use providers::{espn, nflverse};
use serde_json::json;
use services::matching::{self, JoinError, Joined, Why};
use services::results::OperatorDecision;
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, Participant};
use shared::id::{CompetitorId, TicketId};
use shared::league::Sport;
use shared::ticket::TicketState::{Lost, Open, Won};
use sqlx::types::Uuid;
use store::joins;
use store::tickets::PlaceOutcome;
use testkit::{ReportExt, Reports, WON, bet, on, team};

use crate::world::{World, game};

/// Two feeds, neither of which is the league's own.
pub(crate) const ONE: &str = "espn";
pub(crate) const OTHER: &str = "kalshi";

/// A team that our data know, so that every feed means the same.
fn known(name: &str) -> CompetitorReport {
    CompetitorReport {
        slug: Some(name.to_lowercase()),
        ..team(name)
    }
}

/// Harbor, which gives three points, at home to Quay.
pub(crate) fn by_one(world: &World) -> GameReport {
    let sides = Participant::sides(team("Harbor"), known("Quay"));
    GameReport {
        participants: sides,
        ..game("1", world.at(1), "-3")
    }
}

/// The same game in the other feed: it lists Quay first, and has another name for Harbor.
pub(crate) fn by_other(world: &World) -> GameReport {
    let sides = Participant::sides(known("Quay"), team("Harbour FC"));
    GameReport {
        participants: sides,
        ..game("x1", world.at(1), "+3")
    }
}

/// Both feeds' games, with a ticket on Harbor and one on Quay in each.
struct Scene {
    world: World,
    one: GameReport,
    other: GameReport,
    harbor: [TicketId; 2],
    quay: [TicketId; 2],
}

impl Scene {
    async fn new() -> Self {
        let world = World::new().await;
        let (one, other) = (by_one(&world), by_other(&world));
        world.ingest(ONE, &one).await;
        world.ingest(OTHER, &other).await;
        assert_eq!(world.count("SELECT count(*) FROM games").await, 2);
        let member = world.member(1).await;
        let there = world.member_of(testkit::THERE, 2).await;
        let harbor = [
            world.bet(member, 1, on("1").home("-3")).await,
            world.bet(there, 1, on("x1").away("-3")).await,
        ];
        let quay = [
            world.bet(member, 1, on("1").away("+3")).await,
            world.bet(there, 1, on("x1").home("+3")).await,
        ];
        Self {
            world,
            one,
            other,
            harbor,
            quay,
        }
    }

    async fn join(&self) -> Joined {
        let keep = self.world.game_id("1").await.as_uuid();
        let other = self.world.game_id("x1").await.as_uuid();
        join(&self.world, keep, other).await.unwrap()
    }

    async fn part(&self) {
        let id = self.world.game_id("x1").await.as_uuid();
        let mut tx = self.world.database.fetcher.begin().await.unwrap();
        matching::part(&mut tx, id, "Ann").await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Harbor's and Quay's points, as that feed has them.
    fn ended(&self, feed: &str, harbor: i32, quay: i32) -> GameReport {
        match feed {
            ONE => self.one.final_score(harbor, quay),
            _ => self.other.final_score(quay, harbor),
        }
    }

    async fn report(&self, feed: &str, report: impl Reports) {
        self.world.ingest(feed, report).await;
        self.world.decide().await;
        self.world.pass(TimeDelta::minutes(3)).await;
        self.world.decide().await;
        self.world.settle().await;
    }

    async fn states(&self) -> [[shared::ticket::TicketState; 2]; 2] {
        let mut states = [[Open; 2]; 2];
        for (side, tickets) in [self.harbor, self.quay].iter().enumerate() {
            for (game, ticket) in tickets.iter().enumerate() {
                states[side][game] = self.world.head(*ticket).await.0;
            }
        }
        states
    }
}

async fn join(world: &World, keep: Uuid, other: Uuid) -> Result<Joined, JoinError> {
    let mut tx = world.database.fetcher.begin().await.unwrap();
    let joined = matching::join(&mut tx, (keep, other), "Ann").await?;
    tx.commit().await.unwrap();
    Ok(joined)
}

async fn apart(world: &World) -> Vec<Why> {
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let days = TimeDelta::days(14);
    let (from, to) = (world.now - days, world.now + days);
    let games = joins::known(&mut connection, from, to).await.unwrap();
    let apart = matching::apart(&games);
    apart.into_iter().map(|it| it.why).collect()
}

#[tokio::test]
async fn a_late_join_settles_the_open_tickets_of_both_games_from_one_result() {
    let scene = Scene::new().await;
    let joined = scene.join().await;
    assert_eq!(joined.games.len(), 1);
    let names = ("Team Harbour FC".to_owned(), "Team Harbor".to_owned());
    assert_eq!(joined.competitors, [names], "it is one team from now on");
    scene.world.pass(TimeDelta::hours(4)).await;
    scene.report(ONE, scene.ended(ONE, 30, 20)).await;
    assert_eq!(scene.states().await, [[Won, Won], [Lost, Lost]]);
    assert_eq!(scene.world.head(scene.harbor[1]).await, (Won, Some(WON), 1));
    // Each game has a version of its own, which names the report and has its own sides.
    let (one, other) = (
        scene.world.game_id("1").await,
        scene.world.game_id("x1").await,
    );
    let of_the_other = format!(
        "SELECT count(*) FROM results r
         JOIN result_scores s ON s.game_id = r.game_id AND s.role = 'home' AND s.points = 20
         WHERE r.game_id = '{other}' AND r.provider = '{ONE}' AND r.report_game = '{one}'"
    );
    assert_eq!(scene.world.count(&of_the_other).await, 1);
    assert_eq!(scene.world.count("SELECT count(*) FROM results").await, 2);
    scene.world.books().await;
}

#[tokio::test]
async fn what_is_joined_is_off_sale_and_its_feeds_prices_are_on_the_game_on_offer() {
    let scene = Scene::new().await;
    let member = scene.world.member(1).await;
    let leg = on("x1").under("45");
    let asked = scene.world.placement(bet(member, leg)).await;
    scene.join().await;
    let refused = scene.world.submit(&asked).await;
    assert!(matches!(refused, PlaceOutcome::GameNotOpen), "{refused:?}");
    // The feed lists Quay first, with half a point more now: for Harbor it is the line -3.5.
    let moved = GameReport {
        participants: scene.other.participants.clone(),
        ..game("x1", scene.world.at(1), "+3.5")
    };
    scene.world.ingest(OTHER, &moved).await;
    scene.world.bet(member, 1, on("1").home("-3.5")).await;
    assert_eq!(apart(&scene.world).await, []);
}

#[tokio::test]
async fn a_correction_reaches_the_tickets_of_both_games() {
    let scene = Scene::new().await;
    scene.join().await;
    scene.world.pass(TimeDelta::hours(4)).await;
    scene.report(ONE, scene.ended(ONE, 30, 20)).await;
    scene.report(ONE, scene.ended(ONE, 21, 20)).await;
    assert_eq!(scene.states().await, [[Lost, Lost], [Won, Won]]);
    for ticket in [scene.quay[0], scene.quay[1]] {
        assert_eq!(scene.world.head(ticket).await, (Won, Some(WON), 2));
    }
    scene.world.books().await;
}

#[tokio::test]
async fn a_result_that_stood_before_the_join_is_taken_over_by_the_other_game() {
    let scene = Scene::new().await;
    scene.world.pass(TimeDelta::hours(4)).await;
    scene.report(ONE, scene.ended(ONE, 30, 20)).await;
    assert_eq!(scene.states().await, [[Won, Open], [Lost, Open]]);
    let joined = scene.join().await;
    assert_eq!(joined.decided.results.len(), 1);
    scene.world.settle().await;
    assert_eq!(scene.states().await, [[Won, Won], [Lost, Lost]]);
    assert!(scene.world.decide().await.results.is_empty());
    scene.world.books().await;
}

#[tokio::test]
async fn what_only_the_other_feed_reports_settles_both_games() {
    let scene = Scene::new().await;
    scene.join().await;
    scene.world.pass(TimeDelta::hours(4)).await;
    scene.report(OTHER, scene.ended(OTHER, 30, 20)).await;
    assert_eq!(scene.states().await, [[Won, Won], [Lost, Lost]]);
    scene.world.books().await;
}

#[tokio::test]
async fn feeds_that_contradict_each_other_are_reviewed_and_one_decision_settles_both() {
    let scene = Scene::new().await;
    scene.join().await;
    scene.world.pass(TimeDelta::hours(4)).await;
    scene.world.ingest(ONE, &scene.ended(ONE, 30, 20)).await;
    scene.report(OTHER, scene.ended(OTHER, 20, 30)).await;
    assert_eq!(scene.states().await, [[Open; 2]; 2]);
    let mut connection = scene.world.database.fetcher.acquire().await.unwrap();
    let reviews = store::reviews::list(&mut connection).await.unwrap();
    assert_eq!(reviews.len(), 1, "one game, one review");
    let said: Vec<_> = reviews[0]
        .reports
        .iter()
        .map(|it| (it.provider.as_str(), it.scores[0].points))
        .collect();
    assert_eq!(said, [(ONE, 30), (OTHER, 20)], "by the sides of one game");
    let touched = store::reviews::impact(&mut connection, reviews[0].game).await;
    let open: Vec<_> = touched.unwrap().iter().map(|it| it.open).collect();
    assert_eq!(open, [2, 2], "two tickets in each server");
    // Whichever of the two the operator names.
    let word = OperatorDecision::AsReported(OTHER.to_owned());
    let named = scene.world.game_id("x1").await;
    let decided = scene.world.decide_as_operator(named, &word, "seen").await;
    assert_eq!(decided.unwrap().results.len(), 2);
    scene.world.settle().await;
    assert_eq!(scene.states().await, [[Lost, Lost], [Won, Won]]);
    scene.world.books().await;
}

#[tokio::test]
async fn parted_with_open_tickets_each_game_is_decided_by_its_own_feed() {
    let scene = Scene::new().await;
    scene.join().await;
    scene.part().await;
    scene.world.pass(TimeDelta::hours(4)).await;
    scene.report(ONE, scene.ended(ONE, 30, 20)).await;
    assert_eq!(scene.states().await, [[Won, Open], [Lost, Open]]);
    scene.report(OTHER, scene.ended(OTHER, 20, 30)).await;
    assert_eq!(scene.states().await, [[Won, Lost], [Lost, Won]]);
    let log = "SELECT count(*) FROM joins WHERE done_by = 'Ann' AND what = 'game'";
    assert_eq!(scene.world.count(log).await, 2);
    scene.world.books().await;
}

#[tokio::test]
async fn parted_after_it_was_settled_a_game_is_corrected_by_its_own_feed() {
    let scene = Scene::new().await;
    scene.join().await;
    scene.world.pass(TimeDelta::hours(4)).await;
    scene.report(ONE, scene.ended(ONE, 30, 20)).await;
    assert_eq!(scene.states().await, [[Won, Won], [Lost, Lost]]);
    scene.part().await;
    scene.report(OTHER, scene.ended(OTHER, 20, 30)).await;
    assert_eq!(scene.states().await, [[Won, Lost], [Lost, Won]]);
    scene.world.books().await;
}

#[tokio::test]
async fn two_names_that_are_joined_join_the_games_of_a_day_and_lead_to_the_later_ones() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let listed = apart(world).await;
    let [Why::OneSide(name, second)] = &listed[..] else {
        panic!("the list does not have them: {listed:?}");
    };
    let joined = join(world, name.id.as_uuid(), second.id.as_uuid()).await;
    assert_eq!(joined.unwrap().games.len(), 1);
    let later = |reference: &str, it: &GameReport| {
        let start = world.at(24 * 7);
        it.named(reference).starts_at(start)
    };
    world.ingest(ONE, &later("2", &scene.one)).await;
    world.ingest(OTHER, &later("x2", &scene.other)).await;
    assert_eq!(world.game_id("2").await, world.game_id("x2").await);
    assert_eq!(apart(world).await, []);
    world.pass(TimeDelta::hours(4)).await;
    scene.report(OTHER, scene.ended(OTHER, 30, 20)).await;
    assert_eq!(scene.states().await, [[Won, Won], [Lost, Lost]]);
    world.books().await;
}

#[tokio::test]
async fn what_cannot_be_one_is_refused_and_nothing_changes() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let strange = GameReport {
        participants: Participant::sides(team("Mole"), team("Pier")),
        ..game("y1", world.at(1), "-3")
    };
    world.ingest(OTHER, &strange).await;
    let id = |reference: &'static str| async move { world.game_id(reference).await.as_uuid() };
    let (one, other, strange) = (id("1").await, id("x1").await, id("y1").await);
    let refused = |keep, with| async move { join(world, keep, with).await.unwrap_err() };
    assert!(matches!(
        refused(one, strange).await,
        JoinError::NoSide { .. }
    ));
    assert!(matches!(refused(one, one).await, JoinError::AlreadyOne));
    let nobody = Uuid::from_u128(7);
    assert!(matches!(
        refused(one, nobody).await,
        JoinError::Unknown(it) if it == nobody
    ));
    let quay = CompetitorId::derive(&format!("{}/quay", Sport::AmericanFootball)).as_uuid();
    assert!(matches!(refused(one, quay).await, JoinError::Mixed));
    let harbor = team("Harbor").first_id(ONE, Sport::AmericanFootball);
    assert!(matches!(
        refused(quay, harbor.as_uuid()).await,
        JoinError::Opponents(..)
    ));
    let mut tx = world.database.fetcher.begin().await.unwrap();
    assert!(matches!(
        matching::part(&mut tx, other, "Ann").await,
        Err(JoinError::NotJoined)
    ));
    drop(tx);
    assert_eq!(world.count("SELECT count(*) FROM joins").await, 0);
    let merged = "SELECT count(*) FROM games WHERE merged_into IS NOT NULL";
    assert_eq!(world.count(merged).await, 0);
}

#[tokio::test]
async fn the_command_lists_joins_and_parts_and_writes_nothing_on_a_dry_run() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let (keep, other) = (world.game_id("1").await, world.game_id("x1").await);
    let (keep, other) = (keep.to_string(), other.to_string());
    command(world, &["list", "--league", "NFL"]).await;
    let merged = "SELECT count(*) FROM games WHERE merged_into IS NOT NULL";
    command(world, &["join", &keep, &other, "--dry-run"]).await;
    assert_eq!(world.count(merged).await, 0);
    command(world, &["join", &keep, &other]).await;
    assert_eq!(world.count(merged).await, 1);
    command(world, &["part", &other]).await;
    assert_eq!(world.count(merged).await, 0);
}

pub(crate) async fn command(world: &World, words: &[&str]) {
    let url = world.database.url(store::Program::Fetcher);
    let words = ["dbsbm-fetcher", "match"].iter().chain(words).copied();
    let words = words.chain(["--database-url", &url]);
    let Command::Match(command) = Cli::parse_from(words).command else {
        panic!("another command");
    };
    runtime::tls::install();
    fetcher::commands::matching::run(&command).await.unwrap();
}

#[tokio::test]
async fn the_archive_of_a_league_and_its_live_season_are_the_same_games() {
    let world = World::new().await;
    let archive = include_bytes!("../../../crates/providers/tests/fixtures/nflverse/games.csv");
    let archive = nflverse::read(archive.as_slice().into()).unwrap();
    world.ingest("nflverse", archive.games).await;
    let games = "SELECT count(*) FROM games";
    let before = world.count(games).await;
    // As the scoreboard has them: another time of the day, and the present name of a team that
    // the archive has by the code of its old town.
    let board = scoreboard(&[
        (
            "1",
            "2031-09-07T17:00Z",
            "Green Bay Packers",
            "Chicago Bears",
        ),
        (
            "2",
            "2031-09-07T20:05Z",
            "Los Angeles Rams",
            "Las Vegas Raiders",
        ),
    ]);
    world.ingest("espn", board.games).await;
    assert_eq!(world.count(games).await, before);
    let same = |reference: &'static str| world.game_id(reference);
    assert_eq!(same("1").await, same("2031_01_CHI_GB").await);
    assert_eq!(same("2").await, same("2031_01_OAK_LA").await);
}

fn scoreboard(games: &[(&str, &str, &str, &str)]) -> FeedAnswer {
    let side = |role: &str, name: &str| {
        json!({
            "homeAway": role,
            "team": { "id": name, "displayName": name, "abbreviation": &name[..3] },
        })
    };
    let events = games.iter().map(|(id, date, home, away)| {
        let status = json!({ "type": {
            "name": "STATUS_SCHEDULED", "state": "pre", "completed": false, "detail": "",
        } });
        json!({
            "id": id, "date": date, "season": { "year": 2031 },
            "competitions": [{
                "status": status,
                "competitors": [side("home", home), side("away", away)],
            }],
        })
    });
    let events: Vec<_> = events.collect();
    let board = json!({ "leagues": [{ "slug": "nfl" }], "events": events });
    espn::read(board.to_string().into(), "NFL").unwrap()
}
