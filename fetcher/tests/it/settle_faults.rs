//! Killed between any two statements of placing, taking back, settling, settling again after a
//! correction, and deciding as an admin: what two settlers make of it afterwards is what an
//! undisturbed run makes. The points lie between two steps of the program, before and after each
//! statement inside the database's functions, and behind the commit, where only the answer is lost.
//! Every run tries the first, the last and a few between them; `scripts/show-kills` tries them all.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use services::bets::Placement;
use services::settle::Settler;
use shared::feed::GameReport;
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, InteractionId, MemberId, TicketId};
use shared::ticket::TicketState;
use shared::units::Units;
use store::corrections::{
    self, CorrectedTicket, CorrectionAction, CorrectionSource, NewCorrection, RuledGrade, Ruling,
    TicketStatus,
};
use store::fault::{Crossed, CrossedStatement, Plan, Statements, point, under};
use store::grades::GradeShares;
use store::settlements::{self, HeadMove};
use store::tickets::{self, CancelWindow};
use store::{StoreError, notify};
use testkit::{HERE, Leg, Member, ReportExt, THERE, bet, on};

use crate::world::{World, game};

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Placing,
    Cancelling,
    Settling,
    /// Settling again, on a corrected result.
    Correcting,
    /// An admin voids a settled ticket.
    Voiding,
    /// An admin gives units.
    Granting,
}

/// Where.
#[derive(Clone, Debug)]
enum Kill {
    /// Between two steps of the program.
    Step(Crossed),
    /// Inside a function of the database.
    Statement(CrossedStatement),
}

/// One server's members, their games, and whoever watches.
struct Story {
    world: World,
    statements: Statements,
    members: Vec<Member>,
    rounds: u32,
}

/// What a round has made of the books: each member's cash, and how many rows.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    cash: Vec<i64>,
    settlements: i64,
    transfers: i64,
    notices: i64,
    corrections: i64,
}

/// What a round is about.
struct Round {
    games: [GameReport; 2],
    /// What is placed, taken back or voided.
    bet: Placement,
    /// What an admin decides.
    decision: CorrectionId,
}

impl Story {
    async fn begin() -> Self {
        let world = World::new().await;
        let members = vec![
            world.member(1).await,
            world.member(2).await,
            world.member_of(THERE, 1).await,
        ];
        world
            .tamper("UPDATE members SET notify = 'dm' WHERE discord_user_id = 1")
            .await;
        Self {
            statements: Statements::watch(&world.database.owner).await.unwrap(),
            world,
            members,
            rounds: 0,
        }
    }

    /// Two games, and on them singles both ways and a parlay of every member.
    async fn prepare(&mut self, work: Work) -> Round {
        self.rounds += 1;
        let [one, two] = ["a", "b"].map(|it| format!("{}{it}", self.rounds));
        let games = [&one, &two].map(|it| game(it, self.world.at(1), "-3.5"));
        self.world.report(&games).await;
        let home = |game| Leg::from(on(game).home("-3.5"));
        let away = |game| Leg::from(on(game).away("+3.5"));
        for member in self.members.clone() {
            for legs in [
                vec![home(&one)],
                vec![away(&one)],
                vec![home(&one), home(&two)],
            ] {
                let ticket = self.world.bet(member, 1, legs).await;
                let posted = "INSERT INTO slips (guild_id, ticket_id, channel_id, message_id)
                    VALUES ($1, $2, 5, 6)";
                sqlx::query(posted)
                    .bind(member.guild)
                    .bind(ticket)
                    .execute(&self.world.database.owner)
                    .await
                    .unwrap();
            }
        }
        let bet = self.bet(&one).await;
        match work {
            Work::Placing | Work::Granting => {}
            Work::Settling => drop(self.world.report(&[games[0].final_score(27, 20)]).await),
            Work::Cancelling => {
                self.world.submit(&bet).await;
            }
            Work::Correcting => {
                self.world.report(&[games[0].final_score(27, 20)]).await;
                self.world.settle().await;
                self.world.report(&[games[0].final_score(20, 20)]).await;
            }
            Work::Voiding => {
                self.world.submit(&bet).await;
                self.world.report(&[games[0].final_score(27, 20)]).await;
                self.world.settle().await;
            }
        }
        let decision = CorrectionId::mint(self.world.database.now().await);
        Round {
            games,
            bet,
            decision,
        }
    }

    async fn bet(&self, game: &str) -> Placement {
        let bet = bet(self.members[0], on(game).home("-3.5"));
        self.world.placement(bet.posted()).await
    }

    /// Settles by one worker, in pages of which a server's tickets need more than one.
    fn settler(&self) -> Settler {
        self.world.settler().with_pages_of(4).with_workers(1)
    }

    async fn work(&self, work: Work, round: &Round) {
        let bot = &self.world.database.bot;
        let bet = &round.bet;
        // What becomes of it while it is killed is nobody's business any more.
        match work {
            Work::Placing => drop(services::bets::place(bot, bet).await),
            Work::Cancelling => {
                let window = CancelWindow {
                    free: Duration::ZERO,
                    unmoved: Duration::from_secs(60),
                };
                let pressed = InteractionId::new(bet.interaction.get() + 1_000_000);
                drop(tickets::cancel(bot, HERE, bet.member, pressed, bet.ticket, window).await);
            }
            Work::Settling | Work::Correcting => {
                drop(self.settler().tick(&self.world.lease).await);
            }
            Work::Voiding => drop(self.decide(round, void(bet.ticket)).await),
            Work::Granting => drop(self.decide(round, grant(bet.member)).await),
        }
    }

    /// What the bot does when an admin confirms: the decision, what it rules, what it moves, in
    /// one transaction. Confirming it again does nothing.
    async fn decide(&self, round: &Round, asked: CorrectionAction) -> Result<(), StoreError> {
        point("decide").await;
        let mut tx = store::begin_guild(&self.world.database.bot, HERE).await?;
        store::guilds::lock(&mut tx, HERE).await?;
        point("decide.locked").await;
        let id = round.decision;
        if corrections::by_id(&mut tx, HERE, id).await?.is_some() {
            return Ok(());
        }
        let new = NewCorrection {
            guild: HERE,
            id,
            asked,
            source: CorrectionSource::Command,
            actor: DiscordUserId::new(9),
            actor_name: "admin".to_owned(),
            reason: "a story".to_owned(),
            channel: ChannelId::new(1),
        };
        let number = corrections::append(&mut tx, &new).await?;
        point("decide.appended").await;
        let members = [round.bet.member];
        match asked {
            CorrectionAction::Void { ticket } => {
                corrections::lock_tickets(&mut tx, HERE, &[ticket]).await?;
                let found = settlements::tickets(&mut tx, &[(HERE, ticket)]).await?;
                let before = corrections::lock_members(&mut tx, HERE, &members).await?;
                point("decide.held").await;
                let (ruling, to) = voided(&found[0], number);
                corrections::write_rulings(&mut tx, HERE, number, &[ruling]).await?;
                point("decide.ruled").await;
                let moved = corrections::move_heads(&mut tx, HERE, &[to]).await?;
                assert_eq!(moved.len(), 1);
                point("decide.moved").await;
                let corrected = CorrectedTicket {
                    ticket,
                    sequence: Some(moved[0].1),
                    before: TicketStatus {
                        state: found[0].state,
                        returned: found[0].returned,
                    },
                    after: TicketStatus {
                        state: TicketState::Void,
                        returned: Some(found[0].agreed.stake),
                    },
                };
                corrections::record_tickets(&mut tx, HERE, id, &[corrected]).await?;
                corrections::record_members(&mut tx, HERE, id, &before).await?;
            }
            CorrectionAction::Grant { member, units } => {
                let before = corrections::lock_members(&mut tx, HERE, &members).await?;
                corrections::move_units(&mut tx, HERE, id, member, true, units).await?;
                point("decide.moved").await;
                corrections::record_members(&mut tx, HERE, id, &before).await?;
            }
            _ => unreachable!("no story decides {asked:?}"),
        }
        point("decide.noted").await;
        corrections::leave_notice(&mut tx, HERE, id, number, None).await?;
        notify::notify(&mut tx, notify::NOTICES).await?;
        point("decide.commit").await;
        tx.commit().await?;
        point("decide.committed").await;
        Ok(())
    }

    /// The member asks again, both games end, and two settlers race.
    async fn recover(&self, work: Work, round: &Round) {
        self.statements.forget().await.unwrap();
        if !matches!(work, Work::Settling | Work::Correcting) {
            self.work(work, round).await;
        }
        let first = match work {
            Work::Correcting => round.games[0].final_score(20, 20),
            _ => round.games[0].final_score(27, 20),
        };
        self.world.report(first).await;
        self.race().await;
        self.world
            .report(&[round.games[1].final_score(27, 20)])
            .await;
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
        for member in &self.members {
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
            corrections: count("corrections").await,
        }
    }

    /// One round, killed there. Returns what it made of the books, and whether anything of it
    /// stood before anybody went on.
    async fn killed_round(&mut self, work: Work, kill: &Kill) -> (Made, bool) {
        let before = self.books().await;
        let round = self.prepare(work).await;
        self.statements.forget().await.unwrap();
        let prepared = self.books().await;
        match kill {
            Kill::Step(point) => {
                let plan = Plan::stop_at(*point);
                let doing = under(plan.clone(), self.work(work, &round));
                self.killed(doing, plan.stopped()).await;
            }
            Kill::Statement(point) => {
                self.statements.stop_at(point).await.unwrap();
                let stopped = async { self.statements.stopped().await.unwrap() };
                self.killed(self.work(work, &round), stopped).await;
            }
        }
        let stood = self.books().await != prepared;
        self.recover(work, &round).await;
        (self.made(before).await, stood)
    }

    /// One round that nothing happens to. Returns what it made of the books, and with every
    /// point that was crossed.
    async fn undisturbed_round(&mut self, work: Work) -> (Made, Vec<Kill>) {
        let before = self.books().await;
        let round = self.prepare(work).await;
        self.statements.forget().await.unwrap();
        let crossed = self.undisturbed(work, &round).await;
        self.recover(work, &round).await;
        (self.made(before).await, crossed)
    }

    async fn made(&self, before: Made) -> Made {
        // Accounts are their transfers, together they hold nothing, and every ticket has one chain
        // of settlements that ends where its head stands.
        assert_eq!(self.world.books().await.sum, 0);
        let after = self.books().await;
        let cash = after.cash.iter().zip(&before.cash);
        Made {
            cash: cash.map(|(after, before)| after - before).collect(),
            settlements: after.settlements - before.settlements,
            transfers: after.transfers - before.transfers,
            notices: after.notices - before.notices,
            corrections: after.corrections - before.corrections,
        }
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

fn void(ticket: TicketId) -> CorrectionAction {
    CorrectionAction::Void { ticket }
}

fn grant(member: MemberId) -> CorrectionAction {
    let units = Units::whole(7);
    CorrectionAction::Grant { member, units }
}

/// The ruling that a single is void, and what that makes of it.
fn voided(ticket: &settlements::TicketToSettle, number: i32) -> (Ruling, HeadMove) {
    let outcome = LegOutcome::Void;
    let (win, refund) = outcome.shares().unwrap();
    let ruling = Ruling {
        ticket: ticket.ticket,
        leg: 1,
        held: Some(RuledGrade {
            shares: GradeShares {
                outcome,
                win,
                refund,
            },
            receipt: None,
        }),
    };
    let to = HeadMove {
        guild: ticket.guild,
        ticket: ticket.ticket,
        expected: ticket.settled_seq,
        state: TicketState::Void,
        returned: Some(ticket.agreed.stake),
        multiplier: Some(("1".to_owned(), "1".to_owned())),
        result_versions: vec![-number],
        settings_digest: ticket.settings_digest.clone(),
    };
    (ruling, to)
}

/// Which points are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Steps,
    Statements,
}

/// At how many points of each kind work is killed, unless `DBSBM_KILLS` says otherwise.
const KILLS: usize = 6;

/// The first, the last, and others at even distances: at most so many.
fn spread<T>(points: Vec<T>, most: usize) -> Vec<T> {
    let last = points.len().saturating_sub(1);
    let steps = most.saturating_sub(1).max(1);
    let chosen: BTreeSet<_> = (0..=steps).map(|step| step * last / steps).collect();
    let points = points.into_iter().enumerate();
    let points = points.filter(|(index, _)| last < most || chosen.contains(index));
    points.map(|(_, point)| point).collect()
}

#[test]
fn a_few_points_are_the_first_the_last_and_some_between() {
    let of = |count: usize, most| spread((0..count).collect(), most);
    assert_eq!(of(3, 6), [0, 1, 2]);
    assert_eq!(of(6, 6), [0, 1, 2, 3, 4, 5]);
    assert_eq!(of(51, 6), [0, 10, 20, 30, 40, 50]);
    assert_eq!(of(0, 6), Vec::<usize>::new());
}

/// Kills the work at such points that it crosses, in a round each, and says how many there were.
#[expect(
    clippy::print_stdout,
    reason = "how many points there were is for reading"
)]
async fn killed_everywhere(work: Work, at: At, at_least: usize) {
    let mut story = Story::begin().await;
    let (undisturbed, mut points) = story.undisturbed_round(work).await;
    points.retain(|it| matches!(it, Kill::Step(_)) == (at == At::Steps));
    assert!(points.len() >= at_least, "{points:?}");
    let most = std::env::var("DBSBM_KILLS").map_or(KILLS, |it| it.parse().unwrap());
    let (all, points) = (points.len(), spread(points, most));
    let (mut undone, mut stood) = (0, 0);
    for point in &points {
        let (made, some_stood) = story.killed_round(work, point).await;
        assert_eq!(made, undisturbed, "killed at {point:?}");
        *(if some_stood { &mut stood } else { &mut undone }) += 1;
    }
    println!(
        "{work:?}: killed at {} of {all} {at:?}; {undone} times nothing stood, {stood} times something did \
         and nobody had been told",
        points.len()
    );
    assert!(undone > 0, "no kill took anything back");
    // Steps have one behind the last commit.
    assert!(stood > 0 || at == At::Statements, "no answer was lost");
}

#[tokio::test]
async fn a_bet_killed_at_any_step_is_placed_once() {
    killed_everywhere(Work::Placing, At::Steps, 2).await;
}

#[tokio::test]
async fn a_bet_killed_at_any_statement_is_placed_once() {
    killed_everywhere(Work::Placing, At::Statements, 12).await;
}

#[tokio::test]
async fn a_ticket_is_taken_back_once_at_whatever_step_that_is_killed() {
    killed_everywhere(Work::Cancelling, At::Steps, 2).await;
}

#[tokio::test]
async fn a_ticket_is_taken_back_once_at_whatever_statement_that_is_killed() {
    killed_everywhere(Work::Cancelling, At::Statements, 8).await;
}

#[tokio::test]
async fn settling_killed_at_any_step_settles_once() {
    killed_everywhere(Work::Settling, At::Steps, 30).await;
}

#[tokio::test]
async fn settling_killed_at_any_statement_settles_once() {
    killed_everywhere(Work::Settling, At::Statements, 50).await;
}

#[tokio::test]
async fn a_correction_killed_at_any_step_is_made_once() {
    killed_everywhere(Work::Correcting, At::Steps, 30).await;
}

#[tokio::test]
async fn a_correction_killed_at_any_statement_is_made_once() {
    killed_everywhere(Work::Correcting, At::Statements, 50).await;
}

#[tokio::test]
async fn a_ticket_that_an_admin_voids_is_voided_once_at_whatever_step_that_is_killed() {
    killed_everywhere(Work::Voiding, At::Steps, 9).await;
}

#[tokio::test]
async fn a_ticket_that_an_admin_voids_is_voided_once_at_whatever_statement_that_is_killed() {
    killed_everywhere(Work::Voiding, At::Statements, 28).await;
}

#[tokio::test]
async fn units_that_an_admin_gives_are_given_once_wherever_that_is_killed() {
    killed_everywhere(Work::Granting, At::Steps, 7).await;
    killed_everywhere(Work::Granting, At::Statements, 12).await;
}

#[tokio::test]
async fn what_a_stopped_settler_has_in_hand_is_passed_over_and_settled_after_it() {
    let mut story = Story::begin().await;
    for step in [
        "settle.page.held",
        "settle.page.moved",
        "settle.page.commit",
    ] {
        let round = story.prepare(Work::Settling).await;
        let plan = Plan::stop_at((step, 0));
        let mut stopped = pin!(under(plan.clone(), story.work(Work::Settling, &round)));
        tokio::select! {
            () = &mut stopped => panic!("it ended before {step}"),
            () = plan.stopped() => {}
        }
        // Here has six tickets and is in hand; of three there, a parlay waits for its other game.
        let rest = story.settler().tick(&story.world.lease).await.unwrap();
        assert_eq!(
            (rest.games, rest.tickets, rest.notices),
            (0, 2, 1),
            "{step}"
        );

        story.statements.kill_programs().await.unwrap();
        let after = story.settler().tick(&story.world.lease).await.unwrap();
        assert_eq!(
            (after.games, after.tickets, after.notices),
            (1, 4, 1),
            "{step}"
        );
        assert_eq!(story.world.books().await.sum, 0);
    }
}
