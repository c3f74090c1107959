//! Every variant's words, and that the text says what the picture shows.

use chrono::{DateTime, TimeDelta, Utc};
use shared::competitor::{Competitor, Role};
use shared::facts::Facts;
use shared::game::{Contest, Game, GameResult, GameStatus, Period, PeriodScore, Sides};
use shared::grade::{LegOutcome, Share};
use shared::id::{
    ChannelId, CompetitorId, DiscordUserId, GameId, GuildId, InteractionId, LeagueId, MemberId,
    TicketId,
};
use shared::league::Sport;
use shared::market::{MarketKey, MarketKind, Selection, Side};
use shared::member::{LineBets, Member};
use shared::price::{OddsFormat, Price, PriceTolerance};
use shared::quote::Bookmaker;
use shared::settings::{RuleChoices, ServerSettings};
use shared::testing::noon;
use shared::ticket::{Leg, Terms, Ticket, TicketCode, TicketKind, TicketState};
use shared::units::Units;
use slip::{Body, State};
use store::guilds::Guild;
use store::notices::{LegGrade, LegRuling, PreviousOutcome, SlipLeg, SlipTicket};

use super::*;
use crate::discord::reply::CONTENT_CHARS_MAX;

mod people;
mod words;

const HERE: GuildId = GuildId::new(7);
const STAKE: Units = Units::whole(2);

pub(crate) fn server() -> Server {
    Server {
        guild: Guild {
            id: HERE,
            name: "The Dugout".to_owned(),
            locale: "en-US".to_owned(),
            member_count: 3,
            board_channel: None,
            board_message: None,
            board_digest: None,
        },
        settings: ServerSettings::defaults(HERE),
    }
}

pub(crate) fn team(name: &str, short: &str, place: &str, code: &str) -> Competitor {
    Competitor {
        id: CompetitorId::derive(code),
        name: name.to_owned(),
        short_name: short.to_owned(),
        place: place.to_owned(),
        code: code.to_owned(),
        colors: Some(("0b162a".to_owned(), "c83803".to_owned())),
    }
}

pub(crate) fn game(name: &str, sport: Sport) -> Game {
    Game {
        id: GameId::derive(name),
        league: LeagueId::derive("NFL"),
        league_code: "NFL".to_owned(),
        sport,
        season: "2024".to_owned(),
        starts_at: noon() + TimeDelta::hours(6),
        status: GameStatus::Scheduled,
        contest: Contest::between(
            team("Chicago Bears", "Bears", "Chicago", "CHI"),
            team("Green Bay Packers", "Packers", "Green Bay", "GB"),
        ),
        named: Vec::new(),
    }
}

/// The two sides, to be called something else.
pub(crate) fn sides(game: &mut Game) -> &mut Sides {
    match &mut game.contest {
        Contest::Match(sides) => sides,
        other => panic!("no sides: {other:?}"),
    }
}

pub(crate) fn leg(
    number: i16,
    game: &Game,
    kind: MarketKind,
    side: Side,
    line: Option<&str>,
) -> Leg {
    let line = line.map(|it| it.parse().unwrap());
    let key = MarketKey::of_game(game.id, kind, Period::Full, line);
    Leg {
        number,
        selection: Selection::of(&key, side).unwrap(),
        price: Price::from_american(-110).unwrap(),
        bookmaker: Bookmaker::new("draftkings", "DraftKings"),
        each_way: None,
    }
}

pub(crate) fn result(game: &Game, status: GameStatus, home: i32, away: i32) -> GameResult {
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    GameResult {
        game: game.id,
        version: 1,
        status,
        scores: vec![score(Role::Home, home), score(Role::Away, away)],
        facts: Facts::default(),
        provider: "test".to_owned(),
        decided_at: at(),
    }
}

pub(crate) fn at() -> DateTime<Utc> {
    noon() + TimeDelta::hours(10)
}

/// A ticket of two units on these legs, each graded on its result where there is one.
pub(crate) fn ticket(legs: Vec<(Leg, Game, Option<GameResult>)>) -> SlipTicket {
    let shown = legs.iter().cloned().map(|(leg, game, result)| SlipLeg {
        grade: result.as_ref().map(|result| graded(&leg, &game, result)),
        booked_start: game.starts_at,
        game,
        result,
        since: None,
    });
    let shown: Vec<SlipLeg> = shown.collect();
    let legs: Vec<Leg> = legs.into_iter().map(|(leg, ..)| leg).collect();
    let (state, returned) = come_to(&legs, &shown);
    let prices: Vec<_> = legs.iter().map(|leg| leg.price).collect();
    let member = MemberId::from_uuid(uuid::Uuid::nil());
    SlipTicket {
        ticket: Ticket {
            guild: HERE,
            id: TicketId::from_uuid(uuid::Uuid::nil()),
            code: TicketCode::derive(HERE, InteractionId::new(1), 0),
            member,
            terms: Terms::plain(legs.len()),
            stake: STAKE,
            possible_return: grading::possible_return(STAKE, &prices).unwrap(),
            placed_at: noon(),
            rule_version: 1,
            settings_version: 0,
            legs,
            state,
            settled_seq: i32::from(returned.is_some()),
            returned,
        },
        member: Member {
            guild: HERE,
            id: member,
            user: DiscordUserId::new(123_456),
            name: "Alice".to_owned(),
            notify: None,
            odds_format: None,
            single_takes: PriceTolerance::Better,
            parlay_takes: PriceTolerance::Exact,
            line_bets: LineBets::Preview,
        },
        channel: ChannelId::new(5),
        legs: shown,
        choices: RuleChoices::default(),
        settled_at: returned.map(|_| at()),
        before: None,
        slip: None,
    }
}

fn kind(legs: &[Leg]) -> TicketKind {
    match legs.len() {
        1 => TicketKind::Single,
        _ => TicketKind::Parlay,
    }
}

fn graded(leg: &Leg, game: &Game, result: &GameResult) -> LegGrade {
    let rules = grading::HouseRules::new(game.sport, game.league_code.as_str());
    let grade = grading::grade(&rules, &leg.selection, result).unwrap();
    LegGrade {
        outcome: grade.outcome,
        result_version: 1,
        receipt: grade.receipt.to_bytes().unwrap(),
        ruling: None,
    }
}

/// What wins of the stake, and what is refunded.
fn shares(grade: &LegGrade) -> (Share, Share) {
    let receipt = grading::Receipt::from_bytes(&grade.receipt);
    let of_receipt = receipt.map(|it| (it.win, it.refund));
    grade.outcome.shares().or(of_receipt.ok()).unwrap()
}

fn come_to(legs: &[Leg], shown: &[SlipLeg]) -> (TicketState, Option<Units>) {
    let prices = legs
        .iter()
        .zip(shown)
        .map(|(leg, shown)| match &shown.grade {
            Some(grade) => grading::LegSettled::graded(leg.price, grade.outcome, shares(grade)),
            None => grading::LegSettled::pending(leg.price),
        });
    let prices: Vec<_> = prices.collect();
    match grading::settle(kind(legs), STAKE, &prices).unwrap() {
        grading::TicketProgress::Pending { .. } => (TicketState::Open, None),
        grading::TicketProgress::Settled {
            state, returned, ..
        } => (state, Some(returned)),
    }
}

pub(crate) fn single(
    kind: MarketKind,
    side: Side,
    line: Option<&str>,
    ended: Option<(GameStatus, i32, i32)>,
) -> SlipTicket {
    let game = game("g", Sport::AmericanFootball);
    let leg = leg(1, &game, kind, side, line);
    let ended = ended.map(|(status, home, away)| result(&game, status, home, away));
    ticket(vec![(leg, game, ended)])
}
