//! A game's card: before it begins, while it is played, and once it is over.

use insta::assert_snapshot;
use sandbox::{Answer, RenderedMessage, User};
use serde_json::{Value, json};
use shared::clock::{Clock, SystemClock};
use shared::feed::{GameReport, QuoteReport};
use shared::game::{GameStatus, Period};
use shared::live::{GameClock, LiveState, Stage};
use shared::market::{MarketKind, Side};
use testkit::person::player_total;
use testkit::{FEED, ReportExt, game, quote};

use crate::bet::bet_on_bears;
use crate::world::{World, bears_at_home, soon, stable};

/// The card of the game that was once a choice of this value.
async fn card_of(user: &User, game: &Value) -> Answer {
    let chosen = json!({ "game": game });
    user.slash("#general", "bet", chosen).await.unwrap()
}

/// Where the game stands, as the fetcher writes it beside the report.
async fn keep_live(world: &World, playing: &GameReport) {
    let mut conn = world.database.fetcher.acquire().await.unwrap();
    let now = SystemClock.now();
    let games = std::slice::from_ref(playing);
    store::live::keep(&mut conn, FEED, games, now)
        .await
        .unwrap();
}

fn labels(message: &RenderedMessage, menu: &str) -> Vec<String> {
    let found = message.menu(menu);
    let found = found.unwrap_or_else(|| panic!("no menu {menu}: {}", message.text));
    found.options.iter().map(|it| it.0.clone()).collect()
}

/// A soccer match with a market of each group, and a player.
fn arsenal() -> GameReport {
    let match_of = game("EPL", "Arsenal", "Chelsea").starts_at(soon(1));
    let of = |kind, line: Option<&str>, side, price| quote(kind, line, side, price);
    let half = |it: QuoteReport| QuoteReport {
        period: Period::Half(1),
        ..it
    };
    let total =
        |line| [Side::Over, Side::Under].map(|side| of(MarketKind::Total, Some(line), side, -110));
    let double = [Side::HomeOrDraw, Side::HomeOrAway, Side::AwayOrDraw];
    let score = |home, away| {
        of(
            MarketKind::CorrectScore,
            None,
            Side::Score { home, away },
            900,
        )
    };
    match_of
        .spread("-0.5", -110, -110)
        .quoted(total("2.5"))
        .quoted(total("2.5"))
        .quoted(total("3.5"))
        .quoted(total("1.5").map(half))
        .quoted(double.map(|it| of(MarketKind::DoubleChance, None, it, -300)))
        .quoted([Side::Home, Side::Away].map(|it| of(MarketKind::DrawNoBet, None, it, -110)))
        .quoted([Side::Yes, Side::No].map(|it| of(MarketKind::BothTeamsToScore, None, it, -110)))
        .quoted([score(1, 0), score(2, 1)])
        .with_players(&["Bukayo Saka"])
        .quoted(player_total(
            ("EPL", "Bukayo Saka"),
            "shots",
            "1.5",
            [-110, -110],
        ))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_a_game_leads_to_every_market_in_the_group_where_people_look_for_it() {
    let world = World::start().await;
    world.report(arsenal()).await;
    let alice = world.user("alice");
    let games = alice.slash("#general", "games", json!({})).await.unwrap();
    let card = alice.press(games.message().unwrap(), "Bet").await.unwrap();
    assert_snapshot!(stable(&card.text()), @"
    **Arsenal v Chelsea** · EPL · <f> (<R>)
    -# Prices from Alpha via test, checked <R>. Press one to see what it pays. Nothing is placed yet.
    ");
    let card = card.message().unwrap();
    assert_snapshot!(labels(card, "More markets").join("\n"), @"
    Players
    Other spreads, totals and winners
    Halves
    Draw no bet
    Double chance
    Both to score
    Correct score
    ");
    let halves = alice.select(card, "More markets", &["Halves"]).await;
    let halves = halves.unwrap();
    assert_snapshot!(stable(&halves.text()), @"
    **Arsenal v Chelsea** · EPL · <f> (<R>)
    **Halves** · 1 market, 2 prices
    -# Prices from Alpha via test, checked <R>. Choose one to see what it pays. Nothing is placed yet.
    ");
    let over = &["Over 1.5, 1st half -110"];
    let stakes = alice
        .select(halves.message().unwrap(), "Total, 1st half", over)
        .await;
    let stakes = stakes.unwrap();
    assert!(stakes.text().contains("**Over 1.5, 1st half** at **-110**"));
    let placed = alice
        .press(stakes.message().unwrap(), "Bet 1u to win 0.91u")
        .await;
    assert!(placed.unwrap().text().contains("**Bet placed**"));
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_says_what_the_member_has_on_the_game_as_it_is_played_and_once_it_is_over() {
    let mut world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let typing = json!({ "game": "" });
    let games = alice.autocomplete("#general", "bet", typing, "game").await;
    let bears = games.unwrap()[0].value.clone();
    bet_on_bears(&alice).await;
    let card = card_of(&alice, &bears).await;
    assert_snapshot!(stable(&card.text()), @"
    **Packers at Bears** · NFL · <f> (<R>)
    -# Prices from Alpha via test, checked <R>. Press one to see what it pays. Nothing is placed yet.
    **Your bets**
    `1u` Bears +3.5 at -110 · ticket CODE
    ");

    // It has begun, and no feed has said so yet.
    world
        .run("UPDATE games SET starts_at = app_now() - interval '1 minute'")
        .await;
    world.run("SELECT pg_notify('dbsbm_board', '')").await;
    world.restart().await;
    let card = card_of(&alice, &bears).await;
    assert_snapshot!(stable(&card.text()), @"
    **Packers at Bears** · NFL · <f> (<R>)
    -# Nothing can be bet on right now: it has started, or no bookmaker has a price on it.
    **Your bets**
    `1u` Bears +3.5 at -110 · ticket CODE
    ");

    let mut playing = bears_at_home().in_state(GameStatus::Live);
    playing.live = Some(LiveState {
        period: Some(Period::Quarter(3)),
        clock: Some(GameClock::down(272)),
        ..LiveState::at(Stage::Playing)
    });
    let playing = playing.period_score(Period::Full, 10, 14);
    world.report(&playing).await;
    keep_live(&world, &playing).await;
    let card = card_of(&alice, &bears).await;
    assert_snapshot!(stable(&card.text()), @"
    **Packers 14, Bears 10** · NFL · 3rd quarter, 4:32 left
    -# Score from test, checked <R>. Betting is closed.
    **Your bets**
    `1u` Bears +3.5 at -110 · ticket CODE
    ");

    let over = bears_at_home().final_score(24, 27);
    world.end(over).await;
    let card = alice
        .press(card.message().unwrap(), "Refresh")
        .await
        .unwrap();
    assert_snapshot!(stable(&card.text()), @"
    **Packers 27, Bears 24** · final · NFL
    -# Result from test, <f>
    **Your bets**
    `+0.91u` Bears +3.5 · Won · ticket CODE
    ");
    let why = alice
        .press(card.message().unwrap(), "Explain my bets")
        .await;
    assert!(why.unwrap().text().contains("Your bets on"));
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_prices_and_long_names_stay_within_what_discord_takes() {
    let world = World::start().await;
    let (home, away) = ("日本語の長い名前のチーム".repeat(6), "Ž".repeat(78));
    let long = game("NFL", &home, &away).starts_at(soon(1));
    let total = |period, line: String| {
        [Side::Over, Side::Under].map(|side| QuoteReport {
            period,
            ..quote(MarketKind::Total, Some(&line), side, -110)
        })
    };
    let parts = [Period::Half(1), Period::Half(2)];
    let parts = parts.into_iter().chain((1..=4).map(Period::Quarter));
    let lines = parts.flat_map(|part| (0..20).map(move |it| (part, format!("{}.5", 5 + it))));
    let totals = lines.flat_map(|(part, line)| total(part, line));
    let names: Vec<String> = (0..30)
        .map(|it| format!("{it:02} {}", "İ".repeat(70)))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let props = names
        .iter()
        .flat_map(|it| player_total(("NFL", it), "receiving_yards", "50.5", [-110, -110]));
    let long = long
        .moneyline(-110, -110)
        .quoted(totals)
        .with_players(&names)
        .quoted(props);
    assert!(long.quotes.len() > 300);
    world.report(&long).await;
    let alice = world.user("alice");
    let games = alice.slash("#general", "games", json!({})).await.unwrap();
    let mut card = alice.press(games.message().unwrap(), "Bet").await.unwrap();
    let mut reached = 0;
    for group in labels(card.message().unwrap(), "More markets") {
        let card_shown = card.message().unwrap();
        let mut page = alice
            .select(card_shown, "More markets", &[&group])
            .await
            .unwrap();
        loop {
            let message = page.message().unwrap().clone();
            reached += message
                .selects()
                .iter()
                .map(|it| it.options.len())
                .sum::<usize>();
            let next = message.buttons().into_iter().find(|it| it.label == "Next");
            if next.is_none_or(|it| it.disabled) {
                break;
            }
            page = alice.press(&message, "Next").await.unwrap();
        }
        card = alice
            .press(page.message().unwrap(), "All prices")
            .await
            .unwrap();
    }
    // Of each of six parts 24 prices and the way to all, and each player.
    assert_eq!(reached, 6 * 25 + 30);
    assert!(world.drive().refusals().await.unwrap().is_empty());
}
