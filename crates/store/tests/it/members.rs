//! Servers, settings, members.

use chrono_tz::Tz;
use shared::id::{ChannelId, DiscordUserId, MessageId};
use shared::member::NotifyBy;
use shared::price::OddsFormat;
use shared::settings::{ServerSettings, SlipAudience};
use shared::shards::ShardRange;
use shared::units::Units;
use store::guilds::JoinedGuild;
use store::{bot_state, guilds, members};
use testkit::{HERE, THERE, World};

#[tokio::test]
async fn settings_are_versions_of_which_the_newest_holds() {
    let world = World::new().await;
    let mut tx = world.begin(HERE).await;
    let made = guilds::settings(&mut tx, HERE).await.unwrap().unwrap();
    assert_eq!(made.version, 1, "they are made with the server");
    let first = ServerSettings {
        version: 1,
        slip_channel: Some(ChannelId::new(5)),
        time_zone: Tz::Europe__Berlin,
        odds_format: OddsFormat::Decimal,
        stake_max: Units::whole(9),
        slip_audience: SlipAudience::Shared,
        ..ServerSettings::defaults(HERE)
    };
    let by = DiscordUserId::new(1);
    guilds::append_settings(&mut tx, &first, by).await.unwrap();
    let read = guilds::settings(&mut tx, HERE).await.unwrap().unwrap();
    assert_eq!(
        read,
        ServerSettings {
            version: 2,
            ..first
        }
    );
    guilds::append_settings(&mut tx, &read, by).await.unwrap();
    let read = guilds::settings(&mut tx, HERE).await.unwrap().unwrap();
    assert_eq!(read.version, 3);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn of_two_changes_to_one_version_the_second_is_refused_by_name() {
    let world = World::new().await;
    let settings = ServerSettings {
        version: 1,
        ..ServerSettings::defaults(HERE)
    };
    let by = DiscordUserId::new(1);
    let mut tx = world.begin(HERE).await;
    guilds::append_settings(&mut tx, &settings, by)
        .await
        .unwrap();
    let refused = guilds::append_settings(&mut tx, &settings, by)
        .await
        .unwrap_err();
    assert_eq!(refused.constraint(), Some("guild_settings_pkey"));
}

#[tokio::test]
async fn a_server_sees_neither_members_nor_settings_of_another() {
    let world = World::new().await;
    let alice = world.member(1).await;
    let mut tx = world.begin(THERE).await;
    assert_eq!(guilds::find(&mut tx, HERE).await.unwrap(), None);
    assert_eq!(members::find(&mut tx, HERE, alice.id).await.unwrap(), None);
    let user = DiscordUserId::new(1);
    assert_eq!(members::by_user(&mut tx, HERE, user).await.unwrap(), None);
}

#[tokio::test]
async fn a_member_keeps_how_they_read_odds_and_are_told() {
    let world = World::new().await;
    let alice = world.member(1).await;
    let mut tx = world.begin(HERE).await;
    members::set_notify(&mut tx, HERE, alice.id, NotifyBy::Ping)
        .await
        .unwrap();
    let format = Some(OddsFormat::Fractional);
    members::set_odds_format(&mut tx, HERE, alice.id, format)
        .await
        .unwrap();
    let found = members::find(&mut tx, HERE, alice.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.notify, Some(NotifyBy::Ping));
    assert_eq!(found.odds_format, format);
    members::set_odds_format(&mut tx, HERE, alice.id, None)
        .await
        .unwrap();
    let found = members::find(&mut tx, HERE, alice.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.odds_format, None);
}

#[tokio::test]
async fn a_board_is_wanted_posted_and_gone_with_the_bot() {
    let world = World::empty().await;
    let mut tx = world.begin(HERE).await;
    let here = JoinedGuild {
        name: "Here",
        locale: "de",
        member_count: 300,
    };
    guilds::joined(&mut tx, &here, &ServerSettings::defaults(HERE))
        .await
        .unwrap();
    let channel = ChannelId::new(5);
    guilds::want_board(&mut tx, HERE, Some(channel))
        .await
        .unwrap();
    guilds::board_posted(&mut tx, HERE, channel, MessageId::new(6), "d")
        .await
        .unwrap();
    let found = guilds::find(&mut tx, HERE).await.unwrap().unwrap();
    assert_eq!(
        (found.member_count, found.board_channel),
        (300, Some(channel))
    );
    assert_eq!(found.board_message, Some(MessageId::new(6)));
    tx.commit().await.unwrap();
    assert_eq!(
        guilds::with_boards(&world.database.bot, ShardRange::WHOLE)
            .await
            .unwrap(),
        [HERE]
    );

    let mut tx = world.begin(HERE).await;
    guilds::left(&mut tx, HERE).await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        guilds::with_boards(&world.database.bot, ShardRange::WHOLE)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn the_bot_remembers_what_it_is_told_and_forgets_it() {
    let world = World::new().await;
    let pool = &world.database.bot;
    bot_state::put(pool, "k", &vec![1, 2]).await.unwrap();
    bot_state::put(pool, "k", &vec![3]).await.unwrap();
    let kept: Option<Vec<i32>> = bot_state::get(pool, "k").await.unwrap();
    assert_eq!(kept, Some(vec![3]));
    let other = bot_state::get::<String>(pool, "k").await;
    assert!(other.is_err(), "another form is an error, not nothing");
    bot_state::delete(pool, "k").await.unwrap();
    assert_eq!(bot_state::get::<Vec<i32>>(pool, "k").await.unwrap(), None);
}

#[tokio::test]
async fn the_programs_role_is_held_back_and_the_owner_is_told_apart() {
    let world = World::new().await;
    let bot = guilds::role(&world.database.bot).await.unwrap();
    assert_eq!(bot.name, "dbsbm_bot");
    assert!(!bot.is_superuser && !bot.bypasses_row_security);
    assert!(
        guilds::role(&world.database.owner)
            .await
            .unwrap()
            .is_superuser
    );
}
