//! A whole season that two feeds tell of at once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveTime, TimeDelta};
use fetcher::jobs::feeds::{Feed, FeedPoller};
use fetcher::plan::{Live, Pace};
use providers::http::{Http, Limits};
use season::{Options, Season, Settings, TestClock};
use serde_json::Value;
use services::matching;
use services::results::OperatorDecision;
use shared::clock::SystemClock;
use shared::decision::ReviewReason;
use shared::id::TicketId;
use shared::ticket::TicketState::{Lost, Open, Won};
use store::joins;
use testkit::{HERE, THERE, on};
use tokio::sync::Notify;

use super::masks::{Mask, Masked, baseball, reference};
use crate::world::World;

/// How often both feeds are asked.
const EVERY: TimeDelta = TimeDelta::minutes(3);
/// How long before its start a game is bet on.
const BET_BEFORE: TimeDelta = TimeDelta::minutes(25);
/// Members in each of the two servers.
const MEMBERS: u64 = 10;

/// The season, both feeds, and a ticket on each game.
struct Story {
    world: World,
    hands: TestClock,
    server: Season,
    http: Arc<Http>,
    pollers: [FeedPoller; 2],
    games: u64,
    /// The tickets by the game's number, and whether each is on the home side.
    tickets: BTreeMap<u64, (TicketId, bool)>,
}

impl Story {
    /// A game every six minutes, so that the sixteen teams meet each other twice in a day of the
    /// league: its midnights are passed in play.
    async fn new(games: u64, lies: &[u64]) -> Self {
        runtime::tls::install();
        let world = World::new().await;
        // Two hours before midnight in New York, or one in summer.
        let day = (world.now + TimeDelta::days(1)).date_naive();
        let origin = day
            .and_time(NaiveTime::from_hms_opt(3, 0, 0).unwrap())
            .and_utc();
        world.database.advance(origin - world.now).await;
        let every = TimeDelta::minutes(6);
        let settings = Settings {
            first_after: TimeDelta::minutes(27),
            lead: every * 90,
            postpone_by: TimeDelta::minutes(10),
            ..Settings::paced(1, origin, every, TimeDelta::minutes(24))
        };
        let hands = TestClock::new(origin);
        let mut options = Options::new(settings);
        options.clock = hands.clock();
        let server = Season::start(options).await.unwrap();
        let limits = Limits {
            paced: false,
            ..Limits::default()
        };
        let http = Arc::new(Http::new(limits, Arc::new(SystemClock)).unwrap());
        let feed = |mask| Masked::new(mask, Arc::clone(&http), &server.base_url(), games);
        let pollers =
            [feed(Mask::Espn), feed(Mask::OddsApi).lying(lies)].map(|it| poller(&world, it));
        Self {
            world,
            hands,
            server,
            http,
            pollers,
            games,
            tickets: BTreeMap::new(),
        }
    }

    /// Both feeds are asked, in turn as the first, and what is due is decided and settled.
    async fn step(&mut self, is_first: bool) {
        let order = if is_first { [0, 1] } else { [1, 0] };
        for at in order {
            self.pollers[at].tick(&self.world.lease).await.unwrap();
        }
        self.world.decide().await;
        self.world.settle().await;
        self.bet().await;
        self.hands.advance(EVERY);
        self.world.pass(EVERY).await;
    }

    /// Bets on every game that is about to start and nobody has bet on yet.
    async fn bet(&mut self) {
        let now = self.hands.now();
        for number in 0..self.games {
            let start = self.server.schedule().planned_start(number);
            let is_near = start - BET_BEFORE <= now && now + EVERY * 2 < start;
            if !is_near || self.tickets.contains_key(&number) {
                continue;
            }
            let guild = if number % 2 == 0 { HERE } else { THERE };
            let member = self.world.member_of(guild, 1 + number / 2 % MEMBERS).await;
            // By either feed's id.
            let mask = if number % 3 == 0 {
                Mask::Espn
            } else {
                Mask::OddsApi
            };
            let game = reference(mask, number);
            let on_home = number % 4 < 2;
            let pick = match on_home {
                true => on(&game).home_wins(),
                false => on(&game).away_wins(),
            };
            let ticket = self.world.bet(member, 1, pick).await;
            self.tickets.insert(number, (ticket, on_home));
        }
    }

    /// Plays until every game and its correction is over.
    async fn play(&mut self) {
        let last = self.server.schedule().planned_start(self.games);
        let mut steps = 0;
        while self.hands.now() < last + TimeDelta::hours(1) {
            self.step(steps % 2 == 0).await;
            steps += 1;
        }
        assert_eq!(self.tickets.len() as u64, self.games);
    }

    /// The final runs of each game, as the season has them.
    async fn finals(&self) -> BTreeMap<u64, (i64, i64)> {
        let mut finals = BTreeMap::new();
        for number in 0..self.games {
            let id = self.server.schedule().id(number);
            let url = format!("{}/v1/games/{id}", self.server.base_url());
            let body = self.http.get("season", &url, None).await.unwrap().body;
            let game: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(game["status"], "final", "{number}");
            finals.insert(number, baseball(&game).unwrap().runs);
        }
        finals
    }

    /// The games that ESPN's and The Odds API's ids lead to, by number.
    async fn led_to(&self, mask: Mask) -> BTreeMap<u64, uuid::Uuid> {
        let mut led = BTreeMap::new();
        for number in 0..self.games {
            let game = self.world.game_id(&reference(mask, number)).await;
            led.insert(number, game.as_uuid());
        }
        led
    }

    /// The pairs that `match list` would show.
    async fn apart(&self) -> usize {
        let mut connection = self.world.database.fetcher.acquire().await.unwrap();
        let (from, to) = (self.world.now, self.world.now + TimeDelta::days(30));
        let games = joins::known(&mut connection, from, to).await.unwrap();
        matching::apart(&games).len()
    }
}

fn poller(world: &World, feed: Masked) -> FeedPoller {
    let every = EVERY.to_std().unwrap();
    let feed = Feed {
        provider: Arc::new(feed),
        pace: Pace {
            far: every,
            near: every,
            ahead: Duration::from_secs(1_800),
            live: Live::AsNear,
        },
        leagues: vec!["MLB".to_owned()],
    };
    let pool = world.database.fetcher.clone();
    FeedPoller::new(pool, feed, Arc::new(Notify::new())).with_uptime(world.uptime())
}

/// How many games were the second of the same two on a day of the league.
const SECOND: &str = "SELECT count(*) FROM game_keys WHERE number > 1";
/// Games whose closing prices are of both bookmakers.
const PRICED_BY_BOTH: &str = "SELECT count(*) FROM (
    SELECT m.game_id FROM quote_marks q JOIN selections USING (selection_id)
    JOIN markets m USING (market_id) JOIN bookmakers b USING (bookmaker_id)
    WHERE q.mark = 'closing' GROUP BY 1 HAVING count(DISTINCT b.code) = 2) AS priced";

#[expect(clippy::print_stdout, reason = "counts are for reading")]
fn tell(what: &str) {
    println!("together: season: {what}");
}

/// Every game is one, whatever the feeds call it.
async fn are_joined(story: &Story) {
    let world = &story.world;
    let by_espn = story.led_to(Mask::Espn).await;
    let by_odds = story.led_to(Mask::OddsApi).await;
    let all = world.count("SELECT count(*) FROM games").await;
    let is_wrong = |number: u64, game: uuid::Uuid| {
        by_odds
            .iter()
            .any(|(other, it)| *it == game && *other != number)
    };
    let wrong = by_espn
        .iter()
        .filter(|(number, game)| is_wrong(**number, **game))
        .count();
    let same = by_espn
        .iter()
        .filter(|(number, game)| by_odds[*number] == **game)
        .count();
    let listed = story.apart().await;
    tell(&format!(
        "{} games, told by two feeds: {all} games kept, {same} joined, {wrong} wrong, {} apart, \
         {listed} listed as doubtful; {} of them second games of a day",
        story.games,
        story.games - same as u64,
        world.count(SECOND).await
    ));
    assert_eq!((all as u64, same as u64), (story.games, story.games));
    assert_eq!((wrong, listed), (0, 0));

    let priced = world.count(PRICED_BY_BOTH).await;
    tell(&format!(
        "{priced} of them closed with the prices of both bookmakers"
    ));
    assert!(priced * 10 >= all * 9, "{priced} of {all}");
}

/// Every ticket ended by the final of its game, but for those on games that the feeds contradict
/// each other about.
async fn are_settled(story: &Story, finals: &BTreeMap<u64, (i64, i64)>, lies: &[u64]) {
    let mut counts = BTreeMap::new();
    for (number, (ticket, on_home)) in &story.tickets {
        let (home, away) = finals[number];
        let (state, _, times) = story.world.head(*ticket).await;
        let right = if (home > away) == *on_home { Won } else { Lost };
        let expected = if lies.contains(number) { Open } else { right };
        assert_eq!(state, expected, "game {number} ended {home}-{away}");
        assert!(
            times <= 2,
            "a correction settles once more, and nothing else does"
        );
        *counts.entry(state.word()).or_insert(0) += 1;
    }
    tell(&format!("tickets, one on each game: {counts:?}"));
}

/// The contradictions are under review, and nothing else is; the operator decides them.
async fn are_reviewed(story: &Story, finals: &BTreeMap<u64, (i64, i64)>, lies: &[u64]) {
    let world = &story.world;
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let reviews = store::reviews::list(&mut connection).await.unwrap();
    let whys: Vec<_> = reviews.iter().map(|it| it.why).collect();
    assert_eq!(whys, vec![ReviewReason::Disagreement; lies.len()]);
    tell(&format!(
        "{} contradictions under review, {} versions of results agreed on by both, {} corrections",
        reviews.len(),
        world
            .count("SELECT count(*) FROM results WHERE basis = 'agreed'")
            .await,
        world
            .count("SELECT count(*) FROM results WHERE version > 1")
            .await
    ));
    let word = OperatorDecision::AsReported("espn".to_owned());
    for review in reviews {
        let decided = world.decide_as_operator(review.game, &word, "seen").await;
        assert_eq!(decided.unwrap().results.len(), 1);
    }
    world.settle().await;
    let open = "SELECT count(*) FROM tickets WHERE state = 'open'";
    assert_eq!(world.count(open).await, 0);
    are_settled(story, finals, &[]).await;
}

async fn a_season(games: u64, lies: &[u64]) {
    let mut story = Story::new(games, lies).await;
    story.play().await;
    are_joined(&story).await;
    let finals = story.finals().await;
    are_settled(&story, &finals, lies).await;
    are_reviewed(&story, &finals, lies).await;
    let books = story.world.books().await;
    tell(&format!(
        "the operator decided those, and the books are clean: {books:?}"
    ));
}

#[tokio::test]
async fn an_evening_that_two_feeds_tell_of_is_one_evening() {
    a_season(18, &[8]).await;
}

#[tokio::test]
#[ignore = "some minutes: scripts/show-two-feeds"]
async fn two_days_of_games_that_two_feeds_tell_of_are_one_season() {
    a_season(480, &[8, 98, 200, 302, 446]).await;
}
