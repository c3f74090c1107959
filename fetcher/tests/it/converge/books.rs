//! Deciding, grading and booking without a database: the pure parts put together as the programs
//! put them together.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::{Case, Decision, Policy, decide};
use grading::{HouseRules, LegSettled, TicketProgress, grade};
use ledger::moves::{self, Settled, TicketAccounts};
use ledger::{Account, Balances, Holder, Season};
use shared::facts::Facts;
use shared::game::GameResult;
use shared::grade::{LegOutcome, Share};
use shared::id::{GuildId, MemberId, TicketId};
use shared::league::Sport;
use shared::report::{ADMIN, CurrentResult, Report};
use shared::ticket::TicketKind;
use shared::units::Units;
use uuid::Uuid;

use super::model::GRANT;
use super::script::{
    Arrival, Bet, Claim, End, MEMBERS, PICKS, Script, price, said_at, scores, status,
};

const HERE: GuildId = GuildId::new(1);

type Graded = Option<(LegOutcome, Share, Share)>;

/// Which game, which of its picks, on which scores by role, called off or not.
type Asked = (usize, usize, Vec<(i32, i32)>, bool);

/// What was graded once is not graded again, in whatever case: a grade is a pure function.
#[derive(Default)]
pub(crate) struct Grades(HashMap<Asked, Graded>);

struct Game<'a> {
    script: &'a Script,
    case: Case,
    version: i32,
    /// When it is to be looked at again.
    decide_at: Option<DateTime<Utc>>,
    review: bool,
    /// By pick, on the version that stands.
    graded: Vec<Graded>,
}

struct Ticket<'a> {
    bet: &'a Bet,
    accounts: TicketAccounts,
    sequence: i32,
    returned: Option<Units>,
}

/// The books of one case.
pub(crate) struct Books<'a> {
    first: usize,
    now: DateTime<Utc>,
    start: DateTime<Utc>,
    policy: Policy,
    games: Vec<Game<'a>>,
    tickets: Vec<Ticket<'a>>,
    balances: Balances,
    grades: &'a mut Grades,
    /// How many result versions there were, and how many reviews.
    pub(crate) versions: usize,
    pub(crate) reviews: usize,
}

fn holder(member: usize) -> Holder {
    Holder {
        guild: HERE,
        member: MemberId::from_uuid(Uuid::from_u128(member as u128 + 1)),
        season: Season::FIRST,
    }
}

impl<'a> Books<'a> {
    /// Everybody has bet, and nothing is known. `first` is the number of the first game.
    pub(crate) fn open(
        first: usize,
        scripts: &'a [Script],
        bets: &'a [Bet],
        start: DateTime<Utc>,
        grades: &'a mut Grades,
    ) -> Self {
        let game = |script: &'a Script| Game {
            script,
            case: Case {
                sport: Sport::Soccer,
                league: "EPL".to_owned(),
                starts: vec![start],
                reports: Vec::new(),
                current: None,
                given_up: Vec::new(),
            },
            version: 0,
            decide_at: None,
            review: false,
            graded: vec![None; PICKS.len()],
        };
        let mut balances = Balances::default();
        let mut book = |it: &ledger::transfer::Move| {
            it.transfers
                .iter()
                .for_each(|it| balances.apply(it).unwrap());
        };
        for member in 0..MEMBERS {
            book(&moves::grant(holder(member), Units::from_steps(GRANT)).unwrap());
        }
        let mut tickets = Vec::with_capacity(bets.len());
        for (nth, bet) in bets.iter().enumerate() {
            let accounts = TicketAccounts {
                ticket: TicketId::from_uuid(Uuid::from_u128(nth as u128 + 1)),
                holder: holder(bet.member),
            };
            book(&moves::place(accounts, Units::from_steps(bet.stake)).unwrap());
            tickets.push(Ticket {
                bet,
                accounts,
                sequence: 0,
                returned: None,
            });
        }
        Self {
            first,
            now: start + TimeDelta::hours(2),
            start,
            policy: Policy::default(),
            games: scripts.iter().map(game).collect(),
            tickets,
            balances,
            grades,
            versions: 0,
            reviews: 0,
        }
    }

    /// Takes what arrives; what becomes due before it is done before it.
    pub(crate) fn take(&mut self, arrival: Arrival) {
        self.wait(arrival.pause);
        let game = &self.games[arrival.game];
        let source = &game.script.sources[arrival.source];
        let claim = source.says[arrival.nth];
        let source_at = Some(said_at(self.start, arrival.nth));
        self.report(arrival.game, source.provider, claim, source_at);
    }

    fn report(
        &mut self,
        game: usize,
        provider: &str,
        claim: Claim,
        source_at: Option<DateTime<Utc>>,
    ) {
        let (now, start) = (self.now, self.start);
        let reports = &mut self.games[game].case.reports;
        let last = reports.iter_mut().rfind(|it| it.provider == provider);
        let sequence = last.as_ref().map_or(0, |it| it.sequence) + 1;
        let report = Report {
            provider: provider.to_owned(),
            sequence,
            status: status(claim),
            starts_at: start,
            scores: scores(claim),
            facts: Facts::default(),
            source_at,
            received_at: now,
            heard_at: None,
        };
        // As the tables keep them: a stale one is not kept, and of a repetition only its date.
        let kept = last.is_none_or(|it| {
            let again = (it.status, &it.scores) == (report.status, &report.scores);
            if again {
                it.source_at = it.source_at.max(source_at);
            }
            !again && it.source_at <= source_at
        });
        if kept {
            reports.push(report);
            self.decide(game);
        }
    }

    /// Lets time pass, with a look at whatever becomes due.
    pub(crate) fn wait(&mut self, pause: TimeDelta) {
        let until = self.now + pause;
        loop {
            let dues = self.games.iter().enumerate();
            let due = dues.filter_map(|(game, it)| it.decide_at.map(|at| (at, game)));
            let Some((at, game)) = due.min().filter(|it| it.0 <= until) else {
                break;
            };
            self.now = self.now.max(at);
            self.decide(game);
        }
        self.now = until;
    }

    /// The operator says how the games really ended that nobody else can tell.
    pub(crate) fn ask_operator(&mut self) {
        for game in 0..self.games.len() {
            if self.games[game].review {
                let truth = self.games[game].script.truth;
                self.report(game, ADMIN, Some(truth), None);
            }
        }
    }

    fn decide(&mut self, index: usize) {
        let now = self.now;
        let game = &mut self.games[index];
        game.decide_at = None;
        match decide(&game.case, &self.policy, now) {
            Decision::Stands => game.review = false,
            Decision::Wait(until) => game.decide_at = until,
            Decision::Review(_) => {
                self.reviews += usize::from(!game.review);
                game.review = true;
            }
            Decision::Settle {
                report,
                status,
                basis,
                ..
            } => {
                let first = game.case.current.as_ref();
                let current = CurrentResult {
                    status,
                    scores: report.scores.clone(),
                    facts: report.facts.clone(),
                    basis,
                    first_decided_at: first.map_or(now, |it| it.first_decided_at),
                };
                game.case.current = Some(current);
                game.version += 1;
                game.review = false;
                self.versions += 1;
                self.settle(index);
            }
        }
    }

    fn settle(&mut self, index: usize) {
        let game = &mut self.games[index];
        let current = game.case.current.as_ref().unwrap();
        let rules = HouseRules::new(Sport::Soccer, "EPL");
        let result = GameResult {
            game: game.script.game,
            version: game.version,
            status: current.status,
            scores: current.scores.clone(),
            facts: current.facts.clone(),
            provider: "any".to_owned(),
            decided_at: self.now,
        };
        let said: Vec<_> = result
            .scores
            .iter()
            .map(|it| (it.role as i32, it.points))
            .collect();
        let cancelled = result.scores.is_empty();
        for (nth, pick) in PICKS.iter().enumerate() {
            let key = (self.first + index, nth, said.clone(), cancelled);
            let graded = self.grades.0.entry(key).or_insert_with(|| {
                let grade = grade(&rules, &pick.selection(result.game), &result).ok()?;
                Some((grade.outcome, grade.win, grade.refund))
            });
            game.graded[nth] = *graded;
        }
        for ticket in 0..self.tickets.len() {
            if self.tickets[ticket].bet.legs.iter().any(|it| it.0 == index) {
                self.settle_ticket(ticket);
            }
        }
    }

    fn settle_ticket(&mut self, index: usize) {
        let ticket = &mut self.tickets[index];
        let leg = |(game, pick): &(usize, usize)| match self.games[*game].graded[*pick] {
            Some((outcome, win, refund)) => {
                LegSettled::graded(price(*pick), outcome, (win, refund))
            }
            None => LegSettled::pending(price(*pick)),
        };
        let legs: Vec<_> = ticket.bet.legs.iter().map(leg).collect();
        let kind = match legs.len() {
            1 => TicketKind::Single,
            _ => TicketKind::Parlay,
        };
        let stake = Units::from_steps(ticket.bet.stake);
        let returned = match grading::settle(kind, stake, &legs).unwrap() {
            TicketProgress::Settled { returned, .. } => Some(returned),
            TicketProgress::Pending { .. } => None,
        };
        if returned == ticket.returned {
            return;
        }
        let settled =
            |returned: Option<Units>| returned.map(|returned| Settled { stake, returned });
        ticket.sequence += 1;
        let (before, after) = (settled(ticket.returned), settled(returned));
        let head = moves::head(ticket.accounts, before, after, ticket.sequence).unwrap();
        for transfer in &head.transfers {
            self.balances.apply(transfer).unwrap();
        }
        ticket.returned = returned;
    }

    /// The games whose result is not what it should be, with what was said of them.
    pub(crate) fn astray(&self, ends: &[End]) -> Vec<String> {
        let games = self.games.iter().zip(ends).filter_map(|(game, end)| {
            let current = game.case.current.as_ref();
            let right = current.is_some_and(|it| it.scores == scores(Some(*end)));
            (!right).then(|| format!("{:#?}\nshould be {end:?}", (game.script, &game.case)))
        });
        games.collect()
    }

    /// Every member's cash and units at risk, of books that sum to nothing.
    pub(crate) fn balances(&self) -> Vec<(i64, i64)> {
        self.balances.check().unwrap();
        let of = |member| {
            let holder = holder(member);
            let cash = self.balances.get(Account::Cash(holder)).steps();
            (cash, self.balances.get(Account::AtRisk(holder)).steps())
        };
        (0..MEMBERS).map(of).collect()
    }
}
