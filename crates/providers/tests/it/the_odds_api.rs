//! What The Odds API's answers come to.

use bytes::Bytes;
use providers::the_odds_api::{
    NAME, read_event, read_historical, read_odds, read_scores, read_sports,
};
use serde_json::{Value, json};
use shared::competitor::Role;
use shared::feed::{FeedAnswer, GameReport, QuoteReport};
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::market::{MarketKind, Side};
use shared::price::OddsFormat::{American, Decimal};

use crate::support::{fixture, game, points, quotes};

fn prices() -> FeedAnswer {
    read_odds(&fixture("the_odds_api/odds.json"), "NHL", Decimal).unwrap()
}

fn event() -> FeedAnswer {
    read_event(&fixture("the_odds_api/event.json"), "NHL", Decimal).unwrap()
}

/// Why something of that bookmaker was left out of an answer.
fn why(answer: &FeedAnswer, of: &str) -> Vec<String> {
    let reasons = answer.rejected.iter().map(|it| it.reason.clone());
    reasons.filter(|it| it.starts_with(of)).collect()
}

fn by<'a>(game: &'a GameReport, bookmaker: &str, kind: MarketKind) -> Vec<&'a QuoteReport> {
    let wanted = |it: &&QuoteReport| it.bookmaker == bookmaker && it.kind == kind;
    game.quotes.iter().filter(wanted).collect()
}

/// The prices of one event of the odds after a change to it.
fn changed(change: impl FnOnce(&mut Value)) -> FeedAnswer {
    let mut all: Value = serde_json::from_slice(&fixture("the_odds_api/odds.json")).unwrap();
    change(&mut all[0]);
    read_odds(&all.to_string().into(), "NHL", Decimal).unwrap()
}

#[test]
fn each_bookmakers_prices_stand_by_its_key_with_the_moment_at_which_they_held() {
    let answer = prices();
    let game = game(&answer.games, "a1");
    let [away, home] = by(game, "draftkings", MarketKind::Moneyline2)[..] else {
        panic!("two sides: {:?}", game.quotes);
    };
    assert_eq!((away.side, home.side), (Side::Away, Side::Home));
    assert_eq!(home.price, "1.74".parse().unwrap());
    assert_eq!(home.bookmaker_name, "DraftKings");
    assert_eq!(
        home.source_at,
        Some("2031-11-10T21:55:10Z".parse().unwrap())
    );
    let line = by(game, "draftkings", MarketKind::Spread)[0].line;
    assert_eq!(line, Some("-1.5".parse().unwrap()), "the home side's");
    assert_eq!(game.season, "2031/32");
    assert!(game.quotes_complete);
}

#[test]
fn sides_whose_points_do_not_belong_together_are_refused_and_the_rest_is_taken() {
    let answer = prices();
    assert_eq!(
        why(&answer, "fanduel"),
        [
            "fanduel spreads: contradiction: the points are -1.5 at home and -1.5 away",
            "fanduel totals: contradiction: the line is 6.5 for over and 6 for under",
        ]
    );
    let game = game(&answer.games, "a1");
    assert_eq!(by(game, "fanduel", MarketKind::Moneyline2).len(), 2);
    assert!(by(game, "fanduel", MarketKind::Spread).is_empty());
}

#[test]
fn every_price_has_its_own_moment_which_says_whether_it_is_from_before_the_start() {
    let answer = prices();
    let begun = game(&answer.games, "a2");
    let of = |is_before| {
        let on_time = |it: &&QuoteReport| (it.source_at < Some(begun.starts_at)) == is_before;
        let of = begun.quotes.iter().filter(on_time);
        of.map(|it| it.bookmaker.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(true), ["betrivers", "betrivers"]);
    assert_eq!(of(false), ["draftkings", "draftkings"]);
    let undated = "bovada h2h: it does not say when its prices held";
    assert_eq!(why(&answer, "bovada"), [undated]);
}

#[test]
fn a_draw_is_an_answer_where_a_bookmaker_offers_it_and_is_missed_where_the_sport_has_it() {
    let answer = prices();
    let hockey = game(&answer.games, "a1");
    let three = by(hockey, "pinnacle", MarketKind::Moneyline3);
    assert_eq!(three.len(), 3);
    assert!(three.iter().all(|it| it.period == Period::Regulation));
    let soccer = read_odds(&fixture("the_odds_api/soccer.json"), "EPL", Decimal).unwrap();
    let match_of_two = game(&soccer.games, "s1");
    let three = by(match_of_two, "williamhill", MarketKind::Moneyline3);
    assert!(three.iter().all(|it| it.period == Period::Full) && three.len() == 3);
    assert_eq!(
        why(&soccer, "onexbet"),
        ["onexbet h2h: incomplete: there is no price for the draw"]
    );
}

#[test]
fn a_price_belongs_to_whom_it_names_in_whatever_order_the_outcomes_come() {
    let [plain, turned] = [false, true].map(|turns| {
        let answer = changed(|event| {
            for bookmaker in event["bookmakers"].as_array_mut().unwrap() {
                for market in bookmaker["markets"].as_array_mut().unwrap() {
                    if turns {
                        market["outcomes"].as_array_mut().unwrap().reverse();
                    }
                }
            }
        });
        let mut quotes = game(&answer.games, "a1").quotes.clone();
        quotes.sort_by_key(|it| (it.bookmaker.clone(), it.kind, it.line, it.side));
        quotes
    });
    assert!(plain.len() > 8);
    assert_eq!(plain, turned);
}

#[test]
fn a_line_that_is_null_spoils_its_market_alone_and_fields_that_are_new_do_no_harm() {
    let answer = changed(|event| {
        event["home_rotation"] = 51.into();
        let bookmaker = &mut event["bookmakers"][0];
        bookmaker["sid"] = Value::Null;
        for market in bookmaker["markets"].as_array_mut().unwrap() {
            market["sid"] = "x".into();
            if market["key"] == "totals" {
                market["outcomes"][0]["point"] = Value::Null;
            }
        }
    });
    let (found, key) = (game(&answer.games, "a1"), "draftkings");
    assert_eq!(by(found, key, MarketKind::Moneyline2).len(), 2);
    assert_eq!(by(found, key, MarketKind::Spread).len(), 2);
    assert!(by(found, key, MarketKind::Total).is_empty());
    assert_eq!(
        why(&answer, key),
        ["draftkings totals: a price without its points"]
    );
}

#[test]
fn what_an_exchange_takes_is_no_price_to_bet_at() {
    let answer = prices();
    let game = game(&answer.games, "a1");
    let exchange = by(game, "betfair_ex_uk", MarketKind::Moneyline2);
    assert_eq!(exchange.len(), 2);
    assert_eq!(
        exchange[1].price,
        "1.79".parse().unwrap(),
        "the price to back"
    );
    assert_eq!(why(&answer, "betfair_ex_uk"), [""; 0]);
}

#[test]
fn a_team_that_our_tables_have_is_the_one_that_other_feeds_mean_and_no_other_is_guessed() {
    let answer = prices();
    let side = |id, role| game(&answer.games, id).side(role).unwrap().clone();
    let known = side("a1", Role::Away);
    assert_eq!(known.slug.as_deref(), Some("montreal-canadiens"));
    assert_eq!(known.short_name, "Canadiens");
    let stranger = side("a2", Role::Away);
    assert_eq!(
        (stranger.slug, stranger.name.as_str()),
        (None, "Quebec Harbourers")
    );
}

#[test]
fn one_event_has_other_lines_parts_of_the_game_teams_and_players() {
    let answer = event();
    let game = game(&answer.games, "a1");
    assert_eq!(game.check(NAME), Ok(()));
    assert!(!game.quotes_complete, "only these markets were asked for");
    let lines = quotes(game, MarketKind::Spread, Side::Home);
    let lines: Vec<_> = lines.iter().map(|it| it.line.unwrap().signed()).collect();
    assert_eq!(lines, ["-2.5", "+1.5"]);
    let part = quotes(game, MarketKind::Total, Side::Over);
    assert_eq!(part[0].period, Period::Third(1));
    let teams = quotes(game, MarketKind::TeamTotal, Side::Over);
    let subjects: Vec<_> = teams.iter().map(|it| it.subject).collect();
    let id = |role| game.side(role).unwrap().first_id(NAME, Sport::IceHockey);
    assert_eq!(subjects.len(), 2);
    for role in [Role::Home, Role::Away] {
        assert!(subjects.contains(&Some(id(role))), "{role}");
    }
    let player = quotes(game, MarketKind::PlayerTotal, Side::Under)[0];
    assert_eq!(player.statistic.as_deref(), Some("shots_on_goal"));
    let [named] = &game.players[..] else {
        panic!("one player has both prices: {:?}", game.players);
    };
    assert_eq!(named.name, "Auston Hill");
    assert_eq!(player.subject, Some(named.first_id(NAME, Sport::IceHockey)));
    assert_eq!(
        why(&answer, "draftkings"),
        [
            "draftkings alternate_spreads: incomplete: lines with a price for one side only",
            "draftkings player_shots_on_goal: Jo Stone: contradiction: the line is 3.5 for over \
             and 2.5 for under",
            "draftkings player_shots_on_goal: incomplete: lines with a price for one side only",
            "draftkings player_fights: it is none of the markets that are known",
        ]
    );
}

#[test]
fn the_winner_of_a_league_is_a_contest_of_many_and_no_gift() {
    let body = fixture("the_odds_api/winner.json");
    let answer = read_odds(&body, "NHL", Decimal).unwrap();
    let title = game(&answer.games, "w1");
    assert_eq!(title.check(NAME), Ok(()));
    let field = title.field.as_ref().unwrap();
    assert_eq!(field.slug, "icehockey-nhl-championship-winner");
    assert_eq!(title.participants.len(), 3);
    let slugs = title
        .participants
        .iter()
        .map(|it| it.competitor.slug.as_deref());
    assert!(slugs.into_iter().all(|it| it.is_some()));
    assert_eq!(by(title, "draftkings", MarketKind::Outright).len(), 3);
    assert_eq!(
        why(&answer, "fanduel"),
        ["fanduel outrights: overround: outright prices of FanDuel sum to 0.869"]
    );
}

#[test]
fn scores_are_final_where_the_feed_says_so_and_never_made_up() {
    let answer = read_scores(&fixture("the_odds_api/scores.json"), "NHL").unwrap();
    let status = |id| game(&answer.games, id).status;
    assert_eq!(status("a1"), GameStatus::Scheduled);
    assert_eq!(status("a4"), GameStatus::Live);
    let over = game(&answer.games, "a3");
    assert_eq!(over.status, GameStatus::Final);
    assert_eq!(points(&over.scores, Period::Full, Role::Home), Some(4));
    assert_eq!(points(&over.scores, Period::Full, Role::Away), Some(3));
    let half = game(&answer.games, "a5");
    assert_eq!(half.status, GameStatus::Final);
    assert!(half.scores.is_empty());
    let [refused] = &answer.rejected[..] else {
        panic!("{:?}", answer.rejected);
    };
    assert_eq!(refused.game.as_deref(), Some("a5"));
    assert_eq!(refused.reason, "no score for \"Vegas Golden Knights\"");
}

#[test]
fn the_past_has_its_moment_and_offers_nothing_now() {
    let body = fixture("the_odds_api/historical.json");
    let past = read_historical(&body, "NHL", Decimal).unwrap();
    assert_eq!(
        past.at,
        "2031-11-10T21:55:38Z"
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap()
    );
    assert!(past.previous.unwrap() < past.at && past.at < past.next.unwrap());
    let game = game(&past.answer.games, "a1");
    assert!(!game.quotes.is_empty() && !game.quotes_complete);
}

#[test]
fn the_list_of_sports_says_what_is_on() {
    let sports = read_sports(&fixture("the_odds_api/sports.json")).unwrap();
    let on: Vec<_> = sports
        .iter()
        .filter(|it| it.active)
        .map(|it| it.key.as_str())
        .collect();
    assert_eq!(on, ["icehockey_nhl", "icehockey_nhl_championship_winner"]);
    assert!(sports[1].has_outrights);
}

#[test]
fn a_bad_event_bookmaker_market_or_price_spoils_no_other() {
    let whole = prices().games[0].quotes.len();
    let of = |answer: &FeedAnswer| answer.games.iter().find(|it| it.reference == "a1").cloned();
    let one_less = |change: fn(&mut Value), lost: usize| {
        let answer = changed(change);
        let found = of(&answer).map(|it| it.quotes.len());
        assert_eq!(found, Some(whole - lost), "{:?}", answer.rejected);
        assert!(answer.rejected.len() > prices().rejected.len());
    };
    one_less(
        |it| it["bookmakers"][0]["markets"][0]["outcomes"][0]["price"] = json!("?"),
        2,
    );
    one_less(
        |it| it["bookmakers"][0]["markets"][0]["outcomes"][0]["name"] = json!("Leafs"),
        2,
    );
    one_less(
        |it| it["bookmakers"][0]["markets"][1] = json!({"key": "spreads"}),
        2,
    );
    one_less(|it| it["bookmakers"][0]["markets"] = json!(7), 6);
    let gone = changed(|it| it["home_team"] = Value::Null);
    assert!(of(&gone).is_none() && gone.games.len() == 1);
    let other = changed(|it| it["sport_key"] = json!("soccer_epl"));
    assert!(of(&other).is_none() && other.games.len() == 1);
}

#[test]
fn a_price_is_read_in_the_format_that_was_asked_for() {
    let body = fixture("the_odds_api/odds.json");
    let misread = read_odds(&body, "NHL", American).unwrap();
    assert!(
        misread.games.iter().all(|it| it.quotes.is_empty()),
        "2.15 is no American price"
    );
    let mut all: Value = serde_json::from_slice(&body).unwrap();
    for (place, price) in [(0, 115), (1, -135)] {
        all[0]["bookmakers"][0]["markets"][0]["outcomes"][place]["price"] = json!(price);
    }
    let answer = read_odds(&all.to_string().into(), "NHL", American).unwrap();
    let told = by(
        game(&answer.games, "a1"),
        "draftkings",
        MarketKind::Moneyline2,
    );
    let prices: Vec<_> = told.iter().map(|it| it.price).collect();
    assert_eq!(prices, ["+115".parse().unwrap(), "-135".parse().unwrap()]);
}

#[test]
fn nothing_on_is_an_answer_and_a_league_that_is_not_known_is_not() {
    let nothing = Bytes::from_static(b"[]");
    assert_eq!(
        read_odds(&nothing, "NHL", Decimal),
        Ok(FeedAnswer::default())
    );
    assert!(read_odds(&nothing, "CHESS", Decimal).is_err());
    assert!(read_odds(&Bytes::from_static(b"{}"), "NHL", Decimal).is_err());
}
