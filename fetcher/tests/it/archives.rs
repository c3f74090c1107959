//! Whole archives, backfilled and settled by the real rules over what is stored. The counts were
//! worked out from the files elsewhere; where ours differ, the test says by which rows.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use fetcher::commands::backtest::Counted;
use fetcher::config::Pick;
use grading::HouseRules;
use grading::flat::FlatStakes;
use shared::competitor::{Lead, Role};
use shared::game::{GameResult, GameStatus, Period};
use shared::grade::LegOutcome;
use shared::market::{MarketKey, MarketKind, Selection, Side};
use store::backtest;

use crate::backfill::{corpus, counted, take};
use crate::world::World;

const MONEYLINE: MarketKind = MarketKind::Moneyline2;
const SPREAD: MarketKind = MarketKind::Spread;
const TOTAL: MarketKind = MarketKind::Total;

/// Won, pushed, lost, void.
fn four(flat: &FlatStakes) -> (u64, u64, u64, u64) {
    let counts = flat.counts();
    assert_eq!(
        (counts.half_won, counts.half_lost, counts.dead_heat),
        (0, 0, 0)
    );
    (counts.won, counts.push, counts.lost, counts.void)
}

#[expect(clippy::print_stdout, reason = "the counts are for reading")]
fn tell(what: &str, counted: &Counted) {
    println!("{what}: {:?}", four(&counted.all));
    for (status, flat) in &counted.ended {
        println!("  of them {status}: {:?}", four(flat));
    }
    println!(
        "  void by {:?}, left out {:?}",
        counted.voids, counted.ungradable
    );
}

/// A world with one archive in it.
async fn world_of(provider: &str, files: &[&str]) -> Option<World> {
    let corpus = corpus(provider)?.join("datasets");
    let files: Vec<_> = files.iter().map(|it| corpus.join(it)).collect();
    let world = World::new().await;
    let began = Instant::now();
    take(&world, provider, &files).await;
    told(provider, began);
    Some(world)
}

#[expect(clippy::print_stdout, reason = "how long it took is for reading")]
fn told(provider: &str, began: Instant) {
    println!("{provider} in {:.1} s", began.elapsed().as_secs_f64());
}

async fn on(world: &World, league: &str, kind: MarketKind, pick: Pick, from: &str) -> Counted {
    let counted = counted(world, league, (kind, pick), from).await;
    tell(&format!("{league} {kind} {pick} at {from}"), &counted);
    counted
}

/// The results of a league, graded by a market that nobody priced.
async fn graded(
    world: &World,
    code: &str,
    (kind, period, side): (MarketKind, Period, Side),
    wanted: impl Fn(&GameResult) -> bool,
) -> BTreeMap<&'static str, u64> {
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let league = backtest::league(&mut connection, code)
        .await
        .unwrap()
        .unwrap();
    let rules = HouseRules::new(league.sport, code);
    let mut counts = BTreeMap::new();
    let each = backtest::each_result(&mut connection, league.id, &[], |result| {
        if !wanted(&result) {
            return;
        }
        let key = MarketKey::of_game(result.game, kind, period, None);
        let selection = Selection::of(&key, side).unwrap();
        let word = match grading::grade(&rules, &selection, &result) {
            Ok(grade) => grade.outcome.word(),
            Err(_) => "not told",
        };
        *counts.entry(word).or_insert(0) += 1;
    });
    each.await.unwrap();
    counts
}

const fn all(_: &GameResult) -> bool {
    true
}

fn known<const N: usize>(reasons: [(&str, i64); N]) -> BTreeMap<String, i64> {
    reasons.map(|(it, n)| (it.to_owned(), n)).into()
}

/// How many rows and markets were refused and kept, by what begins the reason.
async fn refused(world: &World) -> BTreeMap<String, i64> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT split_part(one, ':', 1), count(*)
         FROM kept_answers, regexp_split_to_table(reason, '; ') AS one GROUP BY 1",
    )
    .fetch_all(&world.database.owner)
    .await
    .unwrap();
    rows.into_iter().collect()
}

const WON: LegOutcome = LegOutcome::Won;
const LOST: LegOutcome = LegOutcome::Lost;
const PUSH: LegOutcome = LegOutcome::Push;
const VOID: LegOutcome = LegOutcome::Void;

fn outcomes<const N: usize>(known: [(LegOutcome, u64); N]) -> BTreeMap<&'static str, u64> {
    known.into_iter().map(|(it, n)| (it.word(), n)).collect()
}

#[tokio::test]
#[ignore = "half a minute: scripts/show-archives"]
async fn thirteen_seasons_of_basketball_settle_as_they_were_counted_elsewhere() {
    let Some(world) = world_of("sbr", &["nba/nba_2008_2020.csv"]).await else {
        return;
    };
    // The file has one more, of 26 December 2012: level at 95, which a game of basketball cannot
    // end. Its favourite did not cover, and it was under.
    assert_eq!(world.count("SELECT count(*) FROM games").await, 16_663);
    let favourite = on(&world, "NBA", SPREAD, Pick::Favourite, "sbr").await;
    // 217 lines are zero, of which the file names one side all the same, by no rule that its
    // prices follow: 90 of those covered and 127 did not. With them it is 8,170, 285 and 8,207.
    assert_eq!(four(&favourite.all), (8_170 - 90, 285, 8_207 - 127, 0));
    assert_eq!(favourite.level.counts().all(), 217);
    assert_eq!(named_all_the_same(&world).await, (90, 127));
    let over = on(&world, "NBA", TOTAL, Pick::Side(Side::Over), "sbr").await;
    assert_eq!(four(&over.all), (8_145, 220, 8_298, 0));
    let under = on(&world, "NBA", TOTAL, Pick::Side(Side::Under), "sbr").await;
    assert_eq!(four(&under.all), (8_298, 220, 8_145, 0));
}

/// How often the side covered that the file names as the favourite at a line of zero, and how
/// often it did not: row by row.
async fn named_all_the_same(world: &World) -> (u64, u64) {
    let file = corpus("nba")
        .unwrap()
        .join("datasets/nba/nba_2008_2020.csv");
    let text = tokio::fs::read_to_string(file).await.unwrap();
    let mut rows = text.lines().map(|it| it.split(',').collect::<Vec<_>>());
    let columns = rows.next().unwrap();
    let place = |name| columns.iter().position(|it| *it == name).unwrap();
    let parts = ["date", "away", "home", "whos_favored"].map(place);
    let named: BTreeMap<_, _> = rows
        .map(|row| {
            let [date, away, home, named] = parts.map(|it| row[it]);
            (format!("nba/{date}/{away}/{home}"), named == "home")
        })
        .collect();
    let level: Vec<(String, i32)> = sqlx::query_as(
        "SELECT r.reference, (
             SELECT sum(CASE s.role WHEN 'home' THEN s.points ELSE -s.points END)::int
             FROM result_scores s WHERE s.game_id = r.game_id AND s.period = 'full')
         FROM markets m JOIN game_refs r ON r.game_id = m.game_id
         WHERE m.kind = 'spread' AND m.line = 0",
    )
    .fetch_all(&world.database.owner)
    .await
    .unwrap();
    let covered = level
        .iter()
        .filter(|(game, lead)| (*lead > 0) == named[game]);
    let covered = covered.count();
    (covered as u64, (level.len() - covered) as u64)
}

/// The points of both sides in a period: home, away.
fn points(result: &GameResult, period: Period) -> Option<(i32, i32)> {
    let of = |role| {
        let mut scores = result.scores.iter();
        let found = scores.find(|it| (it.period, it.role) == (period, role));
        found.map(|it| it.points)
    };
    Some((of(Role::Home)?, of(Role::Away)?))
}

fn is_level_after_sixty_minutes(result: &GameResult) -> bool {
    let thirds = (1..=3).map(|it| points(result, Period::Third(it)).unwrap());
    let (home, away) = thirds.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    home == away
}

#[tokio::test]
async fn a_season_on_the_ice_is_two_way_with_overtime_and_three_way_without() {
    let Some(world) = world_of("sbr", &["nhl/sbr_nhl_odds_2017-18.xlsx"]).await else {
        return;
    };
    assert_eq!(world.count("SELECT count(*) FROM games").await, 1_355);
    assert_eq!(refused(&world).await, BTreeMap::new());
    let home = on(&world, "NHL", MONEYLINE, Pick::Side(Side::Home), "sbr").await;
    assert_eq!(four(&home.all), (757, 0, 598, 0));
    let favourite = on(&world, "NHL", MONEYLINE, Pick::Favourite, "sbr").await;
    assert_eq!(four(&favourite.all), (801, 0, 554, 0));
    let puck_line = on(&world, "NHL", SPREAD, Pick::Side(Side::Home), "sbr").await;
    assert_eq!(four(&puck_line.all), (579, 0, 776, 0));
    let over = on(&world, "NHL", TOTAL, Pick::Side(Side::Over), "sbr").await;
    assert_eq!(four(&over.all), (664, 50, 641, 0));

    // The same games in sixty minutes: 306 are level then.
    let regulation = |side| (MarketKind::Moneyline3, Period::Regulation, side);
    let home = graded(&world, "NHL", regulation(Side::Home), all).await;
    assert_eq!(home, outcomes([(WON, 585), (LOST, 770)]));
    let draw = graded(&world, "NHL", regulation(Side::Draw), all).await;
    assert_eq!(draw, outcomes([(WON, 306), (LOST, 1_049)]));
    let away = graded(&world, "NHL", regulation(Side::Away), all).await;
    assert_eq!(away, outcomes([(WON, 464), (LOST, 891)]));

    // And those 306 by themselves: somebody wins two ways, nobody three ways.
    let level = is_level_after_sixty_minutes;
    let two_way = (MONEYLINE, Period::Full, Side::Home);
    let home = graded(&world, "NHL", two_way, level).await;
    assert_eq!(home, outcomes([(WON, 172), (LOST, 134)]));
    let draw = graded(&world, "NHL", regulation(Side::Draw), level).await;
    assert_eq!(draw, outcomes([(WON, 306)]));
    for side in [Side::Home, Side::Away] {
        let lost = graded(&world, "NHL", regulation(side), level).await;
        assert_eq!(lost, outcomes([(LOST, 306)]));
    }
}

#[tokio::test]
#[ignore = "half a minute: scripts/show-archives"]
async fn five_seasons_of_baseball_settle_but_for_finals_that_are_level() {
    let Some(world) = world_of("sbr", &["mlb/sbr_mlb_odds_2014_2018.csv"]).await else {
        return;
    };
    // No game ends level, and how one that was stopped went on is not told: 13 of 12,319.
    assert_eq!(world.count("SELECT count(*) FROM games").await, 12_306);
    // And eight markets: two moneylines at -219.5, a run line that is the same for both sides, one
    // at prices that lose whoever takes them, four totals of a hundred runs and more.
    let reasons = [
        ("level", 13),
        ("overround", 1),
        ("run line", 1),
        ("total", 4),
        ("vis_ml_close", 2),
    ];
    assert_eq!(refused(&world).await, known(reasons));
    // 6,574 and 5,732, favourites 6,972 and 5,066, but for those two.
    let home = on(&world, "MLB", MONEYLINE, Pick::Side(Side::Home), "sbr").await;
    assert_eq!(four(&home.all), (6_573, 0, 5_731, 0));
    let favourite = on(&world, "MLB", MONEYLINE, Pick::Favourite, "sbr").await;
    assert_eq!(four(&favourite.all), (6_971, 0, 5_065, 0));
    assert_eq!(favourite.level.counts().all(), 268);
    let run_line = on(&world, "MLB", SPREAD, Pick::Side(Side::Home), "sbr").await;
    assert_eq!(four(&run_line.all), (5_686, 0, 6_618, 0));
    let over = on(&world, "MLB", TOTAL, Pick::Side(Side::Over), "sbr").await;
    // 5,919 lost, but for those four.
    assert_eq!(four(&over.all), (5_777, 610, 5_915, 0));
}

#[tokio::test]
async fn two_seasons_of_tennis_void_walkovers_and_what_was_given_up_before_a_set() {
    let files = ["tennis/atp_2015.xlsx", "tennis/atp_2016.xlsx"];
    let Some(world) = world_of("tennis_data", &files).await else {
        return;
    };
    let status = |it| format!("SELECT count(*) FROM results WHERE status = '{it}'");
    assert_eq!(world.count(&status("final")).await, 5_047);
    assert_eq!(world.count(&status("retired")).await, 175);
    assert_eq!(world.count(&status("walkover")).await, 26);
    // 8 of the 5,256 rows state other sets than they list.
    assert_eq!(refused(&world).await.get("sets"), Some(&8));

    let home = (MONEYLINE, Period::Full, Side::Home);
    let finals = graded(&world, "ATP", home, |it| it.status == GameStatus::Final).await;
    assert_eq!(finals, outcomes([(WON, 2_461), (LOST, 2_586)]));
    // In 140 of the 175 a full set had been played; of the other 35 nothing stands.
    let retired = graded(&world, "ATP", home, |it| it.status == GameStatus::Retired).await;
    assert_eq!(retired, outcomes([(WON, 79), (LOST, 61), (VOID, 35)]));
    let walkovers = graded(&world, "ATP", home, |it| it.status == GameStatus::Walkover).await;
    assert_eq!(walkovers, outcomes([(VOID, 26)]));

    let away = (MONEYLINE, Period::Full, Side::Away);
    let away = graded(&world, "ATP", away, all).await;
    assert_eq!(
        away,
        outcomes([(WON, 2_586 + 61), (LOST, 2_461 + 79), (VOID, 35 + 26)])
    );
}

#[tokio::test]
async fn fifteen_years_of_fights_settle_on_who_won() {
    let Some(world) = world_of("ufc", &["ufc/ufc_2010_2024.csv"]).await else {
        return;
    };
    assert_eq!(world.count("SELECT count(*) FROM results").await, 6_541);
    let red = (MONEYLINE, Period::Full, Side::Home);
    let red = graded(&world, "UFC", red, all).await;
    assert_eq!(red, outcomes([(WON, 3_795), (LOST, 2_746)]));
    // Ten fights that end in a round which they do not have keep their winner; 23 moneylines have
    // one side only, and 11 are no bookmaker's.
    let reasons = [("incomplete", 23), ("overround", 11), ("rounds", 10)];
    assert_eq!(refused(&world).await, known(reasons));
    // 4,101 and 2,087 but for those 11; 215 fights have no price at all.
    let favourite = on(&world, "UFC", MONEYLINE, Pick::Favourite, "ufc_archive").await;
    assert_eq!(four(&favourite.all), (4_101 - 8, 0, 2_087 - 3, 0));
}

/// The archive holds no fight that nobody won. A file of its form does, written by hand.
const FIGHTS: &str = "../crates/providers/tests/fixtures/ufc/fights.csv";

#[tokio::test]
async fn a_draw_gives_the_stake_back_two_ways_and_wins_three_ways_and_no_contest_is_void() {
    let world = World::new().await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FIGHTS);
    take(&world, "ufc", &[file]).await;
    let red = on(
        &world,
        "UFC",
        MONEYLINE,
        Pick::Side(Side::Home),
        "ufc_archive",
    )
    .await;
    assert_eq!(four(&red.all), (2, 1, 2, 1));
    let full = |side| (MarketKind::Moneyline3, Period::Full, side);
    let draw = graded(&world, "UFC", full(Side::Draw), all).await;
    assert_eq!(draw, outcomes([(WON, 1), (LOST, 5), (VOID, 1)]));
    let red = graded(&world, "UFC", full(Side::Home), all).await;
    assert_eq!(red, outcomes([(WON, 3), (LOST, 3), (VOID, 1)]));
    let drawn = |it: &GameResult| {
        let winner = it.facts.ending.and_then(|it| it.winner);
        winner == Some(Lead::Draw)
    };
    let two_way = (MONEYLINE, Period::Full, Side::Away);
    let drawn = graded(&world, "UFC", two_way, drawn).await;
    assert_eq!(drawn, outcomes([(PUSH, 1)]));
}

#[tokio::test]
async fn of_a_dirty_archive_what_is_wrong_is_kept_with_a_reason_and_never_graded() {
    let Some(world) = world_of("sbr", &["nfl/sbr_nfl_2011_2021_dirty.json"]).await else {
        return;
    };
    // By row: each is taken whole or not at all.
    let reasons = [
        ("favourite", 14),
        ("overround", 4),
        ("scores", 4),
        ("spread", 260),
        ("team", 11),
    ];
    assert_eq!(refused(&world).await, known(reasons));
    assert_eq!(known(reasons).values().sum::<i64>(), 293);
    assert_eq!(world.count("SELECT count(*) FROM games").await, 2_956 - 293);
    // Nothing that stands has a line that no game has.
    let wide = "SELECT count(*) FROM markets WHERE kind = 'spread' AND abs(line) > 100";
    assert_eq!(world.count(wide).await, 0);
    let places: Vec<String> = sqlx::query_scalar("SELECT place FROM kept_answers")
        .fetch_all(&world.database.owner)
        .await
        .unwrap();
    assert!(places.iter().all(|it| it.starts_with("row ")), "{places:?}");
    let home = on(&world, "NFL", SPREAD, Pick::Side(Side::Home), "sbr").await;
    let over = on(&world, "NFL", TOTAL, Pick::Side(Side::Over), "sbr").await;
    assert_eq!(home.all.counts().all(), 2_663);
    assert_eq!(over.all.counts().all(), 2_663);
    assert_eq!((home.ungradable.len(), over.ungradable.len()), (0, 0));
}
