//! Plays a list of operations on the programs and on the model, and holds one against the other
//! after each.

use std::pin::pin;

use sqlx::PgPool;
use store::StoreError;

use super::model::{Model, Policy};
use super::op::{Cut, Op, Play, Says};
use super::seen::Seen;
use super::system::{Press, System, Who};
use super::wire::Trap;
use super::{CORRECTED_FOR, GAMES, STANDS, dice, generate};

/// What a play did, for saying so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) ops: u64,
    pub(crate) tickets: u64,
    pub(crate) settlements: u64,
    pub(crate) killed: u64,
    pub(crate) races: u64,
    pub(crate) replayed: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.ops += other.ops;
        self.tickets += other.tickets;
        self.settlements += other.settlements;
        self.killed += other.killed;
        self.races += other.races;
        self.replayed += other.replayed;
    }
}

/// How an operation went.
enum Went {
    /// To its end, with that answer to the member who asked.
    Done(Option<String>),
    /// It stopped somewhere.
    Broken,
}

/// Plays it all.
///
/// # Errors
/// What was not as it should be, and after which operation.
pub(crate) async fn play(play: &Play) -> Result<Tally, String> {
    let mut dice = dice::Dice::new(play.seed ^ 0x7072_6963_6573);
    let prices: Vec<_> = (0..GAMES).map(|_| generate::prices(&mut dice)).collect();
    let policy = Policy {
        official: play.official,
        stands: STANDS,
        corrected_for: CORRECTED_FOR,
    };
    let mut stage = Stage {
        system: System::new(play.official, &prices).await,
        model: Model::new(policy, &prices),
        tally: Tally::default(),
        heard: Vec::new(),
    };
    for (index, op) in play.ops.iter().enumerate() {
        let done = stage.step(op).await;
        done.map_err(|error| format!("operation {index}, {op:?}: {error}"))?;
    }
    stage
        .end()
        .await
        .map_err(|error| format!("at the end: {error}"))?;
    Ok(stage.tally)
}

struct Stage {
    system: System,
    model: Model,
    tally: Tally,
    /// What the bot was sent, as it would come again.
    heard: Vec<Op>,
}

impl Stage {
    /// Plays one operation, or, where Discord resumes, those that it sends again.
    async fn step(&mut self, op: &Op) -> Result<(), String> {
        let Op::Replay { last } = op else {
            self.heard.extend(sent_again(op));
            return self.one(op).await;
        };
        let from = self.heard.len().saturating_sub(*last);
        let again = self.heard[from..].to_vec();
        for op in &again {
            self.tally.replayed += 1;
            let done = self.one(op).await;
            done.map_err(|error| format!("heard again, {op:?}: {error}"))?;
        }
        Ok(())
    }

    async fn one(&mut self, op: &Op) -> Result<(), String> {
        self.tally.ops += 1;
        let op = &self.model.resolve(op);
        self.model.note(op);
        let possible = match op {
            Op::Fault { cut, at, of } => self.fault(*cut, *at, of).await?,
            Op::Race { first, at, second } => self.race(first, *at, second).await?,
            op => self.plain(op).await?,
        };
        self.look(possible).await?;
        self.system.set_clock(self.model.now).await;
        Ok(())
    }

    /// One of these must be what the database holds.
    async fn look(&mut self, possible: Vec<Model>) -> Result<(), String> {
        let seen = Seen::look(&self.system).await;
        let mut wrong = Vec::new();
        for mut model in possible {
            match seen.compare(&mut model) {
                Ok(()) => {
                    self.model = model;
                    return Ok(());
                }
                Err(error) => wrong.push(error),
            }
        }
        Err(wrong.join("; or else "))
    }

    async fn plain(&mut self, op: &Op) -> Result<Vec<Model>, String> {
        let mut after = self.model.clone();
        let expected = after.step(op);
        let who = who(op);
        let found = do_it(
            &self.system,
            &self.model,
            op,
            &self.system.process(who).pool,
        )
        .await;
        let found = found.map_err(|error| format!("refused: {error}"))?;
        if found.as_deref() != expected {
            return Err(format!("expected the answer {expected:?}, found {found:?}"));
        }
        Ok(vec![after])
    }

    async fn fault(&mut self, cut: Cut, at: u32, op: &Op) -> Result<Vec<Model>, String> {
        let mut after = self.model.clone();
        let expected = after.step(op);
        let who = who(op);
        let went = {
            let process = self.system.process(who);
            let trap = match cut {
                Cut::Before | Cut::LostBefore => Trap::Before,
                Cut::After | Cut::LostAfter => Trap::After,
            };
            process.wire.arm(at, trap);
            let doing = pin!(do_it(&self.system, &self.model, op, &process.pool));
            let went = match cut {
                Cut::Before | Cut::After => tokio::select! {
                    biased;
                    () = process.wire.sprung() => Went::Broken,
                    done = doing => done.map_or(Went::Broken, Went::Done),
                },
                // It lives, and sees what it sees.
                Cut::LostBefore | Cut::LostAfter => {
                    let done = doing.await;
                    match (process.wire.is_sprung(), done) {
                        (true, _) => Went::Broken,
                        (false, Ok(done)) => Went::Done(done),
                        (false, Err(error)) => return Err(format!("refused: {error}")),
                    }
                }
            };
            process.wire.release();
            went
        };
        match went {
            Went::Done(found) if found.as_deref() != expected => {
                Err(format!("expected the answer {expected:?}, found {found:?}"))
            }
            Went::Done(_) => Ok(vec![after]),
            Went::Broken => {
                self.tally.killed += 1;
                if matches!(cut, Cut::Before | Cut::After) {
                    self.system.restart(who);
                }
                Ok(broken(&self.model, after, op))
            }
        }
    }

    async fn race(&mut self, first: &Op, at: u32, second: &Op) -> Result<Vec<Model>, String> {
        self.tally.races += 1;
        let (mut one, mut other) = (self.model.clone(), self.model.clone());
        let early = (one.step(first), one.step(second));
        let late = (other.step(second), other.step(first));
        let (first_who, second_who) = match (who(first), who(second)) {
            (Who::Fetcher, Who::Fetcher) => (Who::Fetcher, Who::Helper),
            (Who::Bot, Who::Bot) => (Who::Bot, Who::Bot),
            both => both,
        };
        let (system, model) = (&self.system, &self.model);
        let holder = system.process(first_who);
        holder.wire.arm(at, Trap::Hold);
        let mut doing_first = pin!(do_it(system, model, first, &holder.pool));
        let doing_second = do_it(system, model, second, &system.process(second_who).pool);
        let mut doing_second = pin!(doing_second);
        let mut first_done = tokio::select! {
            biased;
            () = holder.wire.sprung() => None,
            done = &mut doing_first => Some(done),
        };
        let mut second_done = None;
        if first_done.is_none() {
            tokio::select! {
                biased;
                done = &mut doing_second => second_done = Some(done),
                () = system.somebody_waits() => {}
            }
        }
        holder.wire.release();
        let rest = async {
            let first = match first_done.take() {
                Some(done) => done,
                None => doing_first.await,
            };
            (first, ())
        };
        let other_rest = async {
            match second_done.take() {
                Some(done) => done,
                None => doing_second.await,
            }
        };
        let ((first_found, ()), second_found) = tokio::join!(rest, other_rest);
        let mut found = (
            first_found.map_err(|error| format!("the first was refused: {error}"))?,
            second_found.map_err(|error| format!("the second was refused: {error}"))?,
        );
        // What was shown is no longer so: the admin looks again, and confirms that.
        for (found, op) in [(&mut found.0, first), (&mut found.1, second)] {
            if found.as_deref() == Some("changed") {
                let again = do_it(system, model, op, &system.bot.pool).await;
                *found = again.map_err(|error| format!("asked again, refused: {error}"))?;
            }
        }
        let found = (found.0.as_deref(), found.1.as_deref());
        let mut possible = Vec::new();
        if found == early {
            possible.push(one);
        }
        if found == (late.1, late.0) {
            possible.push(other);
        }
        if possible.is_empty() {
            return Err(format!("answers {found:?}: expected {early:?} or {late:?}"));
        }
        if settles(first) || settles(second) {
            // What came in between may be settled by now or not.
            let looser: Vec<_> = possible
                .iter()
                .map(|model| {
                    let mut looser = model.clone();
                    looser.unsettle(&self.model);
                    looser.loosen();
                    looser
                })
                .collect();
            possible.extend(looser);
        }
        Ok(possible)
    }

    /// Time goes by until nothing waits; then everything must be settled, and the books balance.
    async fn end(&mut self) -> Result<(), String> {
        let quiet = [
            Op::Advance {
                seconds: STANDS + 1,
            },
            Op::Decide,
            Op::Settle { page: 3 },
        ];
        for op in &quiet {
            self.step(op)
                .await
                .map_err(|error| format!("{op:?}: {error}"))?;
        }
        let before = Seen::look(&self.system).await;
        self.plain(&Op::Settle { page: 1_000 }).await?;
        self.plain(&Op::Decide).await?;
        if before != Seen::look(&self.system).await {
            return Err("settling once more changed something".to_owned());
        }
        let books = fetcher::audit::audit(&self.system.database.fetcher).await;
        let books = books.map_err(|error| format!("the audit: {error}"))?;
        self.tally.tickets = books.tickets;
        let owner = &self.system.database.owner;
        for (what, count) in CHECKS {
            let found: i64 = sqlx::query_scalar(count).fetch_one(owner).await.unwrap();
            if found != 0 {
                return Err(format!("{what}: {found}"));
            }
        }
        let settlements = "SELECT count(*) FROM settlements";
        let settlements: i64 = sqlx::query_scalar(settlements)
            .fetch_one(owner)
            .await
            .unwrap();
        self.tally.settlements = settlements.unsigned_abs();
        Ok(())
    }
}

/// Counts of what must not be, asked of the rows alone.
const CHECKS: &[(&str, &str)] = &[
    (
        "accounts that are not their transfers",
        "SELECT count(*) FROM accounts a WHERE a.balance <> (
           SELECT coalesce(sum(CASE WHEN (t.credit_kind, t.credit_member) = (a.kind, a.member_id)
               THEN t.amount ELSE 0 END
             - CASE WHEN (t.debit_kind, t.debit_member) = (a.kind, a.member_id)
               THEN t.amount ELSE 0 END), 0)
           FROM transfers t WHERE t.guild_id = a.guild_id)",
    ),
    (
        "tickets whose settlements have a gap or another end",
        "SELECT count(*) FROM tickets t WHERE t.settled_seq <> (
             SELECT count(*) FROM settlements s
             WHERE (s.guild_id, s.ticket_id) = (t.guild_id, t.ticket_id))
           OR t.settled_seq > 0 AND NOT EXISTS (
             SELECT 1 FROM settlements s
             WHERE (s.guild_id, s.ticket_id, s.sequence) = (t.guild_id, t.ticket_id, t.settled_seq)
               AND s.state = t.state AND s.returned IS NOT DISTINCT FROM t.returned)",
    ),
    (
        "settlements that change nothing",
        "SELECT count(*) FROM settlements s JOIN settlements n
           ON (n.guild_id, n.ticket_id, n.sequence) = (s.guild_id, s.ticket_id, s.sequence + 1)
         WHERE s.state = n.state AND s.returned IS NOT DISTINCT FROM n.returned",
    ),
    (
        "games with tickets that are not settled",
        "SELECT count(*) FROM games WHERE result_version <> settled_version",
    ),
    (
        "tickets without the one notice that they were placed",
        "SELECT count(*) FROM tickets t WHERE 1 <> (
           SELECT count(*) FROM notices n WHERE n.kind = 'ticket_placed'
             AND n.guild_id = t.guild_id AND n.subject = t.ticket_id)",
    ),
    (
        "decisions without the one notice of them",
        "SELECT count(*) FROM corrections c WHERE 1 <> (
           SELECT count(*) FROM notices n WHERE n.kind = 'correction'
             AND n.guild_id = c.guild_id AND n.subject = c.correction_id)",
    ),
    (
        "settlements by admins that no decision names",
        "SELECT count(*) FROM settlements s WHERE s.cause = 'admin' AND 1 <> (
           SELECT count(*) FROM corrected_tickets c
           WHERE (c.guild_id, c.ticket_id, c.sequence) = (s.guild_id, s.ticket_id, s.sequence)
             AND c.state_after = s.state AND c.returned_after IS NOT DISTINCT FROM s.returned)",
    ),
    (
        "servers without an announcement of a settled game",
        "SELECT count(*) FROM (
           SELECT DISTINCT l.guild_id, l.game_id, g.result_version
           FROM settlements s
           JOIN legs l ON (l.guild_id, l.ticket_id) = (s.guild_id, s.ticket_id)
           JOIN games g ON g.game_id = l.game_id AND g.result_version > 0
           WHERE s.cause = 'result'
             AND s.result_versions[l.leg] = g.result_version) told
         WHERE NOT EXISTS (
           SELECT 1 FROM notices n WHERE n.kind = 'game_results' AND n.guild_id = told.guild_id
             AND n.subject = told.game_id AND n.sequence = told.result_version)",
    ),
];

/// What may be after an operation that stopped somewhere: all of it, or nothing, or, where it
/// works in parts, a part.
fn broken(before: &Model, after: Model, op: &Op) -> Vec<Model> {
    let mut possible = vec![before.clone()];
    if settles(op) {
        let mut partly = before.clone();
        partly.loosen();
        possible.push(partly);
    }
    if let Op::Quote { game, .. } | Op::Report { game, .. } = op {
        // Prices are taken before they are said to be current.
        let mut undated = after.clone();
        undated.games[*game].answered = before.games[*game].answered;
        possible.push(undated);
    }
    possible.push(after);
    possible
}

const fn settles(op: &Op) -> bool {
    matches!(op, Op::Settle { .. })
}

const fn who(op: &Op) -> Who {
    match op {
        Op::Visit { .. }
        | Op::Place { .. }
        | Op::PlaceAgain { .. }
        | Op::Cancel { .. }
        | Op::Correct { .. }
        | Op::CorrectAgain { .. }
        | Op::HearCorrection { .. } => Who::Bot,
        _ => Who::Fetcher,
    }
}

/// The interactions of an operation, as Discord sends them once more.
fn sent_again(op: &Op) -> Vec<Op> {
    match op {
        Op::Place { bet, .. } | Op::PlaceAgain { bet } => vec![Op::PlaceAgain { bet: *bet }],
        Op::Correct { number, .. } => vec![Op::HearCorrection { number: *number }],
        Op::Visit { .. } | Op::Cancel { .. } => vec![op.clone()],
        Op::Fault { of, .. } => sent_again(of),
        Op::Race { first, second, .. } => [sent_again(first), sent_again(second)].concat(),
        _ => Vec::new(),
    }
}

/// Does it for real. What there is nothing to do for has no answer.
async fn do_it(
    system: &System,
    model: &Model,
    op: &Op,
    pool: &PgPool,
) -> Result<Option<String>, StoreError> {
    match op {
        Op::Advance { .. }
        | Op::ReportAgain { .. }
        | Op::Replay { .. }
        | Op::Fault { .. }
        | Op::Race { .. } => {}
        Op::Visit { member } => system.visit(*member).await?,
        Op::Place { bet, .. } | Op::PlaceAgain { bet } => {
            if let Some(sent) = model.bets.get(bet) {
                return system.place(*bet, sent).await.map(Some);
            }
        }
        Op::Cancel { bet, press } => {
            if let Some(ticket) = model.tickets.get(bet) {
                let cancelled = system.cancel(*bet, ticket.bet.member, *press);
                return cancelled.await.map(Some);
            }
        }
        Op::Correct { number, .. }
        | Op::CorrectAgain { number }
        | Op::HearCorrection { number } => {
            let press = match op {
                Op::Correct { .. } => Press::First,
                Op::CorrectAgain { .. } => Press::Another,
                _ => Press::Heard,
            };
            if let Some(asks) = model.asked.get(number)
                && let Some(server) = model.server_of(asks)
            {
                let corrected = system.correct(*number, (server, asks), (press, model.now));
                return corrected.await.map(Some);
            }
        }
        Op::Quote {
            game,
            prices,
            dated,
        } => {
            let dated = dated.map(|ago| model.now - ago);
            let says = Says::Scheduled;
            let report = system.game_report(*game, 0, says, dated, Some(prices));
            system.take(pool, 0, vec![report]).await?;
        }
        Op::Report {
            game,
            source,
            says,
            dated,
        } => {
            let dated = dated.map(|ago| model.now - ago);
            let report = system.game_report(*game, *source, *says, dated, None);
            system.take(pool, *source, vec![report]).await?;
        }
        Op::Rule { game, says } => system.rule(pool, *game, *says).await?,
        Op::Decide => system.decide(pool).await?,
        Op::Settle { page } => system.settle(pool, *page).await?,
    }
    Ok(None)
}
