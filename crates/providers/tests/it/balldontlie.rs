//! BALLDONTLIE: words that each league has of its own, zero that is written as null, and what is
//! asked for when it is paid for.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use providers::balldontlie::{
    Balldontlie, NAME, read, read_odds, read_players, read_props, read_stats,
};
use providers::http::{Http, Limits};
use providers::{FeedQuery, Provider, QueryKind};
use serde_json::{Value, json};
use shared::competitor::Role;
use shared::feed::{GameReport, QuoteReport, Rejected};
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};
use shared::testing::MockClock;
use wiremock::matchers::{header, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{corpus, file, fixture, game, points, quotes};

const SECRET: &str = "hunter2hunter2";

fn reasons(rejected: &[Rejected]) -> Vec<&str> {
    rejected.iter().map(|it| it.reason.as_str()).collect()
}

fn score(game: &GameReport) -> Option<(i32, i32)> {
    let of = |role| points(&game.scores, Period::Full, role);
    of(Role::Home).zip(of(Role::Away))
}

#[test]
fn each_league_has_words_of_its_own_for_where_a_game_stands() {
    let wnba = read(&fixture("balldontlie/games.json"), "WNBA").unwrap();
    let told = |it: &GameReport| (it.reference.clone(), it.status, score(it));
    let row = |id: &str, status, score| (id.to_owned(), status, score);
    assert_eq!(
        wnba.games.iter().map(told).collect::<Vec<_>>(),
        [
            row("31", GameStatus::Final, Some((80, 85))),
            row("32", GameStatus::Live, Some((40, 38))),
            row("33", GameStatus::Scheduled, None),
            row("35", GameStatus::Final, None),
        ]
    );
    assert_eq!(
        reasons(&wnba.rejected),
        [
            "contradiction: it is over, and was never played",
            "contradiction: it is over at 70-70",
        ]
    );
    let slug = game(&wnba.games, "31")
        .side(Role::Home)
        .unwrap()
        .slug
        .clone();
    assert_eq!(slug.as_deref(), Some("seattle-storm"));
    let nba = read(&fixture("balldontlie/nba.json"), "NBA").unwrap();
    let over = game(&nba.games, "41");
    assert_eq!(told(over), row("41", GameStatus::Final, Some((120, 117))));
    assert_eq!(over.starts_at.to_rfc3339(), "2031-11-11T00:30:00+00:00");
    let ahead = game(&nba.games, "42");
    assert_eq!(ahead.starts_at.to_rfc3339(), "2031-11-12T01:00:00+00:00");
    assert_eq!(nba.rejected[0].unknown_code.as_deref(), Some("Moved"));
    let nfl = read(&fixture("balldontlie/nfl.json"), "NFL").unwrap();
    let statuses = nfl.games.iter().map(|it| it.status);
    assert_eq!(
        statuses.collect::<Vec<_>>(),
        [GameStatus::Final, GameStatus::Live, GameStatus::Scheduled]
    );
    assert_eq!(
        score(&nfl.games[0]),
        Some((20, 20)),
        "a tie of football is one"
    );
}

#[test]
fn a_figure_that_is_missing_is_nought_for_who_played_and_nothing_for_who_did_not() {
    let players = read_stats(&fixture("balldontlie/stats.json")).unwrap();
    let line = |name: &str| {
        let mut lines = players.lines.iter();
        &lines.find(|it| it.0.short_name == name).unwrap().2
    };
    let figures = |name: &str| {
        let of = |it: &str| line(name).statistics.get(it).copied();
        [of("points"), of("steals"), of("points_rebounds_assists")]
    };
    assert_eq!(figures("Lark"), [Some(19), Some(0), Some(23)]);
    assert_eq!(figures("Wren"), [Some(0), Some(0), Some(0)]);
    assert_eq!((line("Heron").played, figures("Heron")), (false, [None; 3]));
    assert_eq!(
        players.rejected,
        ["Di Finch: minutes, and no figure at all"]
    );
}

/// The game of the fixture that is to come, with its prices.
fn priced() -> (GameReport, Vec<Rejected>) {
    let mut games = read(&fixture("balldontlie/games.json"), "WNBA")
        .unwrap()
        .games;
    let (refused, next) = read_odds(&fixture("balldontlie/odds.json"), &mut games).unwrap();
    assert_eq!(next, None);
    let game = game(&games, "33").clone();
    (game, refused)
}

#[test]
fn prices_are_those_from_before_the_start_and_of_lines_that_mirror_each_other() {
    let (game, refused) = priced();
    assert_eq!(game.check(NAME), Ok(()));
    let spread = quotes(&game, MarketKind::Spread, Side::Home);
    assert_eq!(spread.len(), 1);
    assert_eq!(spread[0].line.unwrap().signed().to_string(), "-4.5");
    assert_eq!(spread[0].bookmaker_name, "DraftKings");
    assert_eq!(quotes(&game, MarketKind::Moneyline2, Side::Away).len(), 2);
    assert_eq!(quotes(&game, MarketKind::Total, Side::Over).len(), 1);
    assert_eq!(
        reasons(&refused),
        [
            "odds: FanDuel: contradiction: the spread is -4.5 at home and +5.5 away",
            "odds: DraftKings: in play: the price is from after the start",
        ]
    );
}

#[test]
fn a_prop_has_two_sides_and_is_about_somebody_whose_name_is_known() {
    let names = read_players(&fixture("balldontlie/players.json")).unwrap();
    let (mut game, _) = priced();
    let refused = read_props(&fixture("balldontlie/props.json"), &names, &mut game).unwrap();
    assert_eq!(game.check(NAME), Ok(()));
    let over = quotes(&game, MarketKind::PlayerTotal, Side::Over);
    assert_eq!(over.len(), 1);
    assert_eq!(over[0].statistic.as_deref(), Some("assists"));
    assert_eq!(game.players.len(), 1);
    assert_eq!(game.players[0].name, "Bo Wren");
    assert_eq!(
        reasons(&refused),
        [
            "incomplete: points of player 62 has one side only",
            "player 65 has no name",
            "unknown market \"dunks\"",
        ]
    );
}

struct World {
    server: MockServer,
    feed: Balldontlie,
}

impl World {
    async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let limits = Limits {
            paced: false,
            tries_max: 1,
            ..Limits::default()
        };
        let clock = MockClock::at("2031-07-11T20:30:00Z".parse().unwrap());
        let http = Arc::new(Http::new(limits, Arc::new(clock)).unwrap());
        let server = MockServer::start().await;
        let feed = Balldontlie::new(http, Some(server.uri()), SECRET.into());
        Self { server, feed }
    }

    async fn answers(&self, at: &str, body: Bytes) {
        Mock::given(path(at))
            .and(header("authorization", SECRET))
            .respond_with(ResponseTemplate::new(200).set_body_bytes(body))
            .mount(&self.server)
            .await;
    }

    async fn asked(&self) -> Vec<String> {
        let requests = self.server.received_requests().await.unwrap();
        requests.iter().map(|it| it.url.path().to_owned()).collect()
    }
}

fn july(kind: QueryKind) -> FeedQuery {
    let moment = |it: &str| it.parse::<DateTime<Utc>>().unwrap();
    let span = moment("2031-07-10T12:00:00Z")..=moment("2031-07-12T12:00:00Z");
    let mut ask = FeedQuery::scores("WNBA", span);
    ask.kind = kind;
    ask
}

#[tokio::test]
async fn a_free_key_is_asked_for_games_alone() {
    let world = World::start().await;
    world
        .answers("/wnba/v1/games", fixture("balldontlie/games.json"))
        .await;
    let answer = world.feed.ask(&july(QueryKind::Scores)).await.unwrap();
    assert_eq!(answer.feed.games.len(), 4);
    assert_eq!(world.asked().await, ["/wnba/v1/games"]);
    assert!(world.feed.covers(QueryKind::Quotes).is_empty());
    let error = world.feed.ask(&july(QueryKind::Quotes)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "refused: balldontlie does not tell prices without a paid plan"
    );
}

#[tokio::test]
async fn a_paid_key_is_asked_for_prices_props_new_names_and_box_scores_once() {
    let mut world = World::start().await;
    world.feed = world.feed.paid();
    for (at, name) in [
        ("/wnba/v1/games", "games"),
        ("/wnba/v1/odds", "odds"),
        ("/wnba/v1/odds/player_props", "props"),
        ("/wnba/v1/players", "players"),
        ("/wnba/v1/player_stats", "stats"),
    ] {
        let body = fixture(&format!("balldontlie/{name}.json"));
        world.answers(at, body).await;
    }
    let answer = world.feed.ask(&july(QueryKind::Quotes)).await.unwrap();
    let over = game(&answer.feed.games, "31");
    assert_eq!(over.facts.players.len(), 3);
    let roles: Vec<_> = over.facts.players.iter().map(|it| it.role).collect();
    assert!(roles.contains(&Role::Home) && roles.contains(&Role::Away));
    let ahead = game(&answer.feed.games, "33");
    assert!(ahead.quotes_complete);
    let is_prop = |it: &&QuoteReport| it.kind == MarketKind::PlayerTotal;
    assert_eq!(ahead.quotes.iter().filter(is_prop).count(), 2);
    let first = world.asked().await.len();
    assert_eq!(first, 5);
    world.feed.ask(&july(QueryKind::Quotes)).await.unwrap();
    // The one player without a name is asked for again, the box score is not.
    assert_eq!(world.asked().await.len() - first, 4);
}

#[tokio::test]
async fn pages_are_followed_and_one_that_leads_to_itself_ends() {
    let world = World::start().await;
    let page = |cursor: Value| {
        let body = json!({"data": [], "meta": {"next_cursor": cursor}});
        ResponseTemplate::new(200).set_body_json(body)
    };
    Mock::given(query_param("cursor", "7"))
        .respond_with(page(json!(7)))
        .mount(&world.server)
        .await;
    Mock::given(path("/wnba/v1/games"))
        .respond_with(page(json!(7)))
        .with_priority(9)
        .mount(&world.server)
        .await;
    let error = world.feed.ask(&july(QueryKind::Scores)).await.unwrap_err();
    assert_eq!((error.word(), error.stats().requests), ("garbled", 2));
}

#[tokio::test]
async fn a_refusal_names_the_setting_and_never_the_key() {
    for (status, is_paid, says) in [
        (401, false, "the key is not accepted"),
        (401, true, "or its plan does not have this"),
        (400, false, "status 400"),
        (429, false, "throttled for 60 s"),
    ] {
        let mut world = World::start().await;
        if is_paid {
            world.feed = world.feed.paid();
        }
        Mock::given(path("/wnba/v1/games"))
            .respond_with(ResponseTemplate::new(status).set_body_string(SECRET))
            .mount(&world.server)
            .await;
        let error = world.feed.ask(&july(QueryKind::Scores)).await.unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert!(!format!("{error} {error:?}").contains(SECRET));
    }
}

#[test]
fn the_recorded_answers_convert_and_what_is_left_out_is_known() {
    let Some(corpus) = corpus() else { return };
    let body =
        |name: &str| file(&corpus.join(format!("fixtures/balldontlie/balldontlie_{name}.json")));
    let games = read(&body("games"), "WNBA").unwrap();
    let finals = games.games.iter().filter_map(score);
    assert_eq!(finals.collect::<Vec<_>>(), [(80, 85), (92, 71)]);
    assert_eq!(games.rejected, []);
    let slugs = games.games.iter().flat_map(|it| it.competitors());
    assert!(slugs.into_iter().all(|it| it.slug.is_some()));
    let stats = read_stats(&body("player_stats")).unwrap();
    let played = stats.lines.iter().filter(|it| it.2.played).count();
    assert_eq!((stats.lines.len(), played, stats.rejected.len()), (3, 2, 0));
    assert_eq!(read_players(&body("players")).unwrap().len(), 3);
    // The odds are of two games, as they stood when one of them was being played.
    let text = |id: &str, start: &str| {
        let game = json!({"data": [{"id": id, "date": start, "status": "pre", "period": 0,
            "home_team": {"id": 1, "full_name": "Seattle Storm"},
            "visitor_team": {"id": 2, "full_name": "Las Vegas Aces"}}]});
        read(&game.to_string().into(), "WNBA")
            .unwrap()
            .games
            .remove(0)
    };
    let mut both = [
        text("24909", "2026-07-08T02:02:00.000Z"),
        text("24910", "2026-07-08T02:00:00.000Z"),
    ];
    let (refused, _) = read_odds(&body("odds"), &mut both).unwrap();
    println!("odds: {:?}", reasons(&refused));
    assert_eq!(
        both[0].quotes.len(),
        18,
        "three bookmakers, three markets, two sides"
    );
    assert_eq!(both[1].quotes.len(), 0);
    assert_eq!(
        reasons(&refused),
        ["odds: DraftKings: in play: the price is from after the start"]
    );
    let mut later = text("24909", "2026-07-08T03:00:00.000Z");
    let mut names = BTreeMap::new();
    for id in ["468", "574", "591", "552"] {
        let player = json!({"data": [{"id": id, "first_name": "A", "last_name": id}]});
        names.extend(read_players(&player.to_string().into()).unwrap());
    }
    let refused = read_props(&body("player_prop_odds"), &names, &mut later).unwrap();
    println!("props: {:?}", reasons(&refused));
    let one_sided = refused
        .iter()
        .filter(|it| it.reason.ends_with("one side only"));
    assert_eq!(
        (later.quotes.len(), one_sided.count(), refused.len()),
        (2, 4, 4)
    );
    assert_eq!(later.check(NAME), Ok(()));
}
