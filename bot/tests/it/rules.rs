//! `/rules`: the published house rules.

use insta::assert_snapshot;
use serde_json::json;
use shared::feed::{GameReport, LeagueReport};
use shared::league::Sport;
use shared::market::{MarketKind, Side};
use shared::settings::RuleChoices;
use testkit::quote;

use crate::admin::{admin, said};
use crate::bet::{balance, pick};
use crate::world::{World, bears_at_home};

impl World {
    /// The server goes by this where bookmakers disagree.
    async fn goes_by(&self, name: &str, value: &str) {
        let choices = RuleChoices([(name.to_owned(), value.to_owned())].into());
        sqlx::query(
            "INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min,
               stake_max, slip_audience, changed_by, rule_choices, grading_digest)
             SELECT guild_id, 2, 'UTC', 'american', 500000, 5000000, 'everyone', 1, $1, $2
             FROM guilds",
        )
        .bind(sqlx::types::Json(&choices))
        .bind(choices.digest())
        .execute(&self.database.owner)
        .await
        .unwrap();
        self.run("SELECT pg_notify('dbsbm_settings', '')").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_a_sport_are_read_page_by_page_with_their_sources() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let first = alice.slash("#general", "rules", json!({})).await.unwrap();
    let message = first.message().unwrap();
    assert!(message.ephemeral);
    let text = first.text();
    let head: Vec<_> = text.lines().take(5).collect();
    assert_snapshot!(head.join("\n").replace(&format!("version {}", grading::RULE_VERSION), "version N"), @"
    **House rules: American football** · version N
    **Where bookmakers disagree, this server uses**
    If a place is shared, only part of the stake wins: the places left, divided by those who share them.
    The fourth quarter counts only its own score.
    **American football**
    ");
    assert!(text.contains("shows which rules decided it."), "{text}");

    let next = alice.press(message, "Next").await.unwrap();
    assert_ne!(next.text(), text);
    assert!(
        next.text()
            .starts_with("**House rules: American football**")
    );

    let other = alice
        .select(message, "Rules of another sport", &["tennis"])
        .await
        .unwrap();
    let text = other.text();
    assert!(text.starts_with("**House rules: Tennis**"), "{text}");
    assert!(text.contains("stands once one set is complete."), "{text}");
    assert_eq!(world.drive().refusals().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sport_can_be_named_and_its_rules_stay_where_they_were_after_a_restart() {
    let mut world = World::start().await;
    let named = json!({ "sport": "ice_hockey" });
    let alice = world.user("alice");
    let rules = alice.slash("#general", "rules", named).await.unwrap();
    assert!(rules.text().starts_with("**House rules: Ice hockey**"));
    world.restart().await;
    let next = alice.press(rules.message().unwrap(), "Next").await.unwrap();
    assert!(next.text().starts_with("**House rules: Ice hockey**"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_chose_is_shown_as_its_rule() {
    let world = World::start().await;
    let named = json!({ "sport": "american_football" });
    let alice = world.user("alice");
    let before = alice.slash("#general", "rules", named.clone()).await;
    let before = before.unwrap().text();
    assert!(before.contains("The fourth quarter counts only its own score."));

    world.goes_by("fourth_quarter", "with_overtime").await;
    world
        .until(async || {
            let after = alice.slash("#general", "rules", named.clone()).await;
            let text = after.unwrap().text();
            text.contains("The fourth quarter counts overtime too.")
                .then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_manages_a_server_may_go_by_another_rule_and_nobody_else() {
    let world = World::start().await;
    let named = json!({ "sport": "american_football" });
    let (alice, bob) = (world.user("alice"), world.user("ben"));
    let change = "Choose a different rule";
    let theirs = bob.slash("#general", "rules", named.clone()).await.unwrap();
    assert!(
        bob.select(theirs.message().unwrap(), change, &["dead_heat=pay_full"])
            .await
            .is_err()
    );

    let shown = alice
        .slash("#general", "rules", named.clone())
        .await
        .unwrap();
    let choice = ["fourth_quarter=with_overtime"];
    let after = alice
        .select(shown.message().unwrap(), change, &choice)
        .await
        .unwrap();
    assert!(
        after
            .text()
            .contains("The fourth quarter counts overtime too."),
        "{}",
        after.text()
    );
    assert!(
        after.text().contains("Changed for new bets."),
        "{}",
        after.text()
    );
    let read = bob.slash("#general", "rules", named).await.unwrap();
    assert!(
        read.text()
            .contains("The fourth quarter counts overtime too.")
    );
    let digest: String = sqlx::query_scalar(
        "SELECT grading_digest FROM guild_settings ORDER BY version DESC LIMIT 1",
    )
    .fetch_one(&world.database.owner)
    .await
    .unwrap();
    let chosen = [("fourth_quarter".to_owned(), "with_overtime".to_owned())];
    assert_eq!(digest, RuleChoices(chosen.into()).digest());
    assert_eq!(world.drive().refusals().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_that_an_admin_states_decides_by_what_the_server_goes_by() {
    let world = World::start().await;
    let rugby = LeagueReport {
        code: "URC".to_owned(),
        name: "United Rugby Championship".to_owned(),
        sport: Sport::RugbyUnion,
    };
    let report = GameReport {
        league: rugby,
        quotes: vec![
            quote(MarketKind::Moneyline2, None, Side::Home, 150),
            quote(MarketKind::Moneyline2, None, Side::Away, -180),
        ],
        ..bears_at_home()
    };
    world.report(report).await;
    let (alice, ben) = (world.user("alice"), world.user("ben"));
    // Whoever acts first makes the server known.
    balance(&ben).await;
    world.goes_by("level_without_draw", "push").await;
    let stakes = pick(&ben, "Bears to win +150").await;
    let stakes = stakes.message().unwrap();
    ben.press(stakes, "Bet 1u to win 1.5u").await.unwrap();
    world
        .run("UPDATE games SET starts_at = starts_at - interval '2 hours'")
        .await;
    let games = alice
        .autocomplete(
            "#general",
            "admin correct-result",
            json!({ "game": "" }),
            "game",
        )
        .await
        .unwrap();
    let level = json!({
        "game": games[0].value, "home": 20, "away": 20, "reason": "the feed is silent",
    });
    let preview = admin(&alice, "correct-result", level).await;
    let said = said(&preview);
    assert!(said.contains("of Ben: Open becomes Push"), "{said}");
}
