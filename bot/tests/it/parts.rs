//! Bets on parts of a game, on one team, and on a match that is cut short.

use insta::assert_snapshot;
use serde_json::json;
use shared::competitor::Lead;
use shared::facts::{Ending, Facts, Method};
use shared::feed::QuoteReport;
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};
use testkit::{FEED, ReportExt, game, quote, team};

use crate::announce::is_results;
use crate::props::{bet, told, why};
use crate::world::{World, bears_at_home, soon, stable};

#[tokio::test(flavor = "multi_thread")]
async fn a_half_and_a_team_have_totals_of_their_own() {
    let world = World::start().await;
    let sport = shared::league::Sport::AmericanFootball;
    let bears = team("Bears").first_id(FEED, sport);
    let half = [(Side::Over, -105), (Side::Under, -115)].map(|(side, price)| QuoteReport {
        period: Period::Half(1),
        ..quote(MarketKind::Total, Some("21.5"), side, price)
    });
    let own = [(Side::Over, -110), (Side::Under, -110)].map(|(side, price)| QuoteReport {
        subject: Some(bears),
        ..quote(MarketKind::TeamTotal, Some("20.5"), side, price)
    });
    let report = bears_at_home().quoted(half).quoted(own);
    world.report(&report).await;
    let alice = world.user("alice");
    bet(&alice, "bears", "over 21.5 half").await;
    bet(&alice, "bears", "bears under 20.5").await;
    let over = report.final_score(24, 17);
    let over = over.period_score(Period::Half(1), 14, 10);
    let over = over.period_score(Period::Half(2), 10, 7);
    world.end(over).await;
    assert_snapshot!(why(&alice, "half").await, @"
    **Ticket CODE · Won** · Over 21.5, 1st half at -105, placed <f>
    1. **Over 21.5, 1st half** at -105 (Alpha) · **Won**
    **Packers at Bears** · NFL · <f> (<R>)
    Bears 14 + Packers 10 = 24, over 21.5, so it won
    -# Source: test, final <f>, result 1. Bears:Packers 24:17, 1st half 14:10, 2nd half 10:7. Counted: the 1st half. Rule american_football/total, version N. Receipt HASH
    Won <f>: 1 x 41/21 = **1.95238 back** (+0.95238), rounded down to a millionth of a unit
    ");
    assert_snapshot!(why(&alice, "20.5").await, @"
    **Ticket CODE · Lost** · Bears under 20.5 at -110, placed <f>
    1. **Bears under 20.5** at -110 (Alpha) · **Lost**
    **Packers at Bears** · NFL · <f> (<R>)
    Bears 24, over 20.5, so it lost
    -# Source: test, final <f>, result 1. Bears:Packers 24:17, 1st half 14:10, 2nd half 10:7. Counted: the whole game. Rule general/team_total, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_that_ends_by_retirement_says_by_which_rule_it_stands() {
    let world = World::start().await;
    let mut tennis = game("ATP", "Lind", "Costa")
        .starts_at(soon(1))
        .moneyline(-140, 120);
    tennis.facts.best_of = Some(3);
    world.report(&tennis).await;
    let alice = world.user("alice");
    bet(&alice, "lind", "lind to win").await;
    assert_snapshot!(told(&world.slip("Alice").await), @"
    **Alice** · **Lind to win** at **-140** · 1u to win 0.71u
    Lind v Costa · ATP · <f> (<R>)
    Wins if Lind wins
    -# Alpha · placed <f> · ticket CODE

    Alice: OPEN. Lind v Costa. Lind to win, -140. Wins if Lind wins. Risk 1u, ATP, to win 0.71u.
    ");
    let ending = Ending {
        winner: Some(Lead::Home),
        method: Some(Method::Retirement),
        ..Ending::default()
    };
    let facts = Facts {
        ending: Some(ending),
        best_of: Some(3),
        ..Facts::default()
    };
    let over = tennis.in_state(GameStatus::Retired).with_facts(facts);
    let over = over.period_score(Period::Full, 1, 0);
    let over = over.period_score(Period::Set(1), 6, 4);
    let over = over.period_score(Period::Set(2), 2, 1);
    world.end(over).await;
    let results = world.wait(is_results).await;
    assert_snapshot!(stable(&results.content), @"
    **Lind v Costa** · Lind won by retirement · ATP
    `+0.71u` Alice · Lind to win
    ");
    assert_snapshot!(why(&alice, "lind").await, @"
    **Ticket CODE · Won** · Lind to win at -140, placed <f>
    1. **Lind to win** at -140 (Alpha) · **Won**
    **Lind v Costa** · ATP · <f> (<R>)
    Declared the winner: Lind, so it won
    -# When a player retires or is disqualified the moneyline stands for the other one if a full set was completed, otherwise it is void. (Pinnacle tennis: trailing 0-6 0-2 and the opponent retires, the trailing player wins; others: two sets, whoever goes through, or void)
    -# Source: test, retirement <f>, result 1. Lind:Costa 1:0, set 1 6:4, set 2 2:1. Rule tennis/moneyline_2way, version N. Receipt HASH
    Won <f>: 1 x 12/7 = **1.714285 back** (+0.714285), rounded down to a millionth of a unit
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fight_has_no_score_and_is_told_by_who_won_it() {
    let world = World::start().await;
    let mut fight = game("UFC", "Lind", "Costa")
        .starts_at(soon(1))
        .moneyline(-140, 120);
    fight.facts.scheduled_rounds = Some(3);
    world.report(&fight).await;
    let alice = world.user("alice");
    bet(&alice, "lind", "costa to win").await;
    let ending = Ending {
        winner: Some(Lead::Away),
        method: Some(Method::Submission),
        round: Some(2),
        second: Some(130),
        ..Ending::default()
    };
    let facts = Facts {
        ending: Some(ending),
        scheduled_rounds: Some(3),
        ..Facts::default()
    };
    world
        .end(fight.in_state(GameStatus::Final).with_facts(facts))
        .await;
    let results = world.wait(is_results).await;
    assert_snapshot!(stable(&results.content), @"
    **Lind v Costa** · Costa won · UFC
    `+1.2u` Alice · Costa to win
    ");
    let settled = json!({ "which": "settled" });
    let settled = alice.slash("#general", "tickets", settled).await.unwrap();
    assert_snapshot!(stable(&settled.text()), @"
    **1 settled ticket**
    **Won** · **Costa to win** at +120 · +1.2u · ticket CODE, <d>
    Lind v Costa · Costa won · UFC
    Declared the winner: Costa
    ");
}
