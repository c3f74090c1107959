//! Slips of bets on players and on contests of many: what they say, and what they look like.

use shared::facts::{EntrantLine, Finish, PlayerLine};
use slip::Kit;

use super::*;

fn person(name: &str) -> Competitor {
    let short = name.rsplit(' ').next().unwrap();
    Competitor {
        colors: None,
        ..team(name, short, short, &short.to_uppercase()[..3])
    }
}

/// A leg on a game with those whom it names.
fn leg_on(game: &Game, key: MarketKey, side: Side) -> Leg {
    Leg {
        selection: Selection::of(&key, side).unwrap(),
        ..leg(1, game, MarketKind::Moneyline2, Side::Home, None)
    }
}

fn prop(sport: Sport, name: &str, what: &str, line: &str, did: Option<Option<i64>>) -> SlipTicket {
    let player = person(name);
    let of = Game {
        named: vec![player.clone()],
        ..game("p", sport)
    };
    let line = Some(line.parse().unwrap());
    let key = MarketKey {
        subject: Some(player.id),
        statistic: Some(what.to_owned()),
        ..MarketKey::of_game(of.id, MarketKind::PlayerTotal, Period::Full, line)
    };
    let ended = did.map(|did| GameResult {
        facts: Facts {
            players: vec![PlayerLine {
                id: player.id,
                role: Role::Home,
                played: did.is_some(),
                started: did.is_some(),
                statistics: did.into_iter().map(|it| (what.to_owned(), it)).collect(),
            }],
            ..Facts::default()
        },
        ..result(&of, GameStatus::Final, 5, 4)
    });
    ticket(vec![(leg_on(&of, key, Side::Over), of, ended)])
}

fn contest(league: &str, sport: Sport, name: &str, entrants: &[&str]) -> Game {
    Game {
        league_code: league.to_owned(),
        contest: Contest::Field(name.to_owned()),
        named: entrants.iter().map(|it| person(it)).collect(),
        ..game(name, sport)
    }
}

/// Places of the entrants, in their order.
fn placed(of: &Game, places: &[Option<u16>]) -> GameResult {
    let lines = of
        .named
        .iter()
        .zip(places)
        .map(|(entrant, place)| EntrantLine {
            id: entrant.id,
            finish: if place.is_some() {
                Finish::Finished
            } else {
                Finish::Retired
            },
            position: *place,
            holes: (of.sport == Sport::Golf).then_some(72),
            laps: (of.sport == Sport::Motorsport).then_some(58),
            scores: Vec::new(),
            withdrawal: None,
        });
    let mut entrants: Vec<_> = lines.collect();
    entrants.sort_by_key(|it| it.id);
    GameResult {
        scores: Vec::new(),
        facts: Facts {
            entrants,
            ..Facts::default()
        },
        ..result(of, GameStatus::Final, 0, 0)
    }
}

/// The first entrant to do so.
fn entrant_leg(of: &Game, kind: MarketKind, line: Option<&str>) -> Leg {
    let line = line.map(|it| it.parse().unwrap());
    let mut key = MarketKey::of_game(of.id, kind, Period::Full, line);
    if kind.needs_group() {
        key.group = of.named.iter().take(2).map(|it| it.id).collect();
        key.group.sort_unstable();
    }
    leg_on(of, key, Side::Entrant(of.named[0].id))
}

fn golf() -> Game {
    let names = [
        "Ludvig Åberg",
        "Rory McIlroy",
        "Tom Kim",
        "Joaquín Niemann",
        "Sam Burns",
    ];
    contest("PGA", Sport::Golf, "Harbor Masters", &names)
}

fn race() -> Game {
    let names = ["Andrea Kimi Antonelli", "Max Verstappen"];
    contest("F1", Sport::Motorsport, "Grand Prix of the Lakes", &names)
}

/// Every kind of slip that names people, with a name for its picture.
fn samples() -> Vec<(&'static str, SlipTicket)> {
    let one = |leg: Leg, of: Game, ended| ticket(vec![(leg, of, ended)]);
    let sum = "points_rebounds_assists";
    let tie = placed(&golf(), &[Some(4), Some(1), Some(4), Some(4), Some(2)]);
    let long = "The Arnold Palmer Invitational presented by a Sponsor with a Very Long Name";
    let long = contest("PGA", Sport::Golf, long, &["Nicolai Højgaard-Christiansen"]);
    let team_total = {
        let of = game("t", Sport::AmericanFootball);
        let line = Some("20.5".parse().unwrap());
        let key = MarketKey {
            subject: Some(of.sides().unwrap().home.id),
            ..MarketKey::of_game(of.id, MarketKind::TeamTotal, Period::Full, line)
        };
        one(leg_on(&of, key, Side::Under), of, None)
    };
    let half = {
        let of = game("h", Sport::AmericanFootball);
        let line = Some("21.5".parse().unwrap());
        let key = MarketKey::of_game(of.id, MarketKind::Total, Period::Half(1), line);
        one(leg_on(&of, key, Side::Over), of, None)
    };
    let mixed = {
        let judge = prop(Sport::Baseball, "Aaron Judge", "hits", "1.5", Some(Some(2)));
        let (judge_leg, judge_game) = (judge.ticket.legs[0].clone(), judge.legs[0].game.clone());
        let judge_end = judge.legs[0].result.clone();
        let mut legs = vec![
            (judge_leg, judge_game, judge_end),
            (
                entrant_leg(&golf(), MarketKind::TopFinish, Some("5")),
                golf(),
                Some(tie.clone()),
            ),
            (
                entrant_leg(&race(), MarketKind::HeadToHead, None),
                race(),
                None,
            ),
        ];
        for (number, (leg, ..)) in (1..).zip(&mut legs) {
            leg.number = number;
        }
        ticket(legs)
    };
    vec![
        (
            "prop-open",
            prop(Sport::Baseball, "Aaron Judge", "hits", "1.5", None),
        ),
        (
            "prop-won",
            prop(Sport::Baseball, "Aaron Judge", "hits", "1.5", Some(Some(2))),
        ),
        (
            "prop-void",
            prop(
                Sport::IceHockey,
                "Luke Hughes",
                "shots_on_goal",
                "2.5",
                Some(None),
            ),
        ),
        (
            "prop-long",
            prop(
                Sport::Basketball,
                "Giannis Antetokounmpo",
                sum,
                "49.5",
                None,
            ),
        ),
        (
            "outright",
            one(
                entrant_leg(&golf(), MarketKind::Outright, None),
                golf(),
                None,
            ),
        ),
        (
            "outright-long",
            one(entrant_leg(&long, MarketKind::Outright, None), long, None),
        ),
        (
            "top-tied",
            one(
                entrant_leg(&golf(), MarketKind::TopFinish, Some("5")),
                golf(),
                Some(tie),
            ),
        ),
        (
            "beats",
            one(
                entrant_leg(&race(), MarketKind::HeadToHead, None),
                race(),
                None,
            ),
        ),
        ("team-total", team_total),
        ("half-total", half),
        ("mixed", mixed),
    ]
}

#[test]
fn a_slip_says_whom_it_is_about_and_what_decided() {
    let told = samples().into_iter().map(|(name, slip)| {
        let told = message(&slip, &server());
        assert_eq!(told.alt.matches("a player").count(), 0, "{}", told.alt);
        format!("{name}\n{}\n{}\n", told.content.discord(), told.alt)
    });
    let told: Vec<_> = told.collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
#[ignore = "writes pictures for the eye, to target/preview"]
#[expect(
    clippy::disallowed_methods,
    reason = "a tool for the eye: it writes files"
)]
fn pictures_of_people() {
    let out = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/preview");
    std::fs::create_dir_all(&out).unwrap();
    let kit = Kit::new().unwrap();
    for (name, slip) in samples() {
        let view = message(&slip, &server()).view;
        let png = slip::render(&view, &kit).unwrap();
        std::fs::write(out.join(format!("bot-{name}.png")), png).unwrap();
    }
}
