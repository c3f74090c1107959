//! What holds in a server, and who changes it.

use insta::assert_snapshot;
use serde_json::{Value, json};
use twilight_model::application::command::CommandType;

use crate::admin::numberless;
use crate::bet::{balance, pick};
use crate::world::{World, bears_at_home, stable};

/// A channel's mention without its number.
fn channels(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in stable(text).split("<#").enumerate() {
        match part.split_once('>') {
            Some((_, rest)) if index > 0 => {
                out.push_str("<#>");
                out.push_str(rest);
            }
            _ => out.push_str(part),
        }
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn every_setting_is_changed_by_itself_and_none_is_lost() {
    let world = World::start().await;
    let alice = world.user("alice");
    let shown = alice.slash("#general", "setup", json!({})).await.unwrap();
    assert_snapshot!(channels(&shown.text()), @"
    **Settings of this server**
    Slips: the channel of the bet
    Results: the channel of the bet
    Time zone: America/New_York
    Odds: American, -110
    Stakes: 0.5u to 5u
    Posted slips: everyone's
    Board: none
    Corrections: server managers
    Manual bets: not allowed
    ");
    let message = shown.message().unwrap();
    alice
        .select(message, "Channel for slips", &["#slips"])
        .await
        .unwrap();
    alice
        .select(message, "Channel for results", &["#results"])
        .await
        .unwrap();
    alice
        .select(message, "Odds in public", &["decimal"])
        .await
        .unwrap();
    alice
        .select(message, "Time zone", &["Europe/Berlin"])
        .await
        .unwrap();
    alice
        .select(message, "Whose slips are posted", &["shared"])
        .await
        .unwrap();
    let form = alice.press(message, "Stake limits").await.unwrap();
    let values = json!({ "min": "1", "max": "10" });
    let shown = alice
        .submit_modal(form.modal().unwrap(), values)
        .await
        .unwrap();
    assert_snapshot!(channels(&shown.text()), @"
    Stakes are now 1u to 10u. Bets already placed stay as they are.
    **Settings of this server**
    Slips: <#>
    Results: <#>
    Time zone: Europe/Berlin
    Odds: Decimal, 1.91
    Stakes: 1u to 10u
    Posted slips: those that are shared
    Board: none
    Corrections: server managers
    Manual bets: not allowed
    ");

    let form = alice.press(message, "Stake limits").await.unwrap();
    let values = json!({ "min": "5", "max": "1" });
    let refused = alice
        .submit_modal(form.modal().unwrap(), values)
        .await
        .unwrap();
    let refused = refused
        .follow_ups
        .last()
        .or(refused.message.as_ref())
        .unwrap();
    assert_snapshot!(stable(&refused.text), @"
    The smallest stake can't be above the largest, and the largest can't be above 1,000,000. Nothing was changed.
    -# CODE
    ");

    let made = json!({ "name": "Graders", "members": ["ben"] });
    let _: Value = world.drive().call("new_role", made).await.unwrap();
    let menu = "Role that can correct and grade";
    alice.select(message, menu, &["Graders"]).await.unwrap();
    let allowed = alice.press(message, "Allow manual bets").await;
    let shown = numberless(&channels(&allowed.unwrap().text()));
    assert_snapshot!(shown.lines().skip(8).collect::<Vec<_>>().join("\n"), @"
    Board: none
    Corrections: server managers and <@&>
    Manual bets: allowed
    ");

    let zone = json!({ "time_zone": "america/chicago" });
    let shown = alice.slash("#general", "setup", zone).await.unwrap();
    assert!(shown.text().contains("America/Chicago"), "{}", shown.text());
    let zone = json!({ "time_zone": "chicag" });
    let choices = alice
        .autocomplete("#general", "setup", zone, "time_zone")
        .await
        .unwrap();
    assert_eq!(choices[0].name, "America/Chicago");
    assert!(world.drive().refusals().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_where_the_bot_may_not_write_is_named_at_once() {
    let world = World::start().await;
    let alice = world.user("alice");
    let drive = world.drive();
    let deny = ["SEND_MESSAGES"];
    drive
        .set_permissions("#slips", "bot", &[], &deny)
        .await
        .unwrap();
    let shown = alice.slash("#general", "setup", json!({})).await.unwrap();
    let chosen = alice
        .select(shown.message().unwrap(), "Channel for slips", &["#slips"])
        .await
        .unwrap();
    let first: String = channels(&chosen.text()).lines().take(1).collect();
    assert_snapshot!(first, @"**I can't post in <#>.** I'm missing: Send Messages, Attach Files. Allow it in the channel's permissions. Your choice is saved.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_reads_odds_in_their_own_format() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let balance_shown = alice.slash("#general", "balance", json!({})).await.unwrap();
    alice
        .select(
            balance_shown.message().unwrap(),
            "Odds format",
            &["decimal"],
        )
        .await
        .unwrap();
    let stakes = pick(&alice, "Bears +3.5 1.91").await;
    assert!(
        stakes.text().contains("**Bears +3.5** at **1.91**"),
        "{}",
        stakes.text()
    );
    let ben = world.user("ben");
    let stakes = pick(&ben, "Bears +3.5 -110").await;
    assert!(stakes.text().contains("-110"));
}

#[tokio::test(flavor = "multi_thread")]
async fn help_lists_every_command_and_only_those_that_the_member_may_use() {
    let world = World::start().await;
    let help = world
        .user("alice")
        .slash("#general", "help", json!({}))
        .await
        .unwrap();
    for command in bot::features::definitions() {
        let said = match command.kind {
            CommandType::Message => format!("**{}**", command.name),
            _ => format!("</{}", command.name),
        };
        assert!(help.text().contains(&said), "{said}");
    }
    let help = world
        .user("ben")
        .slash("#general", "help", json!({}))
        .await
        .unwrap();
    assert!(!help.text().contains("</setup:"), "{}", help.text());
    assert_eq!(
        balance(&world.user("ben")).await,
        "100u to bet with, 0u at risk in open tickets"
    );
}
