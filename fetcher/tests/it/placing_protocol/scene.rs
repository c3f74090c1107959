//! Two games, who has bet on them, a bet that is about to be placed; what happens meanwhile, and
//! what everybody's ticket has come to at the end.

use chrono::{DateTime, Utc};
use services::bets::Placement;
use services::results::OperatorDecision;
use shared::feed::GameReport;
use shared::id::{GuildId, TicketId};
use shared::ticket::TicketState;
use store::fault::point;
use store::tickets::CancelOutcome;
use testkit::world::FREE;
use testkit::{FEED, HERE, Member, Pick, ReportExt, THERE, UNIT, bet, leg, on};

use super::Ground;
use crate::moved::soccer;
use crate::world::World;

const DAY: i64 = 24;
/// Home to win by one: half a goal is taken off.
pub(super) fn home(game: &str) -> Pick {
    on(game).home("-0.5")
}

/// What is placed, and who has bet on the game before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bet {
    /// The first bet of all: settling would pass the game over.
    FirstOfAll,
    /// The server's first, where another one needs two pages.
    First,
    /// The server's fourth, by a member whose accounts nothing else moves: it needs two pages.
    Later,
    /// A parlay with a game that nobody in the server has bet on, by a member who has bet before.
    Parlay,
}

pub(super) const BETS: [Bet; 4] = [Bet::FirstOfAll, Bet::First, Bet::Later, Bet::Parlay];

/// What happens meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Final,
    CalledOff,
    /// A member takes another ticket back, and the game ends.
    Cancelled,
    /// An admin voids another ticket, and the game ends.
    Ruled,
    SmallMove,
    TwoSmallMoves,
    LargeMove,
    MovedBack,
    SecondVersion,
}

pub(super) struct Scene {
    references: [String; 2],
    pub(super) bet: Placement,
    /// Of others before, by server, and which of them is taken back or ruled on.
    others: Vec<(GuildId, TicketId)>,
    subject: Option<TicketId>,
}

impl Scene {
    /// The game that things happen to.
    fn game(&self, world: &World, hours: i64) -> GameReport {
        soccer(world, &self.references[0], hours)
    }

    /// The game that nothing happens to.
    fn second(&self, world: &World) -> GameReport {
        soccer(world, &self.references[1], 1)
    }
}

impl Ground {
    pub(super) async fn prepare(&mut self, kind: Bet, event: Event) -> Scene {
        // Members of its own: some lose what they have, again and again.
        self.scenes += 1;
        let first = u64::from(10 * self.scenes);
        for (nth, member) in (first..).zip(&mut self.members) {
            *member = self.world.member(nth).await;
        }
        self.there = self.world.member_of(THERE, first).await;
        let references = ["a", "b"].map(|it| format!("{}{it}", self.scenes));
        let offered = references.each_ref().map(|it| soccer(&self.world, it, 1));
        self.tell(&offered).await;
        let [game, second] = [&*references[0], &*references[1]];
        let mut others = Vec::new();
        let crowd = match kind {
            Bet::FirstOfAll => None,
            Bet::First => Some([self.there; 3]),
            Bet::Later | Bet::Parlay => Some([self.members[0], self.members[1], self.members[0]]),
        };
        for member in crowd.into_iter().flatten() {
            others.push((member.guild, self.single(member, game).await));
        }
        let mut subject = None;
        if matches!(event, Event::Cancelled | Event::Ruled) {
            let on = match kind {
                Bet::FirstOfAll | Bet::First => second,
                Bet::Later | Bet::Parlay => game,
            };
            let ticket = self.single(self.members[0], on).await;
            others.push((HERE, ticket));
            subject = Some(ticket);
        }
        let games: &[&str] = match kind {
            Bet::Parlay => &[game, second],
            _ => &[game],
        };
        let member = match kind {
            Bet::Later => self.members[2],
            _ => self.members[0],
        };
        let bet = self.placement(member, games).await;
        Scene {
            references,
            bet,
            others,
            subject,
        }
    }

    async fn single(&self, member: Member, game: &str) -> TicketId {
        self.world.bet(member, 1, home(game)).await
    }

    /// A bet of one unit that no interaction has placed yet.
    pub(super) async fn placement(&self, member: Member, games: &[&str]) -> Placement {
        let mut legs = Vec::new();
        for game in games {
            let selection = self.world.selection(&home(game)).await;
            legs.push(leg(selection, "-110".parse().unwrap()));
        }
        self.world.placement(bet(member, legs).posted()).await
    }

    /// All that happens meanwhile, with a point between any two steps.
    pub(super) async fn happen(&self, event: Event, scene: &Scene) {
        point("meanwhile").await;
        let game = |hours| scene.game(&self.world, hours);
        match event {
            Event::Final => self.report(scene, game(1).final_score(2, 1)).await,
            Event::CalledOff => self.report(scene, game(1).cancelled()).await,
            Event::Cancelled => {
                self.cancel(scene).await;
                self.report(scene, game(1).final_score(2, 1)).await;
            }
            Event::Ruled => {
                let ticket = scene.subject.unwrap();
                super::ruling::void(&self.world, ticket).await;
                self.report(scene, game(1).final_score(2, 1)).await;
            }
            Event::SmallMove => self.report(scene, game(31)).await,
            Event::TwoSmallMoves => {
                self.report(scene, game(31)).await;
                self.tick().await;
                self.report(scene, game(61)).await;
            }
            Event::LargeMove => self.report(scene, game(26 * DAY)).await,
            Event::MovedBack => {
                self.report(scene, game(26 * DAY)).await;
                self.tick().await;
                self.report(scene, game(1)).await;
            }
            Event::SecondVersion => {
                self.report(scene, game(1).final_score(2, 1)).await;
                self.tick().await;
                self.report(scene, game(1).final_score(1, 1)).await;
            }
        }
        self.tick().await;
    }

    /// The feed answers with this of a game, and with the other one as it was.
    async fn report(&self, scene: &Scene, report: GameReport) {
        self.tell(&[report, scene.second(&self.world)]).await;
    }

    /// The feed answers with these games, and is taken.
    pub(super) async fn tell(&self, reports: &[GameReport]) {
        let fetcher = &self.world.database.fetcher;
        let mut tx = fetcher.begin().await.unwrap();
        let now = store::leases::check(&mut tx, &self.world.lease).await;
        let taken = services::results::ingest(&mut tx, FEED, reports, now.unwrap()).await;
        taken.unwrap();
        point("meanwhile.decided").await;
        tx.commit().await.unwrap();
        point("meanwhile.told").await;
    }

    async fn cancel(&self, scene: &Scene) {
        let ticket = scene.subject.unwrap();
        let taken = self.world.cancel(self.members[0], ticket, FREE).await;
        assert_eq!(taken, CancelOutcome::Cancelled);
    }

    /// What is still to happen to both games, until nothing waits any more.
    pub(super) async fn finish(&self, event: Event, scene: &Scene) {
        let game = |hours| scene.game(&self.world, hours);
        match event {
            Event::SmallMove => self.report(scene, game(31).final_score(2, 1)).await,
            Event::TwoSmallMoves => self.report(scene, game(61).final_score(2, 1)).await,
            Event::LargeMove => self.report(scene, game(26 * DAY).final_score(2, 1)).await,
            Event::MovedBack => {
                self.report(scene, game(1).final_score(2, 1)).await;
                self.decide(scene).await;
            }
            _ => {}
        }
        self.tell(&[scene.second(&self.world).final_score(2, 1)])
            .await;
        self.tick().await;
        self.tick().await;
    }

    /// The operator says that it was played on its first date after all.
    async fn decide(&self, scene: &Scene) {
        let game = self.world.game_id(&scene.references[0]).await;
        let word = OperatorDecision::AsReported(FEED.to_owned());
        let reason = "played on its first date after all";
        let decided = self.world.decide_as_operator(game, &word, reason).await;
        assert!(decided.is_ok());
    }

    /// Every ticket has come to what the model says.
    pub(super) async fn assert_end(&self, event: Event, scene: &Scene, is_placed: bool, at: &str) {
        let own = is_placed.then_some((HERE, scene.bet.ticket));
        for (guild, ticket) in scene.others.iter().copied().chain(own) {
            let expected = match event {
                Event::Cancelled if scene.subject == Some(ticket) => {
                    (TicketState::Cancelled, Some(UNIT))
                }
                Event::Ruled if scene.subject == Some(ticket) => (TicketState::Void, Some(UNIT)),
                _ => self.comes_to(event, scene, ticket).await,
            };
            let (state, returned, _) = self.world.head(ticket).await;
            assert_eq!(
                (state, returned),
                expected,
                "ticket {ticket} of {guild}, {at}"
            );
        }
        for (what, waits) in [
            (
                "tickets",
                "SELECT count(*) FROM tickets WHERE state = 'open'",
            ),
            ("parts", "SELECT count(*) FROM guild_games WHERE NOT done"),
            (
                "games",
                "SELECT count(*) FROM games WHERE result_version <> settled_version",
            ),
            (
                "servers that nobody told",
                "SELECT count(*) FROM guild_games gg JOIN games g USING (game_id)
                 WHERE EXISTS (SELECT 1 FROM settlements s JOIN legs l USING (guild_id, ticket_id)
                     WHERE s.guild_id = gg.guild_id AND l.game_id = gg.game_id
                       AND s.cause = 'result' AND g.result_version = ANY(s.result_versions))
                   AND NOT EXISTS (SELECT 1 FROM notices n
                     WHERE n.guild_id = gg.guild_id AND n.kind = 'game_results'
                       AND n.subject = gg.game_id AND n.sequence = g.result_version)",
            ),
        ] {
            assert_eq!(self.world.count(waits).await, 0, "{what} wait, {at}");
        }
    }

    /// By the start that each leg was booked for, and nothing else.
    async fn comes_to(
        &self,
        event: Event,
        scene: &Scene,
        ticket: TicketId,
    ) -> (TicketState, Option<i64>) {
        let legs = "SELECT r.reference, l.booked_start FROM legs l
            JOIN game_refs r ON r.game_id = l.game_id
            WHERE l.ticket_id = $1 AND r.provider = $2 ORDER BY l.leg";
        let legs: Vec<(String, DateTime<Utc>)> = sqlx::query_as(legs)
            .bind(ticket)
            .bind(FEED)
            .fetch_all(&self.world.database.owner)
            .await
            .unwrap();
        let (mut won, mut lost) = (0, false);
        for (reference, booked) in &legs {
            let is_first_date = *booked == self.world.at(1);
            let is_subject = *reference == scene.references[0];
            match event {
                _ if !is_subject => won += 1,
                Event::CalledOff => {}
                Event::SecondVersion => lost = true,
                // Sixty hours are too many, and so are weeks.
                Event::TwoSmallMoves | Event::LargeMove if is_first_date => {}
                _ => won += 1,
            }
        }
        match (lost, won) {
            (true, _) => (TicketState::Lost, Some(0)),
            (false, 0) => (TicketState::Void, Some(UNIT)),
            (false, _) => {
                let returned = UNIT * 21_i64.pow(won) / 11_i64.pow(won);
                (TicketState::Won, Some(returned))
            }
        }
    }
}
