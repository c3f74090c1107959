//! What can be bet on, and the parlays that are put together from it.

use chrono::TimeDelta;
use shared::competitor::CompetitorKind;
use shared::feed::{
    CompetitorReport, GameReport, LeagueReport, Participant, QuoteMark, QuoteReport,
};
use shared::game::{GameStatus, Period};
use shared::id::{DiscordUserId, GuildId, MemberId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;
use shared::quote::Quote;
use shared::settings::ServerSettings;
use store::drafts::{self, AddOutcome};
use store::{begin_guild, board, guilds, members};
use testkit::TestDatabase;
use uuid::Uuid;

/// The server in which the stories play.
pub(crate) const HERE: GuildId = GuildId::new(11);

/// A team of which everything is made of its code.
pub(crate) fn team(code: &str) -> CompetitorReport {
    CompetitorReport {
        reference: code.to_owned(),
        slug: None,
        kind: CompetitorKind::Team,
        name: format!("Team {code}"),
        short_name: code.to_owned(),
        place: code.to_owned(),
        code: code.to_owned(),
        colors: Some(("112233".to_owned(), "445566".to_owned())),
        logo_url: None,
    }
}

/// A game `hours` from now in which the home side gets 3.5 points at -110.
pub(crate) async fn game(database: &TestDatabase, code: &str, hours: i64) -> GameReport {
    let now = database.now().await;
    let spread = |side| QuoteReport {
        bookmaker: "book".to_owned(),
        bookmaker_name: "Book".to_owned(),
        kind: MarketKind::Spread,
        period: Period::Full,
        line: Some(Line::from_quarters(14).unwrap()),
        subject: None,
        statistic: None,
        group: Vec::new(),
        side,
        price: Price::from_american(-110).unwrap(),
        mark: QuoteMark::Current,
        source_at: None,
    };
    GameReport {
        reference: code.to_owned(),
        league: LeagueReport {
            code: "NFL".to_owned(),
            name: "National Football League".to_owned(),
            sport: Sport::AmericanFootball,
        },
        season: "2026".to_owned(),
        starts_at: now + TimeDelta::hours(hours),
        status: GameStatus::Scheduled,
        participants: Participant::sides(team(&format!("{code}H")), team(&format!("{code}A"))),
        field: None,
        players: Vec::new(),
        scores: Vec::new(),
        facts: Default::default(),
        source_at: None,
        quotes: vec![spread(Side::Home), spread(Side::Away)],
        quotes_complete: true,
    }
}

/// Takes what a feed says now.
pub(crate) async fn report(database: &TestDatabase, games: &[GameReport]) {
    let now = database.now().await;
    let mut tx = database.fetcher.begin().await.unwrap();
    services::results::ingest(&mut tx, "test", games, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A member of [`HERE`] by that name.
pub(crate) async fn member(database: &TestDatabase, user: u64, name: &str) -> MemberId {
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let defaults = ServerSettings::defaults(HERE);
    guilds::ensure(&mut tx, "en-US", &defaults).await.unwrap();
    tx.commit().await.unwrap();
    let (user, new) = (
        DiscordUserId::new(user),
        MemberId::from_uuid(Uuid::now_v7()),
    );
    let visit = members::ensure(&database.bot, HERE, user, name, new).await;
    visit.unwrap().member.id
}

/// The prices on the board, by start, the home side's of a game first.
pub(crate) async fn quotes(database: &TestDatabase) -> Vec<Quote> {
    let board = board::load(&database.bot).await.unwrap();
    let quotes = board.games.into_iter().flat_map(|it| it.quotes);
    let mut quotes: Vec<_> = quotes.collect();
    quotes.sort_by_key(|it| it.selection.side != Side::Home);
    quotes
}

#[tokio::test]
async fn the_board_holds_open_games_with_prices_and_names_the_next_one() {
    let database = TestDatabase::create().await;
    let mut bare = game(&database, "X", 1).await;
    bare.quotes.clear();
    report(&database, &[bare, game(&database, "Y", 2).await]).await;

    let shown = board::load(&database.bot).await.unwrap();
    assert_eq!(shown.games.len(), 1);
    assert_eq!(shown.games[0].game.home.code, "YH");
    assert_eq!(shown.next.unwrap().home.code, "XH");
    let lines = quotes(&database).await;
    let lines: Vec<_> = lines
        .iter()
        .map(|it| it.selection.line.unwrap().signed())
        .collect();
    assert_eq!(lines, ["+3.5", "-3.5"], "each side sees its own line");

    database.advance(TimeDelta::hours(3)).await;
    let shown = board::load(&database.bot).await.unwrap();
    assert_eq!((shown.games.len(), shown.next), (0, None));
}

#[tokio::test]
async fn a_price_that_is_taken_down_leaves_the_board() {
    let database = TestDatabase::create().await;
    let mut open = game(&database, "X", 1).await;
    report(&database, std::slice::from_ref(&open)).await;
    open.quotes.pop();
    report(&database, &[open]).await;
    assert_eq!(quotes(&database).await.len(), 1);
}

#[tokio::test]
async fn a_draft_has_one_leg_a_game_and_knows_what_moved() {
    let database = TestDatabase::create().await;
    let (mut first, second) = (game(&database, "X", 1).await, game(&database, "Y", 2).await);
    report(&database, &[first.clone(), second.clone()]).await;
    let alice = member(&database, 1, "Alice").await;
    let quotes = quotes(&database).await;
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let mut added = Vec::new();
    for quote in &quotes {
        let (selection, bookmaker) = (quote.selection.id, quote.bookmaker.id);
        added.push(
            drafts::add(&mut tx, HERE, alice, selection, bookmaker)
                .await
                .unwrap(),
        );
    }
    assert_eq!(
        added,
        [
            AddOutcome::Added,
            AddOutcome::Added,
            AddOutcome::Replaced,
            AddOutcome::Replaced
        ]
    );
    tx.commit().await.unwrap();

    first.quotes[1].price = Price::from_american(-120).unwrap();
    report(&database, &[first, second]).await;
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let legs = drafts::legs(&mut tx, HERE, alice).await.unwrap();
    let prices = |leg: &drafts::DraftLeg| (leg.taken.number(), leg.now.map(Price::number));
    let shown: Vec<_> = legs.iter().map(prices).collect();
    assert_eq!(
        shown,
        [
            ("-110".to_owned(), Some("-120".to_owned())),
            ("-110".to_owned(), Some("-110".to_owned()))
        ]
    );
    let now = legs[0].now.unwrap();
    let moved = [(legs[0].selection.id, now)];
    drafts::refresh(&mut tx, HERE, alice, &moved).await.unwrap();
    let legs = drafts::legs(&mut tx, HERE, alice).await.unwrap();
    assert_eq!(legs[0].taken, now);
    tx.commit().await.unwrap();

    database.advance(TimeDelta::minutes(90)).await;
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let legs = drafts::legs(&mut tx, HERE, alice).await.unwrap();
    let open: Vec<_> = legs.iter().map(|it| it.now.is_some()).collect();
    assert_eq!(open, [false, true], "a game that began cannot be had");
    drafts::remove(&mut tx, HERE, alice, &[legs[0].game.id])
        .await
        .unwrap();
    assert_eq!(drafts::legs(&mut tx, HERE, alice).await.unwrap().len(), 1);
    drafts::clear(&mut tx, HERE, alice).await.unwrap();
    assert!(drafts::legs(&mut tx, HERE, alice).await.unwrap().is_empty());
}
