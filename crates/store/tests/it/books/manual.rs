//! Bets written by hand: placed like others, kept apart, graded by nobody but people.

use chrono::{DateTime, TimeDelta, Utc};
use services::bets::ManualPlacement;
use shared::id::{ChannelId, GameId, GuildId, InteractionId, MemberId, TicketId};
use shared::price::Price;
use shared::units::Units;
use std::cell::Cell;
use std::time::Duration;
use store::leaderboards::{self, Span};
use store::manual;
use store::tickets::{self, CancelOutcome, CancelWindow, PlaceOutcome};
use uuid::Uuid;

use super::world::{HERE, UNIT, World};

pub(super) async fn allow(world: &World) {
    world
        .owner(
            "INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min,
               stake_max, slip_audience, changed_by, manual_bets)
             VALUES (11, 2, 'UTC', 'decimal', 500000, 5000000, 'everyone', 1, true)",
        )
        .await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "no story here sets the database's clock"
)]
fn now() -> DateTime<Utc> {
    Utc::now()
}

pub(super) fn bet(member: Uuid, interaction: u64) -> ManualPlacement {
    ManualPlacement {
        guild: GuildId::new(11),
        member: MemberId::from_uuid(member),
        interaction: InteractionId::new(interaction),
        ticket: TicketId::from_uuid(Uuid::now_v7()),
        game: GameId::from_uuid(Uuid::now_v7()),
        stake: Units::whole(2),
        price: "+150".parse::<Price>().unwrap(),
        event: "Club final".to_owned(),
        pick: "Vera wins".to_owned(),
        starts_at: now() + TimeDelta::hours(1),
        rule_version: 1,
        channel: ChannelId::new(5),
        post_slip: true,
    }
}

#[tokio::test]
async fn a_bet_written_by_hand_obeys_the_rules_of_every_bet() {
    let world = World::with_games(1).await;
    let member = world.member(HERE, 1).await;
    let pool = &world.database.bot;
    let place =
        async |bet: &ManualPlacement| services::bets::place_manual(pool, bet).await.unwrap();
    assert_eq!(place(&bet(member, 100)).await, PlaceOutcome::ManualOff);
    allow(&world).await;

    let first = bet(member, 101);
    let PlaceOutcome::Placed(placed) = place(&first).await else {
        panic!("not placed");
    };
    assert_eq!(placed.possible_return, Units::whole(5));
    assert_eq!(placed.cash, Units::whole(98));
    let again = ManualPlacement {
        ticket: TicketId::from_uuid(Uuid::now_v7()),
        ..first
    };
    assert!(
        matches!(place(&again).await, PlaceOutcome::AlreadyPlaced(it) if it.ticket == placed.ticket)
    );

    let stake = |stake, interaction| ManualPlacement {
        stake,
        ..bet(member, interaction)
    };
    let small = stake(Units::from_steps(1), 102);
    assert!(matches!(
        place(&small).await,
        PlaceOutcome::StakeTooSmall { .. }
    ));
    let large = stake(Units::whole(6), 105);
    assert!(matches!(
        place(&large).await,
        PlaceOutcome::StakeTooLarge { .. }
    ));
    let late = ManualPlacement {
        starts_at: now() - TimeDelta::seconds(1),
        ..bet(member, 103)
    };
    assert!(matches!(
        place(&late).await,
        PlaceOutcome::GameStarted { .. }
    ));
    let stranger = bet(Uuid::now_v7(), 104);
    assert_eq!(place(&stranger).await, PlaceOutcome::NotAMember);
    assert_eq!(world.balances(member).await, (98 * UNIT, 2 * UNIT));
    world.assert_books().await;
}

#[tokio::test]
async fn what_was_written_is_read_in_its_own_server_alone() {
    let world = World::with_games(1).await;
    allow(&world).await;
    let member = world.member(HERE, 1).await;
    let bet = bet(member, 101);
    let placed = services::bets::place_manual(&world.database.bot, &bet)
        .await
        .unwrap();
    assert!(matches!(placed, PlaceOutcome::Placed(_)));
    let mut tx = store::begin_guild(&world.database.bot, bet.guild)
        .await
        .unwrap();
    let found = tickets::find(&mut tx, bet.guild, bet.ticket)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.games[0].written(), Some(("Club final", "Vera wins")));
    assert!(found.ticket.is_manual());
    let game = found.games[0].id;
    drop(tx);
    let there = GuildId::new(22);
    let mut tx = store::begin_guild(&world.database.bot, there)
        .await
        .unwrap();
    assert_eq!(store::board::games(&mut tx, &[game]).await.unwrap(), []);
}

#[tokio::test]
async fn it_can_be_taken_back_for_a_minute_and_until_it_begins() {
    let world = World::with_games(1).await;
    allow(&world).await;
    let member = world.member(HERE, 1).await;
    let pool = &world.database.bot;
    let window = CancelWindow {
        free: Duration::ZERO,
        unmoved: Duration::from_secs(60),
    };
    let presses = Cell::new(200);
    let cancel = async |bet: &ManualPlacement| {
        presses.set(presses.get() + 1);
        let pressed = InteractionId::new(presses.get());
        tickets::cancel(pool, bet.guild, bet.member, pressed, bet.ticket, window)
            .await
            .unwrap()
    };
    let (first, second) = (bet(member, 101), bet(member, 102));
    for it in [&first, &second] {
        services::bets::place_manual(pool, it).await.unwrap();
    }
    assert_eq!(cancel(&first).await, CancelOutcome::Cancelled);
    assert_eq!(cancel(&first).await, CancelOutcome::AlreadyCancelled);
    assert_eq!(world.balances(member).await, (98 * UNIT, 2 * UNIT));
    world.database.advance(TimeDelta::seconds(61)).await;
    assert_eq!(cancel(&second).await, CancelOutcome::TooLate);
    world.database.advance(TimeDelta::hours(1)).await;
    assert_eq!(cancel(&second).await, CancelOutcome::GameStarted);
    world.assert_books().await;
}

#[tokio::test]
async fn no_record_mixes_it_with_what_feeds_decide() {
    let world = World::with_games(1).await;
    allow(&world).await;
    let member = world.member(HERE, 1).await;
    let bet = bet(member, 101);
    services::bets::place_manual(&world.database.bot, &bet)
        .await
        .unwrap();
    world
        .owner(&format!(
            "SELECT code.correct_tickets(11, ARRAY['{}']::uuid[], ARRAY[0], ARRAY['won'],
               ARRAY[5000000], ARRAY[5], ARRAY[2], ARRAY['{{-1}}'], ARRAY['digest'])",
            bet.ticket
        ))
        .await;
    let mut tx = store::begin_guild(&world.database.bot, bet.guild)
        .await
        .unwrap();
    let span = Span {
        from: now() - TimeDelta::days(1),
        until: now() + TimeDelta::days(1),
        graded_min: 1,
    };
    let standings = leaderboards::page(&mut tx, bet.guild, &span, 0, 10).await;
    assert_eq!(standings.unwrap().rows, []);
    let record = manual::record(&mut tx, bet.guild, bet.member)
        .await
        .unwrap();
    assert_eq!(
        (record.graded, record.won, record.net),
        (1, 1, Units::whole(3))
    );
}
