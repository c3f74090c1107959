//! What members look up of leagues and teams: tables, who is out, games by day.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sandbox::{Answer, User};
use serde_json::{Value, json};
use shared::cache::Namespace;
use shared::feed::{
    Availability, CompetitorReport, Injuries, InjuryReport, Roster, RosterPlayer, RosterStatus,
    SeasonRecord, StandingRow, Standings,
};
use shared::id::LeagueId;
use store::feed_requests::{self, CarriedPrices, FeedRequest, Told};
use store::{cache_versions, injuries, rosters, standings};
use testkit::report::league;
use testkit::{FEED, ReportExt, athlete, game, team};

use crate::world::{World, bears_at_home, lions_at_home, soon, stable};

impl World {
    /// The feed tells the table of that season of the NFL, as the fetcher stores it.
    pub(crate) async fn tell_table(&self, season: &str, rows: Vec<StandingRow>) {
        let table = Standings {
            league: league("NFL"),
            season: season.to_owned(),
            rows,
            rejected: Vec::new(),
        };
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let now = self.database.now().await;
        standings::replace(&mut tx, FEED, &table, now)
            .await
            .unwrap();
        let nfl = LeagueId::derive("NFL");
        cache_versions::move_league(&mut tx, nfl, Namespace::LeagueData)
            .await
            .unwrap();
        answered(&mut tx, standings::QUESTION, now).await;
        tx.commit().await.unwrap();
    }

    /// The feed tells who of the NFL may miss games.
    pub(crate) async fn tell_injuries(&self, players: Vec<InjuryReport>) {
        let told = Injuries {
            league: league("NFL"),
            players,
            rejected: Vec::new(),
        };
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let now = self.database.now().await;
        injuries::replace(&mut tx, FEED, &told, now).await.unwrap();
        let nfl = LeagueId::derive("NFL");
        cache_versions::move_league(&mut tx, nfl, Namespace::TeamData)
            .await
            .unwrap();
        answered(&mut tx, injuries::QUESTION, now).await;
        tx.commit().await.unwrap();
    }

    /// The feed lists who plays for a team of the NFL.
    pub(crate) async fn tell_roster(&self, of: &str, players: Vec<RosterPlayer>) {
        let of = team(of);
        let told = Roster {
            league: league("NFL"),
            team: of.reference.clone(),
            players,
            rejected: Vec::new(),
        };
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let now = self.database.now().await;
        let id = of.first_id(FEED, told.league.sport);
        rosters::replace(&mut tx, FEED, id, &told, now)
            .await
            .unwrap();
        let nfl = LeagueId::derive("NFL");
        cache_versions::move_league(&mut tx, nfl, Namespace::TeamData)
            .await
            .unwrap();
        let question = format!("roster {}", of.reference);
        answered(&mut tx, &question, now).await;
        tx.commit().await.unwrap();
    }
}

/// A player on the list of a team.
pub(crate) fn listed(name: &str, at: &str, number: &str, status: RosterStatus) -> RosterPlayer {
    RosterPlayer {
        reference: format!("player/{name}"),
        name: name.to_owned(),
        position: (!at.is_empty()).then(|| at.to_owned()),
        number: (!number.is_empty()).then(|| number.to_owned()),
        status: Some(status),
        born_on: None,
    }
}

async fn answered(tx: &mut sqlx::PgConnection, word: &str, now: chrono::DateTime<chrono::Utc>) {
    let request = FeedRequest {
        provider: FEED.to_owned(),
        feed: feed_requests::about_league("NFL", word),
        asked_at: now,
    };
    let carried = CarriedPrices::default();
    feed_requests::answered(tx, &request, &carried, Told::All)
        .await
        .unwrap();
}

/// A row of a table. `won` and `lost` are games.
pub(crate) fn stands(
    group: &str,
    rank: u16,
    team: CompetitorReport,
    record: [u16; 2],
) -> StandingRow {
    let [won, lost] = record;
    StandingRow {
        group: group.to_owned(),
        rank,
        competitor: team,
        record: SeasonRecord {
            played: Some(won + lost),
            won: Some(won),
            lost: Some(lost),
            drawn: Some(0),
            scored: Some(20 * i32::from(won)),
            conceded: Some(20 * i32::from(lost)),
            streak: Some(-2),
            ..SeasonRecord::default()
        },
    }
}

pub(crate) fn injured(of: &str, name: &str, status: Availability) -> InjuryReport {
    InjuryReport {
        team: team(of),
        player: athlete(name),
        position: Some("QB".to_owned()),
        status,
        note: None,
        said_at: None,
        returns_on: None,
    }
}

async fn ask(who: &User, command: &str, options: Value) -> Answer {
    who.slash("#general", command, options).await.unwrap()
}

async fn said(who: &User, command: &str, options: Value) -> String {
    stable(&ask(who, command, options).await.text())
}

/// The card of the Bears, once what is kept of it has followed.
async fn card_with(world: &World, wanted: &str) -> Answer {
    let ben = world.user("ben");
    let card = async || {
        let card = ask(&ben, "team", json!({ "team": "bears" })).await;
        card.text().contains(wanted).then_some(card)
    };
    world.until(card).await
}

async fn offered(who: &User, command: &str, option: &str, typed: &str) -> Vec<String> {
    let typing = json!({ option: typed });
    let choices = who.autocomplete("#general", command, typing, option).await;
    choices.unwrap().into_iter().map(|it| it.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_shown_by_its_parts_and_again_when_it_has_changed() {
    let world = World::start().await;
    let rows = |won| {
        vec![
            stands("NFC North", 1, team("Bears"), [won, 2]),
            stands("NFC North", 2, team("Packers"), [8, 4]),
            stands("NFC East", 1, team("Jets"), [7, 5]),
        ]
    };
    world.tell_table("2025", rows(1)).await;
    world.tell_table("2026", rows(9)).await;
    let ben = world.user("ben");
    let typed = json!({ "league": "national football league" });
    assert_snapshot!(said(&ben, "standings", typed).await, @"
    **NFL standings** · 2026
    **NFC East**
    `#  W  L   +/-`
    `1  7  5   +40` Jets · L2
    **NFC North**
    `#  W  L   +/-`
    `1  9  2  +140` Bears · L2
    `2  8  4   +80` Packers · L2
    -# From test, checked <R>
    ");

    world.tell_table("2026", rows(10)).await;
    let table = json!({ "league": "nfl" });
    world
        .until(async || {
            let said = said(&ben, "standings", table.clone()).await;
            said.contains("1  10  2").then_some(())
        })
        .await;
    assert_eq!(
        offered(&ben, "standings", "league", "foot").await,
        ["NFL · National Football League"]
    );
    assert_eq!(
        offered(&ben, "standings", "league", "cricket").await,
        ["No league matches that"]
    );
    let unknown = json!({ "league": "NHL" });
    assert_snapshot!(said(&ben, "standings", unknown).await, @r#"
    I don't have standings for "NHL". Choose a league from the list.
    -# CODE
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_table_has_pages_and_a_menu_of_its_parts() {
    let world = World::start().await;
    let rows = ["AFC", "NFC"].into_iter().flat_map(|group| {
        let row = move |rank: u16| {
            let name = format!("{group}{rank}");
            stands(group, rank, team(&name), [20 - rank, rank])
        };
        (1..=16).map(row)
    });
    world.tell_table("2026", rows.collect()).await;
    let ben = world.user("ben");
    let first = ask(&ben, "standings", json!({ "league": "NFL" })).await;
    let message = first.message().unwrap();
    assert!(first.text().contains("AFC16") && !first.text().contains("NFC1"));
    let second = ben.press(message, "Next").await.unwrap();
    assert!(second.text().contains("NFC16"), "{}", second.text());
    let menu = second.message().unwrap();
    let chosen = ben
        .select(menu, "Jump to a division or group", &["0"])
        .await
        .unwrap();
    assert!(chosen.text().contains("AFC16"), "{}", chosen.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_out_is_told_with_the_feeds_words_and_anew_when_that_changes() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let ben = world.user("ben");
    let bears = json!({ "team": "da bears" });
    assert_snapshot!(said(&ben, "injuries", bears.clone()).await, @"None of my sources list injuries for **Chicago Bears**.");

    let mut quinn = injured("Bears", "Quinn Quarterback", Availability::Questionable);
    quinn.note = Some("Knee; limited on *Friday*.".to_owned());
    quinn.said_at = Some(soon(-3));
    let mut otto = injured("Bears", "Otto Out", Availability::Out);
    otto.returns_on = Some(soon(24 * 9).date_naive());
    otto.position = None;
    let packer = injured("Packers", "Paul Packer", Availability::Doubtful);
    world
        .tell_injuries(vec![quinn.clone(), otto.clone(), packer])
        .await;
    let told = world
        .until(async || {
            let said = said(&ben, "injuries", bears.clone()).await;
            said.contains("Quinn").then_some(said)
        })
        .await;
    assert_snapshot!(told, @r#"
    **Chicago Bears** · 2 players listed
    **Out**
    Otto Out · expected back <d>
    **Questionable**
    Quinn Quarterback, QB
    -# Knee; limited on \*Friday\*. · <R>
    -# From test, checked <R>
    "#);

    world.tell_injuries(vec![otto]).await;
    world
        .until(async || {
            let said = said(&ben, "injuries", bears.clone()).await;
            (!said.contains("Quinn")).then_some(())
        })
        .await;
    let packers = json!({ "team": "gb" });
    assert_snapshot!(said(&ben, "injuries", packers).await, @"
    Nobody on **Green Bay Packers** is listed as injured.
    -# From test, checked <R>
    ");
    let nobody = json!({ "team": "wombats" });
    assert_snapshot!(said(&ben, "injuries", nobody).await, @r#"
    No team matches "wombats". Choose one from the list.
    -# CODE
    "#);
    assert_eq!(
        offered(&ben, "injuries", "team", "pack").await,
        ["Green Bay Packers · NFL"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_has_results_times_and_a_bet_where_a_game_is_open() {
    let world = World::start().await;
    let over = game("NFL", "Bears", "Vikings").starts_at(soon(-4));
    let off = game("NFL", "Lions", "Packers").starts_at(soon(3));
    let postponed = off.in_state(shared::game::GameStatus::Postponed);
    let all = |over| [bears_at_home(), lions_at_home(), over, postponed.clone()];
    world.report(&all(over.clone())).await;
    world.report(&all(over.final_score(24, 27))).await;
    let ben = world.user("ben");
    let when = json!({ "league": "NFL", "when": "last-week" });
    let last = said(&ben, "schedule", when).await;
    assert!(last.contains("Vikings 27, Bears 24 · final"), "{last}");

    let month = json!({ "team": "lions", "when": "month" });
    let lions = ask(&ben, "schedule", month).await;
    let text = lions.text();
    assert!(text.contains("Vikings at Lions · NFL"), "{text}");
    assert!(
        text.contains("Packers at Lions · postponed · NFL"),
        "{text}"
    );
    assert!(!text.contains("Bears"), "{text}");
    let prices = ben.press(lions.message().unwrap(), "Bet").await.unwrap();
    assert!(
        prices.text().contains("Vikings at Lions"),
        "{}",
        prices.text()
    );

    assert_snapshot!(said(&ben, "schedule", json!({})).await, @"
    Choose a league or a team to see its games.
    -# CODE
    ");
    let unknown = json!({ "league": "NHL" });
    assert_snapshot!(said(&ben, "schedule", unknown).await, @r#"
    I don't have games for "NHL". Choose a league from the list.
    -# CODE
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_of_many_games_has_pages() {
    let world = World::start().await;
    let names = |number: usize| (format!("Home{number:02}"), format!("Away{number:02}"));
    let games: Vec<_> = (0..20)
        .map(|number| {
            let (home, away) = names(number);
            let minutes = TimeDelta::minutes(i64::try_from(number).unwrap());
            game("NFL", &home, &away).starts_at(soon(30) + minutes)
        })
        .collect();
    world.report(&games).await;
    let ben = world.user("ben");
    let first = ask(&ben, "schedule", json!({ "league": "nfl" })).await;
    assert!(first.text().contains("20 games"), "{}", first.text());
    assert!(first.text().contains("Away07") && !first.text().contains("Away08"));
    let last = ben.press(first.message().unwrap(), "Last").await.unwrap();
    assert!(last.text().contains("Away19") && !last.text().contains("Away15"));
    let back = ben.press(last.message().unwrap(), "Back").await.unwrap();
    assert!(back.text().contains("Away08") && back.text().contains("Away15"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_players_of_a_team_are_listed_by_position_with_who_is_out() {
    let world = World::start().await;
    world.report(&[bears_at_home()]).await;
    let ben = world.user("ben");
    let before = ask(&ben, "team", json!({ "team": "bears" })).await;
    assert!(!before.text().contains("Players"), "nobody has listed them");
    let squad = |extra: &[RosterPlayer]| {
        let mut players = vec![
            listed("Quinn Quarterback", "QB", "00", RosterStatus::Active),
            listed("Otto Out", "QB", "7", RosterStatus::Active),
            listed("Wes Wide", "WR", "81", RosterStatus::PracticeSquad),
            listed("Ira Injured", "WR", "", RosterStatus::InjuredList),
            listed("Nell Nowhere", "", "", RosterStatus::Active),
        ];
        players.extend(extra.iter().cloned());
        players
    };
    world.tell_roster("Bears", squad(&[])).await;
    let out = injured("Bears", "Otto Out", Availability::Out);
    world.tell_injuries(vec![out]).await;
    let card = card_with(&world, "**Players** · 5 listed").await;
    let players = ben.press(card.message().unwrap(), "Players").await.unwrap();
    assert_snapshot!(stable(&players.text()), @"
    **Chicago Bears** · 5 players
    **QB** Otto Out #7 (out), Quinn Quarterback #00
    **WR** Ira Injured (injured list), Wes Wide #81 (practice squad)
    **No position** Nell Nowhere
    -# From test, checked <R>
    ");
    // A page has fifty.
    let many = (0..60).map(|it| {
        let name = format!("Zed Number{it:02}");
        listed(&name, "ZZ", "", RosterStatus::Active)
    });
    let many: Vec<_> = many.collect();
    world.tell_roster("Bears", squad(&many)).await;
    let card = card_with(&world, "**Players** · 65 listed").await;
    let first = ben.press(card.message().unwrap(), "Players").await.unwrap();
    let second = ben.press(first.message().unwrap(), "Next").await.unwrap();
    assert!(second.text().contains("Zed Number59"), "{}", second.text());
    assert!(!second.text().contains("Quinn"), "{}", second.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_shown_on_one_card_that_leads_on() {
    let world = World::start().await;
    let over = game("NFL", "Bears", "Vikings").starts_at(soon(-4));
    world.report(&[bears_at_home(), over.clone()]).await;
    let ended = over.final_score(24, 27);
    world.report(&[bears_at_home(), ended]).await;
    let row = stands("NFC North", 1, team("Bears"), [9, 2]);
    world.tell_table("2026", vec![row]).await;
    let out = injured("Bears", "Otto Out", Availability::Out);
    let doubt = injured("Bears", "Quinn Quarterback", Availability::DayToDay);
    world.tell_injuries(vec![out, doubt]).await;
    let ben = world.user("ben");
    let card = ask(&ben, "team", json!({ "team": "chicago" })).await;
    assert_snapshot!(stable(&card.text()), @"
    **Chicago Bears** · NFL
    No. 1 in NFC North, 2026 · 9-2
    **Last games**
    Vikings 27, Bears 24 · final · <d>
    **Next**
    **Packers at Bears** · NFL · <f> (<R>)
    **Injuries** · 1 out, 1 in doubt
    ");
    for (button, leads_to) in [
        ("Injuries", "Otto Out"),
        ("Schedule", "Packers at Bears"),
        ("Standings", "NFL standings"),
        ("Bet", "Prices from"),
    ] {
        let card = ask(&ben, "team", json!({ "team": "bears" })).await;
        let answer = ben.press(card.message().unwrap(), button).await.unwrap();
        assert!(answer.text().contains(leads_to), "{}", answer.text());
    }
}
