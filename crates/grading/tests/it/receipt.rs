//! What a receipt holds, and that it replays.

use chrono::TimeDelta;
use grading::{FIRST_VERSION, Receipt, ReceiptError, ReplayError, replay, verify};
use shared::game::GameStatus;
use shared::game::Period::{Full, Half};
use shared::grade::LegOutcome;
use shared::id::GameId;
use shared::league::Sport::{AmericanFootball, Soccer};
use shared::market::MarketKind::{Moneyline3, Spread, Total};
use shared::market::Side::{Away, Draw, Home, Over};
use shared::market::{MarketKey, MarketKind, Selection};

use crate::{ended, final_with, full, graded, pick};

/// The bytes are a promise: hashes of stored receipts rest on them.
#[test]
fn the_bytes_of_a_receipt_never_change_their_form() {
    let receipt = graded(
        &pick(Spread, Away, Some("+3.5")),
        AmericanFootball,
        &full(27, 24),
    )
    .receipt;
    let selection = &receipt.selection;
    let expected = format!(
        concat!(
            r#"{{"format":2,"rule":"american_football/spread","#,
            r#""by":["american_football/counts_full"],"rule_version":3,"#,
            r#""sport":"american_football","league":"DEMO","selection":{{"id":"{id}","market":"{market}","#,
            r#""game":"{game}","kind":"spread","period":"full","side":"away","line":14}},"#,
            r#""result":{{"game":"{game}","version":1,"status":"final","provider":"espn","#,
            r#""decided_at":"2024-11-17T12:00:00.000000Z","#,
            r#""scores":[["full","home",27],["full","away",24]]}},"counted":["+full"],"#,
            r#""working":{{"kind":"sides","own":24,"other":27,"line":14,"margin":2}},"#,
            r#""outcome":"won","win":[1,1],"refund":[0,1]}}"#,
        ),
        id = selection.id,
        market = selection.market,
        game = selection.game,
    );
    let bytes = receipt.to_bytes().unwrap();
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
    assert_eq!(
        Receipt::digest(&bytes),
        Receipt::digest(expected.as_bytes())
    );
    assert_eq!(Receipt::from_bytes(&bytes), Ok(receipt));
}

/// What was written before rules knew leagues: those bytes stand in books.
fn first_receipt(game: &str, scores: &str, rest: &str, (sport, kind): (&str, &str)) -> String {
    let asked = MarketKind::from_word(kind).unwrap();
    let key = MarketKey::of_game(GameId::derive("CHI@GB"), asked, Full, None);
    let selection = Selection::of(&key, Home).unwrap();
    format!(
        concat!(
            r#"{{"format":1,"rule":"{sport}/{kind}","rule_version":1,"sport":"{sport}","#,
            r#""selection":{{"id":"{id}","market":"{market}","game":"{of}","kind":"{kind}","#,
            r#""period":"full","side":"home","line":null}},"#,
            r#""result":{{"game":"{of}","version":1,"status":"{game}","provider":"espn","#,
            r#""decided_at":"2024-11-17T12:00:00.000000Z","scores":[{scores}]}},{rest}}}"#,
        ),
        id = selection.id,
        market = selection.market,
        of = selection.game,
        sport = sport,
        kind = kind,
        game = game,
        scores = scores,
        rest = rest,
    )
}

#[test]
fn receipts_of_the_first_rules_still_read_and_replay_to_the_byte() {
    let won = r#""outcome":"won","win":[1,1],"refund":[0,1]"#;
    let void = r#""outcome":"void","win":[0,1],"refund":[1,1]"#;
    let sides = r#""working":{"kind":"sides","own":3,"other":2,"line":null,"margin":4}"#;
    let thirds = concat!(
        r#"["P1","home",1],["P1","away",1],["P2","home",1],["P2","away",1],"#,
        r#"["P3","home",0],["P3","away",0],["shootout","home",3],["shootout","away",1]"#,
    );
    let counted = r#""counted":["+P1","+P2","+P3","overtime_if_any","shootout_goal_if_any"]"#;
    for (text, outcome) in [
        (
            first_receipt(
                "final",
                r#"["full","home",3],["full","away",2]"#,
                &format!(r#""counted":["full_without_extra_time"],{sides},{won}"#),
                ("soccer", "moneyline_2way"),
            ),
            LegOutcome::Won,
        ),
        (
            // They counted the shoot-out in every league.
            first_receipt(
                "final",
                thirds,
                &format!("{counted},{sides},{won}"),
                ("ice_hockey", "moneyline_2way"),
            ),
            LegOutcome::Won,
        ),
        (
            // They voided what the rules in force would hold to be decided.
            first_receipt(
                "abandoned",
                r#"["full","home",3],["full","away",2]"#,
                &format!(
                    r#""counted":[],"working":{{"kind":"not_played","status":"abandoned"}},{void}"#
                ),
                ("baseball", "moneyline_2way"),
            ),
            LegOutcome::Void,
        ),
    ] {
        let grade = verify(text.as_bytes()).unwrap_or_else(|it| panic!("{it}\n{text}"));
        assert_eq!(grade.outcome, outcome);
        assert_eq!(grade.receipt.rule_version, FIRST_VERSION);
    }
}

/// What was written before a result was held against itself: overtime in a game that was decided,
/// a set of nine games, and a disqualified golfer who won by his strokes.
#[test]
fn receipts_of_the_second_rules_still_replay_to_the_byte_whatever_the_result_says() {
    let key = MarketKey::of_game(GameId::derive("CHI@GB"), MarketKind::Moneyline2, Full, None);
    let selection = Selection::of(&key, Home).unwrap();
    let text = format!(
        concat!(
            r#"{{"format":2,"rule":"tennis/moneyline_2way","by":["tennis/counts_sets"],"#,
            r#""rule_version":2,"sport":"tennis","league":"ATP","#,
            r#""selection":{{"id":"{id}","market":"{market}","game":"{of}","#,
            r#""kind":"moneyline_2way","period":"full","side":"home","line":null}},"#,
            r#""result":{{"game":"{of}","version":1,"status":"final","provider":"espn","#,
            r#""decided_at":"2024-11-17T12:00:00.000000Z","#,
            r#""scores":[["set_1","home",9],["set_1","away",2],["set_2","home",6],"#,
            r#"["set_2","away",3]],"facts":{{"best_of":3}}}},"counted":["+set_1","+set_2"],"#,
            r#""working":{{"kind":"sides","own":2,"other":0,"line":null,"margin":8}},"#,
            r#""outcome":"won","win":[1,1],"refund":[0,1]}}"#,
        ),
        id = selection.id,
        market = selection.market,
        of = selection.game,
    );
    let grade = verify(text.as_bytes()).unwrap_or_else(|it| panic!("{it}\n{text}"));
    assert_eq!(grade.outcome, LegOutcome::Won);
    // The rules in force do not grade it.
    let now = text.replace(r#""rule_version":2"#, r#""rule_version":3"#);
    assert!(matches!(
        verify(now.as_bytes()),
        Err(ReplayError::Ungradable(_))
    ));
}

#[test]
fn every_kind_of_working_replays_to_the_byte() {
    let played = final_with(&[(Full, 1, 1), (Half(1), 0, 1), (Half(2), 1, 0)]);
    let cancelled = ended(GameStatus::Cancelled, &[]);
    for (selection, result) in [
        (pick(Spread, Away, Some("-0.25")), &played),
        (pick(Total, Over, Some("2.25")), &played),
        (pick(Moneyline3, Draw, None), &played),
        (pick(Moneyline3, Draw, None), &cancelled),
    ] {
        let grade = graded(&selection, Soccer, result);
        let bytes = grade.receipt.to_bytes().unwrap();
        assert_eq!(replay(&grade.receipt).as_ref(), Ok(&grade));
        assert_eq!(verify(&bytes), Ok(grade));
    }
}

#[test]
fn the_order_and_the_clock_of_a_source_do_not_change_the_bytes() {
    let result = final_with(&[(Half(2), 1, 0), (Half(1), 0, 1), (Full, 1, 1)]);
    let mut other = result.clone();
    other.scores.reverse();
    other.decided_at += TimeDelta::nanoseconds(999);
    let bytes = |result| {
        let grade = graded(&pick(Total, Over, Some("2.25")), Soccer, result);
        grade.receipt.to_bytes().unwrap()
    };
    assert_eq!(bytes(&result), bytes(&other));
}

#[test]
fn a_receipt_that_was_tampered_with_is_told_with_the_first_difference() {
    let grade = graded(
        &pick(Spread, Away, Some("+3.5")),
        AmericanFootball,
        &full(27, 24),
    );
    let text = String::from_utf8(grade.receipt.to_bytes().unwrap()).unwrap();

    let lost = text.replace(r#""outcome":"won""#, r#""outcome":"lost""#);
    let error = verify(lost.as_bytes()).unwrap_err();
    let ReplayError::Differs {
        at,
        stored,
        replayed,
    } = error
    else {
        panic!("{error:?}");
    };
    assert_eq!(at, text.find(r#"won","win""#).unwrap());
    assert!(stored.starts_with("lost") && replayed.starts_with("won"));

    let score = text.replace(r#""away",24"#, r#""away",20"#);
    assert!(matches!(
        verify(score.as_bytes()),
        Err(ReplayError::Differs { .. })
    ));
    let spaced = text.replace(':', ": ");
    assert!(verify(spaced.as_bytes()).is_err());
    for broken in ["", "{}", &text[..text.len() - 1]] {
        assert!(matches!(
            verify(broken.as_bytes()),
            Err(ReplayError::Receipt(ReceiptError::Unreadable(_)))
        ));
    }
    let future = text.replace(r#""rule_version":3"#, r#""rule_version":999"#);
    assert!(matches!(
        verify(future.as_bytes()),
        Err(ReplayError::Ungradable(_))
    ));
    let format = text.replace(r#""format":2"#, r#""format":3"#);
    assert!(matches!(
        verify(format.as_bytes()),
        Err(ReplayError::Receipt(ReceiptError::Unreadable(_)))
    ));
    let share = text.replace(r#""win":[1,1]"#, r#""win":[2,1]"#);
    assert!(matches!(
        verify(share.as_bytes()),
        Err(ReplayError::Receipt(ReceiptError::Unreadable(_)))
    ));
}
