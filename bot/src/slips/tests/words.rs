//! The words of every variant.

use MarketKind::{Moneyline2, Spread, Total};

use super::*;

/// State, sentence and money of a single's picture.
fn drawn(slip: &SlipTicket) -> (State, String, String) {
    let told = message(slip, &server());
    let Body::Single(body) = &told.view.body else {
        panic!("not a single");
    };
    let sentence = body.sentence.longest().to_owned();
    (told.view.state, sentence, told.view.foot.money)
}

type End = Option<(GameStatus, i32, i32)>;
type Case = (
    MarketKind,
    Side,
    Option<&'static str>,
    End,
    State,
    &'static str,
    &'static str,
);

const OVER: End = Some((GameStatus::Final, 24, 27));
const CALLED_OFF: End = Some((GameStatus::Cancelled, 0, 0));

#[rustfmt::skip]
const SINGLES: [Case; 13] = [
    (Spread, Side::Home, Some("3.5"), None, State::Open,
        "Wins if Chicago wins, or loses by 3 or fewer", "to win 1.82u"),
    (Spread, Side::Away, Some("3"), None, State::Open,
        "Wins if Green Bay wins by 4 or more. Exactly 3: stake back", "to win 1.82u"),
    (Total, Side::Under, Some("45.25"), None, State::Open,
        "Wins if both sides together score 44 or fewer. Exactly 45: half won", "to win 1.82u"),
    (Spread, Side::Home, Some("3.5"), OVER, State::Won,
        "24 + 3.5 = 27.5 beats 27", "+1.82u"),
    (Spread, Side::Away, Some("3.5"), OVER, State::Lost,
        "27 \u{2212} 3.5 = 23.5 does not beat 24", "\u{2212}2.00u"),
    (Spread, Side::Home, Some("3"), OVER, State::Push,
        "24 + 3 = 27 equals 27: stake back", "stake back 2u"),
    (Spread, Side::Home, Some("3.25"), OVER, State::HalfWon,
        "24 + 3.25 = 27.25 beats 27: half won", "+0.91u"),
    (Spread, Side::Home, Some("2.75"), OVER, State::HalfLost,
        "24 + 2.75 = 26.75 does not beat 27: half lost", "\u{2212}1.00u"),
    (Total, Side::Over, Some("45.5"), OVER, State::Won,
        "24 + 27 = 51, over 45.5", "+1.82u"),
    (Total, Side::Under, Some("51"), OVER, State::Push,
        "24 + 27 = 51, exactly 51: stake back", "stake back 2u"),
    (Moneyline2, Side::Away, None, OVER, State::Won,
        "27 beats 24", "+1.82u"),
    (Moneyline2, Side::Home, None, OVER, State::Lost,
        "24 does not beat 27", "\u{2212}2.00u"),
    (Moneyline2, Side::Home, None, CALLED_OFF, State::Void,
        "Game cancelled: stake back", "stake back 2u"),
];

#[test]
fn every_single_has_its_shape_its_sentence_and_its_money() {
    for (kind, side, line, ended, state, sentence, money) in SINGLES {
        let slip = single(kind, side, line, ended);
        assert_eq!(
            drawn(&slip),
            (state, sentence.to_owned(), money.to_owned()),
            "{kind} {side} {line:?} {ended:?}"
        );
    }
}

#[test]
fn the_text_says_what_the_picture_shows() {
    let slips = [
        single(Spread, Side::Home, Some("3.5"), None),
        single(Spread, Side::Home, Some("3.5"), OVER),
        single(Spread, Side::Away, Some("-2.75"), OVER),
        single(Total, Side::Over, Some("51"), OVER),
        single(
            Moneyline2,
            Side::Away,
            None,
            Some((GameStatus::Postponed, 0, 0)),
        ),
    ];
    for slip in slips {
        let told = message(&slip, &server());
        let Body::Single(body) = &told.view.body else {
            panic!("not a single");
        };
        let game = body.game.as_ref().unwrap();
        let short = body.pick.forms()[1].clone();
        let facts = [
            told.view.member.name.clone(),
            short,
            body.price.clone(),
            body.sentence.longest().to_owned(),
            told.view.foot.stake.clone(),
            told.view.foot.money.clone(),
            game.first.name.full.clone(),
            game.second.name.full.clone(),
            game.first.score.clone().unwrap_or_default(),
            game.second.score.clone().unwrap_or_default(),
        ];
        for fact in facts {
            let fact = fact.replace('\u{2212}', "-");
            assert!(told.content.contains(&fact), "{fact:?} in {}", told.content);
        }
        assert!(told.content.contains(slip.ticket.code.as_str()));
        assert!(told.content.contains("DraftKings"));
        assert_eq!(told.mark(), told.content.lines().last().unwrap());
        assert!(!told.alt.contains('\u{2212}'), "{}", told.alt);
    }
}

/// Three legs: the first and second ended so, the third is to come.
fn parlay(first: (i32, i32), second: Option<GameStatus>) -> SlipTicket {
    let games = ["a", "b", "c"].map(|it| game(it, Sport::AmericanFootball));
    let [one, two, three] = games;
    let legs = vec![
        (
            leg(1, &one, MarketKind::Spread, Side::Home, Some("3.5")),
            one.clone(),
            Some(result(&one, GameStatus::Final, first.0, first.1)),
        ),
        (
            leg(2, &two, MarketKind::Moneyline2, Side::Away, None),
            two.clone(),
            second.map(|status| result(&two, status, 0, 0)),
        ),
        (
            leg(3, &three, MarketKind::Total, Side::Over, Some("45.5")),
            three,
            None,
        ),
    ];
    ticket(legs)
}

#[test]
fn a_parlay_shows_how_many_legs_are_in() {
    let told = message(&parlay((24, 27), None), &server());
    assert_eq!(told.view.state_word, "1 OF 3 IN");
    assert_eq!(told.view.foot.money, "to win 11.92u");
    let Body::Parlay(body) = &told.view.body else {
        panic!("not a parlay");
    };
    assert_eq!(body.price, "+596");
    let states: Vec<_> = body.legs.iter().map(|it| it.state).collect();
    assert_eq!(states, [State::Won, State::Open, State::Open]);
    assert_eq!(body.legs[0].note.longest(), "Packers 27, Bears 24, final");
    insta::assert_snapshot!(told.content, @"
    **Alice** · **3-leg parlay** at **+596** · 2u to win 11.92u
    1. Bears +3.5 (-110) · Won · Packers 27, Bears 24, final
    2. Packers to win (-110) · Packers at Bears · <t:1731866400:f>
    3. Over 45.5 (-110) · Packers at Bears · <t:1731866400:f>
    -# DraftKings · placed <t:1731844800:f> · ticket S961GRM
    ");
}

#[test]
fn a_leg_that_drops_out_shows_the_price_before_and_after() {
    let slip = parlay((24, 27), Some(GameStatus::Cancelled));
    let told = message(&slip, &server());
    let Body::Parlay(body) = &told.view.body else {
        panic!("not a parlay");
    };
    assert_eq!(body.price, "+264");
    let sentence = body.sentence.as_ref().unwrap().longest();
    assert_eq!(sentence, "+596 before 1 leg dropped out");
    assert_eq!(told.view.foot.money, "to win 5.29u");
    assert!(told.content.contains("to win 5.29u"), "{}", told.content);
    assert!(told.content.contains("+596 before 1 leg dropped out"));
}

#[test]
fn a_correction_keeps_what_was_said_before() {
    let mut slip = single(
        MarketKind::Spread,
        Side::Home,
        Some("3.5"),
        Some((GameStatus::Final, 24, 28)),
    );
    slip.before = Some(Before {
        state: TicketState::Won,
        returned: Units::from_steps(3_818_181),
    });
    let told = message(&slip, &server());
    let correction = told.view.correction.unwrap();
    assert_eq!(correction.word, "CORRECTED");
    assert_eq!(correction.note, "Was WON, +1.82u");
    assert!(told.content.contains("Corrected. Was WON, +1.82u."));
}

#[test]
fn a_ticket_taken_back_promises_nothing() {
    let mut slip = single(MarketKind::Spread, Side::Home, Some("3.5"), None);
    slip.ticket.state = TicketState::Cancelled;
    slip.ticket.returned = Some(slip.ticket.stake);
    let told = message(&slip, &server());
    assert_eq!(told.view.state, State::Cancelled);
    assert_eq!(told.view.foot.money, "stake back 2u");
    assert!(!told.content.contains("to win"), "{}", told.content);
    assert!(!told.content.contains("Wins if"), "{}", told.content);
    assert_eq!(told.components, []);
}

#[test]
fn twenty_five_long_legs_fit_into_a_message() {
    let legs = (1..=25).map(|number| {
        let mut game = game(&format!("g{number}"), Sport::AmericanFootball);
        game.home.short_name = "A Name That Goes On And On ".repeat(4);
        game.away.short_name = "Another Name That Does Not End".to_owned();
        let leg = leg(number, &game, MarketKind::Spread, Side::Home, Some("3.5"));
        (leg, game, None)
    });
    let mut slip = ticket(legs.collect());
    slip.member.name = "*".repeat(32);
    let told = message(&slip, &server());
    let length = told.content.chars().count();
    assert!(length <= CONTENT_CHARS_MAX, "{length}");
    assert!(
        told.content.contains("legs\n-# DraftKings"),
        "{}",
        told.content
    );
    assert!(told.alt.chars().count() <= slip::ALT_CHARS_MAX);
}

#[test]
fn a_name_cannot_speak_as_the_bot() {
    let mut slip = single(MarketKind::Spread, Side::Home, Some("3.5"), None);
    slip.member.name = "**Bot** <@1> `x`\n# y".to_owned();
    let told = message(&slip, &server());
    let head = told.content.lines().next().unwrap();
    assert!(
        head.starts_with(r"**\*\*Bot\*\* \<@1\> \`x\` # y** · "),
        "{head}"
    );
}

#[test]
fn prices_follow_the_servers_format_and_soccer_names_the_hosts_first() {
    let game = game("s", Sport::Soccer);
    let leg = leg(1, &game, MarketKind::Moneyline3, Side::Draw, None);
    let slip = ticket(vec![(leg, game, None)]);
    let mut server = server();
    server.settings.odds_format = OddsFormat::Decimal;
    let told = message(&slip, &server);
    assert!(
        told.content.contains("**Draw** at **1.91**"),
        "{}",
        told.content
    );
    assert!(told.content.contains("Chicago Bears v Green Bay Packers"));
    assert!(told.content.contains("in regular time"), "{}", told.content);
}

#[test]
fn a_decision_is_drawn_as_it_was_written() {
    let mut slip = single(Moneyline2, Side::Home, None, OVER);
    slip.legs[0].grade = Some(LegGrade {
        outcome: LegOutcome::Void,
        result_version: -1,
        receipt: Vec::new(),
        ruling: Some(LegRuling {
            number: 1,
            actor_name: "Al*ce".to_owned(),
            reason: "A *wrong* line".to_owned(),
            made_at: at(),
        }),
    });
    let (_, sentence, _) = drawn(&slip);
    assert_eq!(sentence, "Decided by Al*ce: A *wrong* line");
    let told = message(&slip, &server());
    let line = r"Decided by Al\*ce: A \*wrong\* line";
    assert!(told.content.contains(line), "{}", told.content);
}
