//! Killed between any two statements of placing, taking back, settling and correcting: what two
//! settlers make of it afterwards is what an undisturbed run makes.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use fetcher::jobs::settle::Settler;
use shared::feed::GameReport;
use shared::id::{BookmakerId, ChannelId, GuildId, InteractionId, MemberId, TicketId};
use shared::market::{MarketKind, Side};
use shared::units::Units;
use store::fault::{Crossed, Plan, Statements, under};
use store::tickets::{self, Placement, Taking};

use crate::world::{HERE, World, ended, game, selection};

const SPREAD: MarketKind = MarketKind::Spread;
const THERE: GuildId = GuildId::new(22);

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Placing,
    Cancelling,
    Settling,
    Correcting,
}

/// Where.
#[derive(Clone, Debug)]
enum Kill {
    /// Between two steps of the program.
    Step(Crossed),
    /// Inside a function of the database.
    Statement(String),
}

/// One server's members, their games, and whoever watches.
struct Story {
    world: World,
    statements: Statements,
    members: Vec<(GuildId, MemberId)>,
    rounds: u32,
    interactions: u64,
}

/// What a round has made of the books: each member's cash, and how many rows.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    cash: Vec<i64>,
    settlements: i64,
    transfers: i64,
    notices: i64,
}

/// What a round is about.
struct Round {
    games: [GameReport; 2],
    /// What is placed, or taken back.
    bet: Placement,
}

impl Story {
    async fn begin() -> Self {
        let world = World::new().await;
        let members = vec![
            (HERE, world.member(1).await),
            (HERE, world.member(2).await),
            (THERE, world.member_of(THERE, 1).await),
        ];
        world
            .tamper("UPDATE members SET notify = 'dm' WHERE discord_user_id = 1")
            .await;
        Self {
            statements: Statements::watch(&world.database.owner).await.unwrap(),
            world,
            members,
            rounds: 0,
            interactions: 1_000_000,
        }
    }

    /// Two games, and on them singles both ways and a parlay of every member.
    async fn prepare(&mut self, work: Work) -> Round {
        self.rounds += 1;
        let [one, two] = ["a", "b"].map(|it| format!("{}{it}", self.rounds));
        let games = [&one, &two].map(|it| game(it, self.world.at(1), -14));
        self.world.report(&games).await;
        let home = |game| (game, SPREAD, -14, Side::Home);
        let away = |game| (game, SPREAD, -14, Side::Away);
        for (guild, member) in self.members.clone() {
            for picks in [
                &[home(&*one)][..],
                &[away(&*one)],
                &[home(&*one), home(&*two)],
            ] {
                let ticket = self.world.bet_in(guild, member, 1, picks).await;
                let posted = "INSERT INTO slips (guild_id, ticket_id, channel_id, message_id)
                    VALUES ($1, $2, 5, 6)";
                sqlx::query(posted)
                    .bind(guild.get().cast_signed())
                    .bind(ticket.as_uuid())
                    .execute(&self.world.database.owner)
                    .await
                    .unwrap();
            }
        }
        let bet = self.bet(&one).await;
        match work {
            Work::Placing | Work::Settling => {}
            Work::Cancelling => {
                let placed = tickets::place(&self.world.database.bot, &bet).await;
                placed.unwrap();
            }
            Work::Correcting => {
                self.world.report(&[ended(&games[0], 27, 20)]).await;
                self.world.settle().await;
                self.world.report(&[ended(&games[0], 20, 20)]).await;
            }
        }
        if work == Work::Settling {
            self.world.report(&[ended(&games[0], 27, 20)]).await;
        }
        Round { games, bet }
    }

    async fn bet(&mut self, game: &str) -> Placement {
        self.interactions += 1;
        Placement {
            guild: HERE,
            member: self.members[0].1,
            interaction: InteractionId::new(self.interactions),
            ticket: TicketId::mint(self.world.database.now().await),
            stake: Units::whole(1),
            legs: vec![Taking {
                selection: selection(game, SPREAD, -14, Side::Home),
                bookmaker: BookmakerId::derive("harbor"),
                num: 21,
                den: 11,
            }],
            rule_version: grading::RULE_VERSION,
            channel: ChannelId::new(1),
            post_slip: true,
        }
    }

    /// Settles by one worker, two tickets a page.
    fn settler(&self) -> Settler {
        self.world.settler().with_pages_of(2).with_workers(1)
    }

    async fn work(&self, work: Work, round: &Round) {
        let bot = &self.world.database.bot;
        let bet = &round.bet;
        // What becomes of it while it is killed is nobody's business any more.
        match work {
            Work::Placing => drop(tickets::place(bot, bet).await),
            Work::Cancelling => {
                let window = Duration::from_secs(60);
                drop(tickets::cancel(bot, HERE, bet.member, bet.ticket, window).await);
            }
            Work::Settling | Work::Correcting => {
                drop(self.settler().tick(&self.world.lease).await);
            }
        }
    }

    /// The member asks again, both games end, and two settlers race.
    async fn recover(&self, work: Work, round: &Round) {
        self.statements.forget().await.unwrap();
        if matches!(work, Work::Placing | Work::Cancelling) {
            self.work(work, round).await;
        }
        let first = match work {
            Work::Correcting => ended(&round.games[0], 20, 20),
            _ => ended(&round.games[0], 27, 20),
        };
        self.world.report(&[first]).await;
        self.race().await;
        self.world.report(&[ended(&round.games[1], 27, 20)]).await;
        self.race().await;
    }

    async fn race(&self) {
        let (one, two) = (
            self.settler().with_workers(2),
            self.settler().with_workers(2),
        );
        let lease = &self.world.lease;
        let (one, two) = tokio::join!(one.tick(lease), two.tick(lease));
        one.unwrap();
        two.unwrap();
        let behind = "SELECT count(*) FROM games WHERE result_version <> settled_version";
        assert_eq!(self.world.count(behind).await, 0);
    }

    async fn books(&self) -> Made {
        let mut cash = Vec::new();
        for (_, member) in &self.members {
            cash.push(self.world.cash(*member).await);
        }
        let count = async |table| {
            let count = format!("SELECT count(*) FROM {table}");
            self.world.count(&count).await
        };
        Made {
            cash,
            settlements: count("settlements").await,
            transfers: count("transfers").await,
            notices: count("notices").await,
        }
    }

    /// One round, killed there, or undisturbed. Answers with what it made of the books, and with
    /// the points that were crossed.
    async fn round(&mut self, work: Work, kill: Option<&Kill>) -> (Made, Vec<Kill>) {
        let before = self.books().await;
        let round = self.prepare(work).await;
        self.statements.forget().await.unwrap();
        let crossed = match kill {
            None => self.undisturbed(work, &round).await,
            Some(Kill::Step(point)) => {
                let plan = Plan::stop_at(*point);
                let doing = under(plan.clone(), self.work(work, &round));
                self.killed(doing, plan.stopped()).await;
                Vec::new()
            }
            Some(Kill::Statement(point)) => {
                self.statements.stop_at(point).await.unwrap();
                let stopped = async { self.statements.stopped().await.unwrap() };
                self.killed(self.work(work, &round), stopped).await;
                Vec::new()
            }
        };
        self.recover(work, &round).await;
        // Accounts are their transfers, together they hold nothing, and every ticket has one chain
        // of settlements that ends where its head stands.
        assert_eq!(self.world.books().await.sum, 0);
        let after = self.books().await;
        let cash = after.cash.iter().zip(&before.cash);
        let made = Made {
            cash: cash.map(|(after, before)| after - before).collect(),
            settlements: after.settlements - before.settlements,
            transfers: after.transfers - before.transfers,
            notices: after.notices - before.notices,
        };
        (made, crossed)
    }

    async fn undisturbed(&self, work: Work, round: &Round) -> Vec<Kill> {
        let plan = Plan::note();
        under(plan.clone(), self.work(work, round)).await;
        let steps = plan.crossed().into_iter().map(Kill::Step);
        let statements = self.statements.crossed().await.unwrap();
        steps
            .chain(statements.into_iter().map(Kill::Statement))
            .collect()
    }

    /// Waits until the work stands where it was to stop, and takes its connections away.
    async fn killed(&self, doing: impl Future<Output = ()>, stopped: impl Future<Output = ()>) {
        let mut doing = pin!(doing);
        tokio::select! {
            () = &mut doing => panic!("it ended before it got there"),
            () = stopped => {}
        }
        self.statements.kill_programs().await.unwrap();
    }
}

async fn killed_everywhere(work: Work, steps: usize, statements: usize) {
    let mut story = Story::begin().await;
    let (undisturbed, points) = story.round(work, None).await;
    let of_program = points.iter().filter(|it| matches!(it, Kill::Step(_)));
    let found = (
        of_program.clone().count(),
        points.len() - of_program.count(),
    );
    assert!(
        found.0 >= steps && found.1 >= statements,
        "{found:?}: {points:?}"
    );
    for point in points {
        let (made, _) = story.round(work, Some(&point)).await;
        assert_eq!(made, undisturbed, "killed at {point:?}");
    }
}

#[tokio::test]
async fn a_bet_killed_anywhere_is_placed_once() {
    killed_everywhere(Work::Placing, 2, 12).await;
}

#[tokio::test]
async fn a_ticket_that_is_taken_back_is_taken_back_once_wherever_that_is_killed() {
    killed_everywhere(Work::Cancelling, 2, 8).await;
}

#[tokio::test]
async fn settling_killed_anywhere_settles_once() {
    killed_everywhere(Work::Settling, 30, 16).await;
}

#[tokio::test]
async fn a_correction_killed_anywhere_is_made_once() {
    killed_everywhere(Work::Correcting, 30, 12).await;
}
