//! `/why` for every way in which a ticket can come out.

use insta::assert_snapshot;
use serde_json::json;
use shared::feed::GameReport;
use shared::market::{MarketKind, Side};
use testkit::{ReportExt, quote};

use crate::announce::is_results;
use crate::tickets::receipt;
use crate::world::{World, bears_at_home};

impl World {
    /// Alice bets one unit on that price, the game ends so, and she asks how it was graded.
    async fn why(&self, game: GameReport, pick: &str, end: GameReport) -> String {
        self.report(game).await;
        self.bet("alice", pick).await;
        self.end(end).await;
        self.wait(is_results).await;
        let alice = self.user("alice");
        let typing = json!({ "ticket": "" });
        let choices = alice
            .autocomplete("#general", "why", typing, "ticket")
            .await
            .unwrap();
        let chosen = json!({ "ticket": choices[0].value });
        let why = alice.slash("#general", "why", chosen).await.unwrap();
        assert!(why.message().unwrap().ephemeral);
        receipt(&why.text())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sum_on_the_line_gives_the_stake_back() {
    let world = World::start().await;
    let end = bears_at_home().final_score(24, 21);
    let why = world.why(bears_at_home(), "Over 45 -105", end).await;
    assert_snapshot!(why, @"
    **Ticket CODE · Push** · Over 45 at -105, placed <f>
    1. **Over 45** at -105 (Alpha) · **Push**
    **Packers at Bears** · NFL · <f> (<R>)
    Bears 24 + Packers 21 = 45, exactly 45, so it's a push and the stake is returned
    -# Source: test, final <f>, result 1. Bears:Packers 24:21. Counted: the whole game. Rule american_football/total, version N. Receipt HASH
    Push <f>: 1 x 1 = **1 back** (0.00)
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_line_is_won_by_half() {
    let world = World::start().await;
    let mut game = bears_at_home();
    game.quotes = vec![
        quote(MarketKind::Spread, Some("3.25"), Side::Home, -110),
        quote(MarketKind::Spread, Some("3.25"), Side::Away, -110),
    ];
    let end = bears_at_home().final_score(24, 27);
    let why = world.why(game, "Bears +3.25 -110", end).await;
    assert_snapshot!(why, @"
    **Ticket CODE · Half won** · Bears +3.25 at -110, placed <f>
    1. **Bears +3.25** at -110 (Alpha) · **Half won**
    **Packers at Bears** · NFL · <f> (<R>)
    Bears 24 + 3.25 = 27.25 beats Packers 27, so half the stake wins and half is returned
    -# Source: test, final <f>, result 1. Bears:Packers 24:27. Counted: the whole game. Rule american_football/spread, version N. Receipt HASH
    Half won <f>: 1 x 16/11 = **1.454545 back** (+0.454545), rounded down to a millionth of a unit
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_is_called_off_says_by_which_rule_the_stake_is_back() {
    let world = World::start().await;
    let off = bears_at_home().cancelled();
    let why = world.why(bears_at_home(), "Bears to win +150", off).await;
    assert_snapshot!(why, @"
    **Ticket CODE · Void** · Bears to win at +150, placed <f>
    1. **Bears to win** at +150 (Alpha) · **Void**
    **Packers at Bears** · NFL · <f> (<R>)
    Game cancelled, so it's void and the stake is returned
    -# A game that was called off, or not played in time, is void. (DraftKings, BetMGM and theScore: a game that is not played in its window is void)
    -# Source: test, game cancelled <f>, result 1. Rule american_football/moneyline_2way, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
}
