//! What a receipt holds, and that it replays.

use chrono::TimeDelta;
use grading::{Receipt, ReceiptError, replay, verify};
use shared::game::GameStatus;
use shared::game::Period::{Full, Half};
use shared::league::Sport::{AmericanFootball, Soccer};
use shared::market::MarketKind::{Moneyline3, Spread, Total};
use shared::market::Side::{Away, Draw, Over};

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
            r#"{{"format":1,"rule":"american_football/spread","rule_version":1,"#,
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
    let ReceiptError::Differs {
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
        Err(ReceiptError::Differs { .. })
    ));
    let spaced = text.replace(':', ": ");
    assert!(verify(spaced.as_bytes()).is_err());
    for broken in ["", "{}", &text[..text.len() - 1]] {
        assert!(matches!(
            verify(broken.as_bytes()),
            Err(ReceiptError::Unreadable(_))
        ));
    }
    let future = text.replace(r#""rule_version":1"#, r#""rule_version":999"#);
    assert!(matches!(
        verify(future.as_bytes()),
        Err(ReceiptError::Ungradable(_))
    ));
    let format = text.replace(r#""format":1"#, r#""format":2"#);
    assert!(matches!(
        verify(format.as_bytes()),
        Err(ReceiptError::Unreadable(_))
    ));
    let share = text.replace(r#""win":[1,1]"#, r#""win":[2,1]"#);
    assert!(matches!(
        verify(share.as_bytes()),
        Err(ReceiptError::Unreadable(_))
    ));
}
