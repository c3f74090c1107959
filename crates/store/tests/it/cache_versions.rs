//! Versions of what is cached: they move with what they stand for, and every move is found.

use shared::cache::{Moved, Namespace, Scope, Version};
use shared::id::{DiscordUserId, LeagueId};
use shared::member::NotifyBy;
use shared::settings::ServerSettings;
use store::cache_versions::{self, Cursor};
use store::{guilds, members};
use testkit::{HERE, ReportExt, THERE, World, game, on};

async fn version(world: &World, scope: Scope, namespace: Namespace) -> Version {
    let versions = cache_versions::of(&world.database.bot, scope).await;
    versions.unwrap().of(namespace)
}

async fn look(world: &World, since: Option<&Cursor>) -> (Vec<Moved>, Cursor) {
    cache_versions::moved(&world.database.bot, since)
        .await
        .unwrap()
}

fn is_told(moved: &[Moved], scope: Scope, namespace: Namespace) -> bool {
    moved
        .iter()
        .any(|it| (it.scope, it.namespace) == (scope, namespace))
}

#[tokio::test]
async fn a_change_moves_the_version_of_what_it_changes_there_and_nowhere_else() {
    let world = World::new().await;
    let alice = world.member(1).await;
    let of = async |scope| {
        let mut all = Vec::new();
        for namespace in Namespace::all() {
            all.push(version(&world, scope, namespace).await);
        }
        all
    };
    let (here, there) = (Scope::Guild(HERE), Scope::Guild(THERE));
    let (before, elsewhere) = (of(here).await, of(there).await);
    let differ = |before: &[Version], after: &[Version]| {
        let all = Namespace::all().zip(before.iter().zip(after));
        all.filter(|(_, (old, new))| old != new)
            .map(|(namespace, _)| namespace)
            .collect::<Vec<_>>()
    };

    let mut tx = world.begin(HERE).await;
    let settings = guilds::settings(&mut tx, HERE).await.unwrap().unwrap();
    let settings = ServerSettings {
        manual_bets: true,
        ..settings
    };
    guilds::append_settings(&mut tx, &settings, DiscordUserId::new(1))
        .await
        .unwrap();
    assert_eq!(of(here).await, before, "nobody sees it before the commit");
    tx.commit().await.unwrap();
    let changed = of(here).await;
    assert_eq!(differ(&before, &changed), [Namespace::GuildData]);

    let mut tx = world.begin(HERE).await;
    members::set_notify(&mut tx, HERE, alice.id, NotifyBy::Nothing)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let preferred = of(here).await;
    assert_eq!(differ(&changed, &preferred), [Namespace::UserData]);
    assert_eq!(of(there).await, elsewhere);
}

#[tokio::test]
async fn settling_drops_the_pages_of_its_server_and_placing_drops_none() {
    let world = World::new().await;
    let bears = game("NFL", "Bears", "Packers").starts_at(world.at(3));
    let bears = bears.spread("-3.5", -110, -110);
    world.report(&bears).await;
    let alice = world.member(1).await;
    let (here, there) = (Scope::Guild(HERE), Scope::Guild(THERE));
    let before = version(&world, here, Namespace::DbQuery).await;
    let (_, cursor) = look(&world, None).await;
    world.bet(alice, 1, on("bears-packers").home("-3.5")).await;
    assert_eq!(version(&world, here, Namespace::DbQuery).await, before);
    world.report(bears.final_score(27, 20)).await;
    world.settle().await;
    assert_ne!(version(&world, here, Namespace::DbQuery).await, before);
    let (moved, _) = look(&world, Some(&cursor)).await;
    assert!(is_told(&moved, here, Namespace::DbQuery), "{moved:?}");
    assert!(!is_told(&moved, there, Namespace::DbQuery), "{moved:?}");
}

/// How long other tests may keep a transaction open.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

#[tokio::test]
async fn a_move_that_commits_after_a_look_is_found_by_the_next() {
    let world = World::new().await;
    let here = Scope::Guild(HERE);
    let (nothing, first) = look(&world, None).await;
    assert_eq!(nothing, []);
    let mut slow = world.begin(HERE).await;
    cache_versions::move_guild(&mut slow, HERE, Namespace::UserData)
        .await
        .unwrap();
    // Others come and go meanwhile, and so do looks.
    let mut quick = world.begin(THERE).await;
    cache_versions::move_guild(&mut quick, THERE, Namespace::UserData)
        .await
        .unwrap();
    quick.commit().await.unwrap();
    let (moved, second) = look(&world, Some(&first)).await;
    assert!(is_told(&moved, Scope::Guild(THERE), Namespace::UserData));
    assert!(!is_told(&moved, here, Namespace::UserData));
    slow.commit().await.unwrap();
    let (moved, third) = look(&world, Some(&second)).await;
    assert!(is_told(&moved, here, Namespace::UserData), "{moved:?}");
    let told = moved.iter().find(|it| it.scope == here).unwrap();
    assert_eq!(
        told.version,
        version(&world, here, Namespace::UserData).await
    );
    // Transactions of other databases in the cluster hold the mark back: a move may be told again.
    let mut since = third;
    let silence = async {
        loop {
            let (moved, next) = look(&world, Some(&since)).await;
            if moved.is_empty() {
                return;
            }
            since = next;
        }
    };
    tokio::time::timeout(PATIENCE, silence).await.unwrap();
}

#[tokio::test]
async fn a_whole_namespace_and_a_leagues_part_move_by_themselves() {
    let world = World::new().await;
    world
        .report(game("NFL", "Bears", "Packers").starts_at(world.at(3)))
        .await;
    let nfl = LeagueId::derive("NFL");
    let before = version(&world, Scope::Everywhere, Namespace::ImageCache).await;
    assert_ne!(before, Version::FIRST, "no two databases share one");
    let mut tx = world.database.fetcher.begin().await.unwrap();
    cache_versions::move_all(&mut tx, Namespace::ImageCache)
        .await
        .unwrap();
    cache_versions::move_league(&mut tx, nfl, Namespace::LeagueData)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let after = version(&world, Scope::Everywhere, Namespace::ImageCache).await;
    assert_ne!(before, after);
    let league = version(&world, Scope::League(nfl), Namespace::LeagueData).await;
    assert_ne!(league, Version::FIRST);
    let mut tx = world.database.fetcher.begin().await.unwrap();
    cache_versions::move_league(&mut tx, nfl, Namespace::LeagueData)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_ne!(
        version(&world, Scope::League(nfl), Namespace::LeagueData).await,
        league
    );
}
