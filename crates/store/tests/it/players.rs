//! Players whom one feed knows by an id and another by a name alone: joined within the two teams of
//! a game, by the whole name, or not at all.

use shared::competitor::Role;
use shared::facts::PlayerLine;
use shared::feed::{CompetitorReport, GameReport};
use shared::game::GameStatus;
use shared::id::CompetitorId;
use shared::market::{MarketKind, Side};
use store::board;
use testkit::person::{athlete_id, players};
use testkit::{ReportExt, World, athlete, game, quote};

const BEARS: [&str; 2] = ["Bears", "Packers"];

/// The feed that has prices, and knows players by name.
const BY_NAME: &str = "odds";

/// Two teams against each other whom every feed knows by our names.
fn meeting([home, away]: [&str; 2]) -> GameReport {
    let mut report = game("NFL", home, away);
    for participant in &mut report.participants {
        let team = &mut participant.competitor;
        team.slug = Some(team.name.to_lowercase());
    }
    report
}

/// A game whose box score has these players on the home and on the away side.
fn box_score(world: &World, home: &[&str], away: &[&str]) -> GameReport {
    box_score_of(BEARS, world, home, away)
}

fn box_score_of(teams: [&str; 2], world: &World, home: &[&str], away: &[&str]) -> GameReport {
    let all: Vec<&str> = home.iter().chain(away).copied().collect();
    let line = |role| {
        move |name: &&str| PlayerLine {
            id: athlete_id("NFL", name),
            role,
            played: true,
            started: true,
            statistics: [("receptions".to_owned(), 5)].into(),
        }
    };
    let home = home.iter().map(line(Role::Home));
    let lines = home.chain(away.iter().map(line(Role::Away)));
    let over = meeting(teams)
        .named(&format!("{} before", teams[0]))
        .with_players(&all);
    let over = over.starts_at(world.at(-24));
    over.final_score(24, 17)
        .with_facts(players(lines.collect()))
}

/// The next game of the same two, with prices about these players by name.
fn priced(world: &World, names: &[&str]) -> GameReport {
    priced_of(BEARS, world, names)
}

fn priced_of(teams: [&str; 2], world: &World, names: &[&str]) -> GameReport {
    let mut next = meeting(teams).starts_at(world.at(26));
    let named = names.iter().map(|it| CompetitorReport {
        reference: CompetitorReport::by_name(&format!("{}/{it}", teams[0])),
        ..athlete(it)
    });
    next.players = named.collect();
    let sport = next.league.sport;
    for player in &next.players {
        for side in [Side::Over, Side::Under] {
            let mut price = quote(MarketKind::PlayerTotal, Some("4.5"), side, -110);
            price.subject = Some(player.first_id(BY_NAME, sport));
            price.statistic = Some("receptions".to_owned());
            next.quotes.push(price);
        }
    }
    next
}

/// Whom the prices on offer are about.
async fn offered(world: &World) -> Vec<String> {
    let sql = "SELECT DISTINCT c.name || ' ' || c.named_by FROM quotes q
        JOIN selections s USING (selection_id) JOIN markets m USING (market_id)
        JOIN competitors c ON c.competitor_id = m.subject ORDER BY 1";
    let found = sqlx::query_scalar(sql).fetch_all(&world.database.owner);
    found.await.unwrap()
}

#[tokio::test]
async fn a_name_is_joined_to_the_one_player_of_the_two_teams_who_has_it() {
    let world = World::new().await;
    world
        .report(box_score(&world, &["Ana Núñez"], &["Kay Orr"]))
        .await;
    let done = world
        .ingest(
            BY_NAME,
            priced(&world, &["Ana Nunez", "Kay Orr", "Lou Moss"]),
        )
        .await;
    assert_eq!(
        done.unmatched, 2,
        "two prices about somebody whom nobody knows"
    );
    assert_eq!(offered(&world).await, ["Ana Núñez test", "Kay Orr test"]);

    // What the box score says later is about the same player.
    let id = world.game_id("bears-packers").await;
    let all = board::game(&world.database.bot, id).await.unwrap().unwrap();
    assert!(
        all.quotes
            .iter()
            .any(|it| it.selection.subject == Some(athlete_id("NFL", "Ana Núñez")))
    );

    let again = world
        .ingest(
            BY_NAME,
            priced(&world, &["Ana Nunez", "Kay Orr", "Lou Moss"]),
        )
        .await;
    assert_eq!((again.unmatched, again.changes.total()), (2, 0));
}

#[tokio::test]
async fn of_two_who_have_a_name_nobody_is_meant() {
    let world = World::new().await;
    // One on either side: the name alone does not say which.
    let mut both = box_score(&world, &["Sam Poe"], &["Kay Orr"]);
    let other = CompetitorReport {
        reference: "another sam".to_owned(),
        ..athlete("Sam Poe")
    };
    let sport = both.league.sport;
    both.facts.players.push(PlayerLine {
        id: other.first_id(testkit::FEED, sport),
        role: Role::Away,
        ..both.facts.players[0].clone()
    });
    both.facts.players.sort_by_key(|it| it.id);
    both.players.push(other);
    world.report(both).await;
    let done = world
        .ingest(BY_NAME, priced(&world, &["Sam Poe", "Kay Orr"]))
        .await;
    assert_eq!(done.unmatched, 2);
    assert_eq!(offered(&world).await, ["Kay Orr test"]);
}

#[tokio::test]
async fn two_feeds_with_ids_of_their_own_mean_the_same_player_of_a_team() {
    let world = World::new().await;
    world
        .report(box_score(&world, &["Ana Núñez"], &["Kay Orr"]))
        .await;
    let other = box_score(&world, &["Ana Nunez"], &["Kay Orr"]);
    world
        .report_from("second", with_ids_of_its_own(other))
        .await;
    assert_eq!(athletes(&world).await, ["Ana Núñez", "Kay Orr"]);
}

/// A box score of one player on either side as the feed `second` has it.
fn with_ids_of_its_own(mut report: GameReport) -> GameReport {
    let sport = report.league.sport;
    let roles = [Role::Home, Role::Away];
    let lines = report.facts.players.iter_mut().zip(&mut report.players);
    for (number, ((line, player), role)) in (1..).zip(lines.zip(roles)) {
        player.reference = format!("id/{number}");
        (line.id, line.role) = (player.first_id("second", sport), role);
    }
    report.facts.players.sort_by_key(|it| it.id);
    report
}

/// Everybody who is known, by name.
async fn athletes(world: &World) -> Vec<String> {
    let athletes = "SELECT name FROM competitors WHERE kind = 'athlete' ORDER BY 1";
    let athletes = sqlx::query_scalar(athletes).fetch_all(&world.database.owner);
    athletes.await.unwrap()
}

#[tokio::test]
async fn a_letter_stands_for_the_first_name_of_the_one_player_who_has_it() {
    let world = World::new().await;
    let box_score = box_score(&world, &["N. Suzuki", "J. Hughes"], &["Jim Hughes"]);
    world.report(box_score).await;
    let done = world
        .ingest(BY_NAME, priced(&world, &["Nick Suzuki", "Jack Hughes"]))
        .await;
    assert_eq!(done.unmatched, 2, "either Hughes has that letter");
    // And is called by the name in full from then on.
    assert_eq!(offered(&world).await, ["Nick Suzuki test"]);
}

#[tokio::test]
async fn of_two_names_for_which_one_letter_could_stand_neither_is_meant() {
    let world = World::new().await;
    world
        .report(box_score(&world, &["J. Hughes"], &["Kay Orr"]))
        .await;
    let done = world
        .ingest(BY_NAME, priced(&world, &["Jack Hughes", "Jim Hughes"]))
        .await;
    assert_eq!(done.unmatched, 4);
    assert_eq!(offered(&world).await, [""; 0]);
}

#[tokio::test]
async fn a_name_in_full_takes_the_place_of_its_letter_and_keeps_it() {
    let world = World::new().await;
    let short = box_score(&world, &["N. Suzuki"], &["K. Orr"]);
    world.report(&short).await;
    assert_eq!(athletes(&world).await, ["K. Orr", "N. Suzuki"]);
    let full = box_score(&world, &["Nick Suzuki"], &["Lou Moss"]);
    world.report_from("second", with_ids_of_its_own(full)).await;
    let known = ["K. Orr", "Lou Moss", "Nick Suzuki"];
    assert_eq!(athletes(&world).await, known);
    let later = short.named("later").starts_at(world.at(24));
    let again = world.report(later).await;
    assert_eq!(again.changes.competitors, 2, "on which day they were seen");
    assert_eq!(athletes(&world).await, known);
}

#[tokio::test]
async fn the_main_markets_of_a_feed_take_down_no_price_about_a_player() {
    let world = World::new().await;
    world
        .report(box_score(&world, &["Ana Núñez"], &["Kay Orr"]))
        .await;
    let next = priced(&world, &["Kay Orr"]);
    let ask = |feed: &str| store::feed_requests::FeedRequest {
        provider: BY_NAME.to_owned(),
        feed: feed.to_owned(),
        asked_at: shared::testing::noon(),
    };
    let mut main = next.moneyline(-110, -110);
    main.quotes.retain(|it| it.subject.is_none());
    main.players.clear();
    assert_eq!(main.status, GameStatus::Scheduled);
    for (feed, report) in [("main", &main), ("players", &next), ("main", &main)] {
        let mut tx = world.database.fetcher.begin().await.unwrap();
        let now = store::leases::check(&mut tx, &world.lease).await.unwrap();
        let policy = grading::decide::Policy::default();
        let reports = std::slice::from_ref(report);
        let asked = ask(feed);
        let done = services::results::ingest_part(&mut tx, &asked, reports, &policy, now);
        done.await.unwrap();
        tx.commit().await.unwrap();
    }
    let on_offer = "SELECT count(*) FROM quotes WHERE taken_down_at IS NULL";
    let on_offer: i64 = sqlx::query_scalar(on_offer)
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    assert_eq!(on_offer, 4, "two of either");
}

#[tokio::test]
async fn the_same_name_in_another_game_is_another_player() {
    let world = World::new().await;
    world
        .report(box_score(&world, &["Josh Poe"], &["Kay Orr"]))
        .await;
    let lions = ["Lions", "Vikings"];
    let mut other = box_score_of(lions, &world, &["Josh Poe"], &["Lou Moss"]);
    let sport = other.league.sport;
    let [before, after] = ["josh poe", "josh poe of detroit"].map(|reference| CompetitorReport {
        reference: reference.to_owned(),
        ..athlete("Josh Poe")
    });
    other.players[0] = after.clone();
    for line in &mut other.facts.players {
        if line.id == before.first_id(testkit::FEED, sport) {
            line.id = after.first_id(testkit::FEED, sport);
        }
    }
    other.facts.players.sort_by_key(|it| it.id);
    world.report(other).await;
    for teams in [BEARS, lions] {
        let done = world
            .ingest(BY_NAME, priced_of(teams, &world, &["Josh Poe"]))
            .await;
        assert_eq!(done.unmatched, 0);
    }
    let about = "SELECT DISTINCT g.home, m.subject FROM markets m JOIN (
          SELECT gc.game_id, c.short_name AS home FROM game_competitors gc
          JOIN competitors c USING (competitor_id) WHERE gc.role = 'home') g USING (game_id)
        ORDER BY 1";
    let about: Vec<(String, CompetitorId)> = sqlx::query_as(about)
        .fetch_all(&world.database.owner)
        .await
        .unwrap();
    let expected = [("Bears", before), ("Lions", after)];
    let expected = expected.map(|(team, it)| (team.to_owned(), it.first_id(testkit::FEED, sport)));
    assert_eq!(about, expected);
}
