//! Contests, prices and results as rows: no feed that is read today has fields or players.

use services::bets::LegRequest;
use shared::facts::Facts;
use shared::game::Period;
use shared::id::{BookmakerId, CompetitionId, CompetitorId, FeedRequestId, GameId, LeagueId};
use shared::line::Line;
use shared::market::About;
use shared::price::Price;
use sqlx::Executor;
use uuid::Uuid;

use super::Offer;
use crate::world::World;

impl World {
    async fn write(&self, rows: &str) {
        self.database.owner.execute(rows).await.unwrap();
    }

    /// A game between two, in two days.
    pub(super) async fn match_in(&self, league: &str, sport: &str, name: &str) -> GameId {
        let game = self.field_in(league, sport, name).await;
        for role in ["home", "away"] {
            let id = CompetitorId::derive(&format!("{game}/{role}"));
            self.competitor(id, sport, "team", name).await;
            let plays =
                format!("INSERT INTO game_competitors VALUES ('{game}', '{role}', 0, '{id}')");
            self.write(&plays).await;
        }
        game
    }

    /// Somebody whom a market asks about.
    pub(super) async fn athlete(&self, id: CompetitorId, sport: &str, name: &str) {
        self.competitor(id, sport, "athlete", name).await;
    }

    async fn competitor(&self, id: CompetitorId, sport: &str, kind: &str, name: &str) {
        self.write(&format!(
            "INSERT INTO competitors (competitor_id, sport, kind, name, short_name, place, code,
               named_by)
             VALUES ('{id}', '{sport}', '{kind}', '{name}', '{name}', '{name}', '{name}', 'test')"
        ))
        .await;
    }

    /// A contest of many, in two days.
    pub(super) async fn field_in(&self, league: &str, sport: &str, name: &str) -> GameId {
        let game = GameId::derive(&format!("{league}/{name}"));
        let (id, season) = (LeagueId::derive(league), CompetitionId::derive(league));
        let start = self.at(48);
        self.write(&format!(
            "INSERT INTO leagues (league_id, code, name, sport)
             VALUES ('{id}', '{league}', '{league}', '{sport}') ON CONFLICT DO NOTHING;
             INSERT INTO competitions VALUES ('{season}', '{id}', '2026') ON CONFLICT DO NOTHING;
             INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
             VALUES ('{game}', '{id}', '{season}', '{start}', 'scheduled');"
        ))
        .await;
        game
    }

    /// Who plays at home.
    pub(super) async fn home_of(&self, game: GameId) -> CompetitorId {
        let id: Uuid = sqlx::query_scalar(
            "SELECT competitor_id FROM game_competitors WHERE game_id = $1 AND role = 'home'",
        )
        .bind(game.as_uuid())
        .fetch_one(&self.database.owner)
        .await
        .unwrap();
        CompetitorId::from_uuid(id)
    }

    /// A price that can be had, as a leg that takes it.
    pub(super) async fn offer(&self, (key, side, american): Offer<'_>) -> LegRequest {
        let About::Game(game) = key.about else {
            panic!("a market of a game")
        };
        let price: Price = american.parse().unwrap();
        let (market, selection) = (key.id(), key.selection(side));
        let (kind, period) = (key.kind, key.period);
        let bookmaker = BookmakerId::derive("book");
        let question = FeedRequestId::derive("by hand");
        let (num, den) = (price.num(), price.den());
        sqlx::query(
            "INSERT INTO markets (market_id, game_id, kind, period, subject, statistic, line)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(market.as_uuid())
        .bind(game.as_uuid())
        .bind(kind.word())
        .bind(period.to_string())
        .bind(key.subject.map(CompetitorId::as_uuid))
        .bind(key.statistic.as_deref())
        .bind(key.line.map(Line::quarters))
        .execute(&self.database.owner)
        .await
        .unwrap();
        self.write(&format!(
            "INSERT INTO selections VALUES ('{selection}', '{market}', '{side}');
             INSERT INTO bookmakers VALUES ('{bookmaker}', 'book', 'Book') ON CONFLICT DO NOTHING;
             INSERT INTO feed_questions VALUES ('{question}', 'test', 'by hand', 'infinity')
             ON CONFLICT DO NOTHING;
             INSERT INTO quotes VALUES ('{selection}', '{bookmaker}', {num}, {den}, 'american',
               '{american}', app_now(), app_now(), NULL, '{question}');"
        ))
        .await;
        LegRequest {
            selection,
            bookmaker,
            num,
            den,
            each_way: None,
        }
    }

    /// It is over, or its result is corrected: home's and away's points by part, and what scores
    /// do not tell.
    pub(super) async fn finish(&self, game: GameId, scores: &[(Period, i32, i32)], facts: &Facts) {
        self.end(game, "final", scores, facts).await;
    }

    /// It is not played.
    pub(super) async fn call_off(&self, game: GameId) {
        self.end(game, "cancelled", &[], &Facts::default()).await;
    }

    async fn end(&self, game: GameId, status: &str, scores: &[(Period, i32, i32)], facts: &Facts) {
        let facts = serde_json::to_string(facts).unwrap();
        let next = format!("SELECT 1 + result_version::bigint FROM games WHERE game_id = '{game}'");
        let version = self.count(&next).await;
        self.write(&format!(
            "INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at, scores,
               received_at, digest)
             SELECT game_id, 'test', {version}, '{status}', starts_at, '[]', app_now(), ''
             FROM games WHERE game_id = '{game}';
             INSERT INTO results (game_id, version, status, provider, report_sequence, decided_at,
               facts, basis)
             VALUES ('{game}', {version}, '{status}', 'test', {version}, app_now(), '{facts}',
               'official');"
        ))
        .await;
        for (period, home, away) in scores {
            self.write(&format!(
                "INSERT INTO result_scores VALUES
                   ('{game}', {version}, '{period}', 'home', 0, {home}),
                   ('{game}', {version}, '{period}', 'away', 0, {away});"
            ))
            .await;
        }
        self.write(&format!(
            "UPDATE games SET status = '{status}', result_version = {version}
             WHERE game_id = '{game}'"
        ))
        .await;
    }
}
