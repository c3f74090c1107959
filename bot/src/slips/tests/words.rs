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
        "Wins if the Bears win, or lose by 3 or fewer", "to win 1.82u"),
    (Spread, Side::Away, Some("3"), None, State::Open,
        "Wins if the Packers win by 4 or more. Exactly 3: stake returned", "to win 1.82u"),
    (Total, Side::Under, Some("45.25"), None, State::Open,
        "Wins if the total is 44 or less. Exactly 45: half the stake wins", "to win 1.82u"),
    (Spread, Side::Home, Some("3.5"), OVER, State::Won,
        "24 + 3.5 = 27.5 beats 27", "+1.82u"),
    (Spread, Side::Away, Some("3.5"), OVER, State::Lost,
        "27 \u{2212} 3.5 = 23.5 doesn't beat 24", "\u{2212}2u"),
    (Spread, Side::Home, Some("3"), OVER, State::Push,
        "24 + 3 = 27 equals 27: stake returned", "2u returned"),
    (Spread, Side::Home, Some("3.25"), OVER, State::HalfWon,
        "24 + 3.25 = 27.25 beats 27: half the stake wins", "+0.91u"),
    (Spread, Side::Home, Some("2.75"), OVER, State::HalfLost,
        "24 + 2.75 = 26.75 doesn't beat 27: half the stake loses", "\u{2212}1u"),
    (Total, Side::Over, Some("45.5"), OVER, State::Won,
        "24 + 27 = 51, over 45.5", "+1.82u"),
    (Total, Side::Under, Some("51"), OVER, State::Push,
        "24 + 27 = 51, exactly 51: stake returned", "2u returned"),
    (Moneyline2, Side::Away, None, OVER, State::Won,
        "27 beats 24", "+1.82u"),
    (Moneyline2, Side::Home, None, OVER, State::Lost,
        "24 doesn't beat 27", "\u{2212}2u"),
    (Moneyline2, Side::Home, None, CALLED_OFF, State::Void,
        "Game cancelled: stake returned", "2u returned"),
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
        let short = body.pick.forms()[0].clone();
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
            assert!(
                told.content.discord().contains(&fact),
                "{fact:?} in {}",
                told.content.discord()
            );
        }
        assert!(told.content.discord().contains(slip.ticket.code.as_str()));
        assert!(told.content.discord().contains("DraftKings"));
        let last = told.content.last_line();
        assert!(last.contains(slip.ticket.code.as_str()), "{last}");
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
    insta::assert_snapshot!(told.content.discord(), @"
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
    assert!(
        told.content.discord().contains("to win 5.29u"),
        "{}",
        told.content.discord()
    );
    assert!(
        told.content
            .discord()
            .contains("+596 before 1 leg dropped out")
    );
}

#[test]
fn a_correction_keeps_what_was_said_before() {
    let mut slip = single(
        MarketKind::Spread,
        Side::Home,
        Some("3.5"),
        Some((GameStatus::Final, 24, 28)),
    );
    slip.before = Some(PreviousOutcome {
        state: TicketState::Won,
        returned: Units::from_steps(3_818_181),
    });
    let told = message(&slip, &server());
    let correction = told.view.correction.unwrap();
    assert_eq!(correction.word, "CORRECTED");
    assert_eq!(correction.note, "Was WON, +1.82u");
    assert!(
        told.content
            .discord()
            .contains("Corrected. Was WON, +1.82u.")
    );
}

#[test]
fn a_ticket_taken_back_promises_nothing() {
    let mut slip = single(MarketKind::Spread, Side::Home, Some("3.5"), None);
    slip.ticket.state = TicketState::Cancelled;
    slip.ticket.returned = Some(slip.ticket.stake);
    let told = message(&slip, &server());
    assert_eq!(told.view.state, State::Cancelled);
    assert_eq!(told.view.foot.money, "2u returned");
    assert!(
        !told.content.discord().contains("to win"),
        "{}",
        told.content.discord()
    );
    assert!(
        !told.content.discord().contains("Wins if"),
        "{}",
        told.content.discord()
    );
    assert_eq!(told.components, []);
}

#[test]
fn twenty_five_long_legs_fit_into_a_message() {
    let legs = (1..=25).map(|number| {
        let mut game = game(&format!("g{number}"), Sport::AmericanFootball);
        sides(&mut game).home.short_name = "A Name That Goes On And On ".repeat(4);
        sides(&mut game).away.short_name = "Another Name That Does Not End".to_owned();
        let leg = leg(number, &game, MarketKind::Spread, Side::Home, Some("3.5"));
        (leg, game, None)
    });
    let mut slip = ticket(legs.collect());
    slip.member.name = "*".repeat(32);
    let told = message(&slip, &server());
    let length = told.content.discord().chars().count();
    assert!(length <= CONTENT_CHARS_MAX, "{length}");
    assert!(
        told.content.discord().contains("legs\n-# DraftKings"),
        "{}",
        told.content.discord()
    );
    assert!(told.alt.chars().count() <= slip::ALT_CHARS_MAX);
}

#[test]
fn a_name_cannot_speak_as_the_bot() {
    let mut slip = single(MarketKind::Spread, Side::Home, Some("3.5"), None);
    slip.member.name = "**Bot** <@1> `x`\n# y".to_owned();
    let told = message(&slip, &server());
    let content = told.content.discord();
    let head = content.lines().next().unwrap();
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
        told.content.discord().contains("**Draw** at **1.91**"),
        "{}",
        told.content.discord()
    );
    assert!(told.content.discord().contains("Bears v Packers"));
    assert!(
        told.content.discord().contains("in regular time"),
        "{}",
        told.content.discord()
    );
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
    assert!(
        told.content.discord().contains(line),
        "{}",
        told.content.discord()
    );
}

fn single_of(slip: &SlipTicket) -> (String, String, Vec<String>) {
    let told = message(slip, &server());
    let Body::Single(body) = &told.view.body else {
        panic!("not a single");
    };
    let game = body.game.as_ref().unwrap();
    let sides = [&game.first, &game.second];
    let scores = sides.map(|it| it.score.clone().unwrap_or_default());
    let sentence = body.sentence.longest().to_owned();
    (told.content.discord(), sentence, scores.into())
}

#[test]
fn a_correction_that_changes_nobodys_units_shows_the_new_score() {
    let mut slip = single(Spread, Side::Home, Some("3.5"), OVER);
    let newer = GameResult {
        version: 2,
        ..result(&slip.legs[0].game, GameStatus::Final, 24, 26)
    };
    slip.legs[0].since = Some(newer);
    let (content, sentence, scores) = single_of(&slip);
    assert_eq!(sentence, "24 + 3.5 = 27.5 beats 26");
    assert_eq!(scores, ["26", "24"]);
    assert!(
        content.contains("Packers 26, Bears 24 · final"),
        "{content}"
    );

    // Where the leg comes to something else, the ticket is settled anew first.
    let other = GameResult {
        version: 2,
        ..result(&slip.legs[0].game, GameStatus::Final, 24, 28)
    };
    slip.legs[0].since = Some(other);
    let (content, sentence, scores) = single_of(&slip);
    assert_eq!(sentence, "24 + 3.5 = 27.5 beats 27");
    assert_eq!(scores, ["27", "24"]);
    assert!(
        content.contains("Packers 27, Bears 24 · final"),
        "{content}"
    );
}

#[test]
fn the_legs_of_a_lost_parlay_get_their_marks_when_their_games_end() {
    let mut slip = parlay((24, 28), None);
    assert_eq!(slip.ticket.state, TicketState::Lost);
    let legs = |slip: &SlipTicket| {
        let told = message(slip, &server());
        let Body::Parlay(body) = &told.view.body else {
            panic!("not a parlay");
        };
        let states: Vec<_> = body.legs.iter().map(|it| it.state).collect();
        (states, told.content.discord())
    };
    let (states, content) = legs(&slip);
    assert_eq!(states, [State::Lost, State::Open, State::Open]);
    assert!(content.contains("2. Packers to win (-110) · Packers at Bears · <t:"));
    slip.legs[1].result = Some(result(&slip.legs[1].game, GameStatus::Final, 20, 23));
    slip.legs[2].result = Some(result(&slip.legs[2].game, GameStatus::Final, 10, 13));
    let (states, content) = legs(&slip);
    assert_eq!(states, [State::Lost, State::Won, State::Lost]);
    let second = "2. Packers to win (-110) · Won · Packers 23, Bears 20, final";
    assert!(content.contains(second), "{content}");
}

#[test]
fn a_game_that_is_put_off_says_so_on_its_slips() {
    let mut slip = single(Spread, Side::Home, Some("3.5"), None);
    slip.legs[0].game.status = GameStatus::Postponed;
    let told = message(&slip, &server());
    let content = told.content.discord();
    assert!(
        content.contains("Packers at Bears · Game postponed · NFL"),
        "{content}"
    );
    assert_eq!(told.view.foot.note.longest(), "NFL, Game postponed");
    // A game that moved is shown at its new start.
    slip.legs[0].game.status = GameStatus::Scheduled;
    slip.legs[0].game.starts_at += TimeDelta::days(2);
    let moved = format!("<t:{}:f>", slip.legs[0].game.starts_at.timestamp());
    let content = message(&slip, &server()).content.discord();
    assert!(content.contains(&moved), "{content}");
}

#[test]
fn a_team_has_one_name_wherever_it_is_named() {
    for ended in [None, OVER] {
        let slip = single(Spread, Side::Home, Some("3.5"), ended);
        let told = message(&slip, &server());
        for text in [told.content.discord(), told.alt] {
            assert!(text.contains("Bears"), "{text}");
            for other in ["Chicago", "Green Bay", "CHI", "GB "] {
                assert!(!text.contains(other), "{other} in {text}");
            }
        }
    }
    // Only the city tells two of the same nickname apart.
    let mut slip = single(Spread, Side::Home, Some("3.5"), None);
    slip.legs[0].game.contest = Contest::between(
        team("New York Giants", "Giants", "New York", "NYG"),
        team("San Francisco Giants", "Giants", "San Francisco", "SF"),
    );
    let (content, sentence, _) = single_of(&slip);
    assert_eq!(
        sentence,
        "Wins if the New York Giants win, or lose by 3 or fewer"
    );
    assert!(
        content.contains("San Francisco Giants at New York Giants"),
        "{content}"
    );
    assert!(content.contains("**New York Giants +3.5**"), "{content}");
}

#[test]
fn a_name_that_would_mirror_a_slip_is_drawn_and_told_as_it_is() {
    let mut slip = single(Spread, Side::Home, Some("3.5"), OVER);
    slip.member.name = "Eve\u{202e}ecilA".to_owned();
    let told = message(&slip, &server());
    assert_eq!(told.view.member.name, "EveecilA");
    assert!(told.content.discord().starts_with("**EveecilA** · "));
    assert!(told.alt.starts_with("EveecilA: "), "{}", told.alt);

    slip.member.name = "דני".to_owned();
    let told = message(&slip, &server());
    let content = told.content.discord();
    assert!(
        content.starts_with("**\u{2068}דני\u{2069}** · "),
        "{content}"
    );

    slip.member.name = "\u{200b}\u{3164}".to_owned();
    let told = message(&slip, &server());
    assert_eq!(told.view.member.name, "");
    assert!(told.content.discord().starts_with("**a member** · "));
}
