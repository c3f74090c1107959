//! Bets on players, graded on what the leagues' own feeds report.

use grading::HouseRules;
use providers::{mlb, nhl};
use shared::feed::GameReport;
use shared::game::{GameResult, Period};
use shared::grade::LegOutcome::{self, Lost, Void, Won};
use shared::id::GameId;
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Selection, Side};
use shared::testing::noon;

use crate::support::{fixture, game};

/// What a bet comes to that this player has more of something than so many quarters.
fn over(report: &GameReport, provider: &str, player: &str, what: &str, line: i32) -> LegOutcome {
    let sport = report.league.sport;
    let result = GameResult {
        game: GameId::mint(noon()),
        version: 1,
        status: report.status,
        scores: report.scores.clone(),
        facts: report.facts.clone(),
        provider: provider.to_owned(),
        decided_at: noon(),
    };
    let named = report.players.iter().find(|it| it.name == player).unwrap();
    let line = Line::from_quarters(line).unwrap();
    let key = MarketKey {
        subject: Some(named.first_id(provider, sport)),
        statistic: Some(what.to_owned()),
        ..MarketKey::of_game(
            result.game,
            MarketKind::PlayerTotal,
            Period::Full,
            Some(line),
        )
    };
    let selection = Selection::of(&key, Side::Over).unwrap();
    let rules = HouseRules::new(sport, report.league.code.clone());
    grading::grade(&rules, &selection, &result).unwrap().outcome
}

#[test]
fn baseball_players_are_graded_by_the_box_score_and_who_did_not_play_is_void() {
    let live = mlb::read_live(&fixture("mlb/live.json")).unwrap();
    let report = game(&live.answer.games, "900001");
    let over = |player, what, line| over(report, "mlb", player, what, line);
    assert_eq!(over("Ada Álvarez", "hits", 6), Won, "two, over 1.5");
    assert_eq!(over("Ada Álvarez", "total_bases", 22), Won, "six, over 5.5");
    assert_eq!(over("Ada Álvarez", "home_runs", 6), Lost);
    assert_eq!(over("Ada Álvarez", "strikeouts", 2), Won);
    assert_eq!(over("Dov Eads", "strikeouts_thrown", 26), Won);
    assert_eq!(over("Dov Eads", "outs_recorded", 70), Lost);
    assert_eq!(over("Gus Hale", "strikeouts_thrown", 2), Void, "in relief");
    assert_eq!(over("Ben Cole", "hits", 2), Void, "came in for another");
    assert_eq!(over("Eli Foss", "hits", 2), Void, "on the bench");
}

#[test]
fn hockey_players_are_graded_by_the_box_score_and_who_was_left_out_is_void() {
    let scores = nhl::read(&fixture("nhl/score.json")).unwrap();
    let mut report = game(&scores.games, "2031020003").clone();
    let told = nhl::read_box(&fixture("nhl/boxscore.json")).unwrap();
    let beside = nhl::read_rail(&fixture("nhl/rail.json")).unwrap();
    report.players = told.players;
    report.facts.players = told.lines;
    for named in beside.players.iter().filter(|it| it.name == "Gil Grant") {
        let id = named.first_id("nhl", report.league.sport);
        let line = beside.lines.iter().find(|it| it.id == id).unwrap();
        report.players.push(named.clone());
        report.facts.players.push(line.clone());
    }
    let over = |player, what, line| over(&report, "nhl", player, what, line);
    assert_eq!(over("A. Åkers", "goals", 6), Won);
    assert_eq!(over("A. Åkers", "points", 14), Lost, "three, over 3.5");
    assert_eq!(over("A. Åkers", "shots_on_goal", 18), Won);
    assert_eq!(over("C. Crow", "saves", 118), Won);
    assert_eq!(over("D. Dell", "saves", 2), Void, "did not start");
    assert_eq!(over("B. Bell", "goals", 2), Void, "no time on the ice");
    assert_eq!(over("Gil Grant", "goals", 2), Void, "left out");
}
