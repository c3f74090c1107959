//! Explanations: what was compared, what was corrected, and that all of it fits.

use shared::competitor::Role;
use shared::facts::{Facts, PlayerLine};
use shared::game::{GameResult, GameStatus, Period};
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::market::{MarketKey, MarketKind, Selection, Side};
use shared::price::{Price, Product};
use shared::ticket::TicketState;
use shared::units::Units;
use store::notices::{CorrectedResult, Decision, LegGrade, LegRuling};
use wording::FALLBACK;

use super::*;
use crate::discord::reply::said;
use crate::slips::tests::{at, game, leg, result, sides, single, team, ticket};

fn catalogue() -> Catalogue {
    Catalogue::get(FALLBACK)
}

/// What is explained of a ticket, without the receipt's digest.
fn explained(
    slip: &SlipTicket,
    settlements: &[Settlement],
    resettlements: &[Resettlement],
    reviews: &HashMap<GameId, ReviewReason>,
) -> String {
    let view = View {
        slip,
        settlements,
        resettlements,
        reviews,
        format: OddsFormat::American,
    };
    let said = said(&parts(catalogue(), &view).unwrap());
    let lines = said.lines().map(|line| match line.split_once("Receipt ") {
        Some((before, hash)) => {
            assert_eq!(hash.len(), 12, "{line}");
            let version = format!("version {}.", grading::RULE_VERSION);
            format!("{before}Receipt HASH").replace(&version, "version N.")
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What the ticket came to, as its first settlement.
fn settled(slip: &SlipTicket, sequence: i32, state: TicketState, returned: Units) -> Settlement {
    let prices: Vec<Price> = slip.ticket.legs.iter().map(|it| it.price).collect();
    let zero = returned == Units::ZERO;
    Settlement {
        sequence,
        reverses: (sequence > 1).then_some(sequence - 1),
        state,
        returned: Some(returned),
        multiplier: if zero {
            Product::from_ratio(0_u8.into(), 1_u8.into())
        } else {
            Some(Product::of(&prices))
        },
        settled_at: at(),
    }
}

const OVER: Option<(GameStatus, i32, i32)> = Some((GameStatus::Final, 24, 27));

fn bears() -> SlipTicket {
    single(MarketKind::Spread, Side::Home, Some("3.5"), OVER)
}

#[test]
fn a_receipt_is_read_in_plain_words_with_names() {
    let slip = bears();
    let won = settled(&slip, 1, TicketState::Won, Units::from_steps(3_818_181));
    insta::assert_snapshot!(explained(&slip, &[won], &[], &HashMap::new()), @"
    **Ticket S961GRM · Won** · Bears +3.5 at -110, placed <t:1731844800:f>
    1. **Bears +3.5** at -110 (DraftKings) · **Won**
    **Packers at Bears** · NFL · <t:1731866400:f> (<t:1731866400:R>)
    Bears 24 + 3.5 = 27.5 beats Packers 27, so it won
    -# Source: test, final <t:1731880800:f>, result 1. Bears:Packers 24:27. Counted: the whole game. Rule american_football/spread, version N. Receipt HASH
    Won <t:1731880800:f>: 2 x 21/11 = **3.818181 back** (+1.818181), rounded down to a millionth of a unit
    ");
}

#[test]
fn a_correction_that_changed_nothing_is_told_beside_the_result_that_counted() {
    let mut slip = bears();
    let of = &slip.legs[0].game;
    slip.legs[0].since = Some(GameResult {
        version: 2,
        ..result(of, GameStatus::Final, 24, 26)
    });
    let won = settled(&slip, 1, TicketState::Won, Units::from_steps(3_818_181));
    let told = explained(&slip, &[won], &[], &HashMap::new());
    let after = told.split_once("Receipt HASH\n").unwrap().1;
    let line = after.lines().next().unwrap();
    insta::assert_snapshot!(line, @"-# The result has been corrected since: Packers 26, Bears 24, final (test, result 2). Tickets that this changes are graded again.");
}

#[test]
fn a_correction_says_what_changed_and_why() {
    let slip = single(
        MarketKind::Spread,
        Side::Home,
        Some("3.5"),
        Some((GameStatus::Final, 24, 28)),
    );
    let of = &slip.legs[0].game;
    let resettled = Resettlement {
        sequence: 2,
        corrected: vec![CorrectedResult {
            game: of.id,
            before: result(of, GameStatus::Final, 24, 27),
            after: GameResult {
                version: 2,
                ..result(of, GameStatus::Final, 24, 28)
            },
        }],
        decision: None,
    };
    let settlements = [
        settled(&slip, 1, TicketState::Won, Units::from_steps(3_818_181)),
        settled(&slip, 2, TicketState::Lost, Units::ZERO),
    ];
    let told = explained(&slip, &settlements, &[resettled], &HashMap::new());
    let corrected = told.split_once("\nCorrected").unwrap().1.trim();
    insta::assert_snapshot!(corrected, @"
    <t:1731880800:f>: Won, +1.82u became Lost, -2u. 2 x 0 = **0 back** (-2.00)
    -# The result of Packers at Bears was corrected: Packers 27, Bears 24, final became Packers 28, Bears 24, final (test, result 2).
    ");
}

#[test]
fn an_admins_word_is_told_with_its_reason() {
    let mut slip = bears();
    slip.legs[0].grade = Some(LegGrade {
        outcome: shared::grade::LegOutcome::Void,
        result_version: -3,
        receipt: Vec::new(),
        ruling: Some(LegRuling {
            number: 3,
            actor_name: "Al*ce".to_owned(),
            reason: "wrong line".to_owned(),
            made_at: at(),
        }),
    });
    let resettled = Resettlement {
        sequence: 2,
        corrected: Vec::new(),
        decision: Some(Decision {
            number: 3,
            actor_name: "Al*ce".to_owned(),
            reason: "wrong line".to_owned(),
        }),
    };
    let mut back = settled(&slip, 2, TicketState::Void, Units::whole(2));
    back.multiplier = Product::from_ratio(1_u8.into(), 1_u8.into());
    let first = settled(&slip, 1, TicketState::Won, Units::from_steps(3_818_181));
    let told = explained(&slip, &[first, back], &[resettled], &HashMap::new());
    insta::assert_snapshot!(told, @r"
    **Ticket S961GRM · Won** · Bears +3.5 at -110, placed <t:1731844800:f>
    1. **Bears +3.5** at -110 (DraftKings) · **Void**
    **Packers at Bears** · NFL · <t:1731866400:f> (<t:1731866400:R>)
    Decided by Al\*ce: wrong line
    -# Correction 3, decided by Al\*ce <t:1731880800:f>. Later results don't change it.
    Won <t:1731880800:f>: 2 x 21/11 = **3.818181 back** (+1.818181), rounded down to a millionth of a unit
    Corrected <t:1731880800:f>: Won, +1.82u became Void, 2u returned. 2 x 1 = **2 back** (0.00)
    -# Correction 3 by Al\*ce: wrong line
    ");
}

#[test]
fn a_game_under_review_says_so_before_anything_else_of_the_leg() {
    let mut slip = single(MarketKind::Spread, Side::Home, Some("3.5"), None);
    slip.ticket.state = TicketState::Open;
    let reviews = HashMap::from([(slip.legs[0].game.id, ReviewReason::Disagreement)]);
    insta::assert_snapshot!(explained(&slip, &[], &[], &reviews), @"
    **Ticket S961GRM · Open** · Bears +3.5 at -110, placed <t:1731844800:f>
    1. **Bears +3.5** at -110 (DraftKings) · **Open**
    **Packers at Bears** · NFL · <t:1731866400:f> (<t:1731866400:R>)
    **Under review**: the sources disagree on how this game ended. Nothing is paid until that is decided.
    Wins if the Bears win, or lose by 3 or fewer.
    Not graded yet.
    ");
}

#[test]
fn amounts_that_come_out_even_are_not_said_to_be_cut() {
    let mut slip = bears();
    slip.ticket.legs[0].price = "2.5".parse().unwrap();
    let won = settled(&slip, 1, TicketState::Won, Units::whole(5));
    let told = explained(&slip, &[won], &[], &HashMap::new());
    assert!(told.ends_with("2 x 5/2 = **5 back** (+3.00)"), "{told}");
}

#[test]
fn a_bet_on_a_player_names_the_player() {
    let of = game("s", Sport::Soccer);
    let saka = team("Bukayo Saka", "Saka", "Saka", "SAK");
    let key = MarketKey {
        subject: Some(saka.id),
        statistic: Some("shots".to_owned()),
        ..MarketKey::of_game(
            of.id,
            MarketKind::PlayerTotal,
            Period::Full,
            Some("1.5".parse().unwrap()),
        )
    };
    let mut leg = leg(1, &of, MarketKind::Moneyline3, Side::Home, None);
    leg.selection = Selection::of(&key, Side::Over).unwrap();
    let player = |id: CompetitorId| PlayerLine {
        id,
        role: Role::Home,
        played: true,
        started: true,
        statistics: [("shots".to_owned(), 2)].into(),
    };
    let ended = GameResult {
        facts: Facts {
            players: vec![player(saka.id)],
            ..Facts::default()
        },
        ..result(&of, GameStatus::Final, 2, 1)
    };
    let mut slip = ticket(vec![(leg, of, Some(ended))]);
    slip.legs[0].game.named = vec![saka];
    let told = explained(&slip, &[], &[], &HashMap::new());
    assert!(
        told.contains("1. **Bukayo Saka over 1.5 shots** at -110"),
        "{told}"
    );
    assert!(
        told.contains("Bukayo Saka 2 shots, over 1.5, so it won"),
        "{told}"
    );
}

#[test]
fn the_longest_ticket_with_many_corrections_fits_into_a_message() {
    let legs = (1..=25).map(|number| {
        let mut game = game(&format!("g{number}"), Sport::AmericanFootball);
        let home = &mut sides(&mut game).home;
        home.short_name = "A Name That Goes On And On ".repeat(4);
        home.code = "LONGCODE".to_owned();
        let leg = leg(number, &game, MarketKind::Spread, Side::Home, Some("3.25"));
        let ended = result(&game, GameStatus::Final, 24, 27);
        (leg, game, Some(ended))
    });
    let slip = ticket(legs.collect());
    let settlements: Vec<_> = (1..=12)
        .map(|it| settled(&slip, it, TicketState::PartialWon, Units::whole(it)))
        .collect();
    let resettlements: Vec<_> = (2..=12)
        .map(|sequence| Resettlement {
            sequence,
            corrected: Vec::new(),
            decision: Some(Decision {
                number: sequence,
                actor_name: "*".repeat(32),
                reason: "_".repeat(400),
            }),
        })
        .collect();
    let reviews = slip.legs.iter();
    let reviews = reviews
        .map(|it| (it.game.id, ReviewReason::Withdrawn))
        .collect();
    let told = explained(&slip, &settlements, &resettlements, &reviews);
    let length = told.chars().count();
    assert!(length <= TEXT_CHARS_MAX, "{length}");
    assert!(
        told.contains("earlier settlements are left out here"),
        "{told}"
    );
    assert!(told.contains("25. LONGCODE +3.25 (-110) · "), "{told}");
}
