//! What should be, worked out from the operations alone.

use std::collections::BTreeMap;

use super::arithmetic::{End, Halves, Head, Leg, OPEN, halves, reckon};
use super::op::{Asks, Market, Op, Pick, Prices, Says, Side};
use super::{CANCEL_FREE, CANCEL_WINDOW, GAMES, MEMBERS, SOURCES, STARTS};

mod correct;

use correct::Decision;

const UNIT: i64 = 1_000_000;
const DAY: i64 = 86_400;
/// How long after its start somebody should have said how a game ended.
const OVERDUE: i64 = 8 * 3_600;
const NOTHING: Op = Op::Advance { seconds: 0 };

/// How long things are waited for, in seconds: the choices of the programs that the model takes
/// as given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    /// Whether source 0 is the league's own.
    pub(crate) official: bool,
    /// How long one source must have stood alone, or sources must have differed.
    pub(crate) stands: i64,
    /// How long after the first result a correction is followed.
    pub(crate) corrected_for: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    joined: i64,
    /// What it was given: at the start, and as relief.
    pub(crate) given: i64,
    relieved: Vec<i64>,
}

/// What a source said last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) says: Says,
    pub(crate) dated: Option<i64>,
    received: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Game {
    newest: [Option<Said>; SOURCES],
    /// The latest date under which a source has repeated itself.
    repeated: [Option<i64>; SOURCES],
    /// What the operator decided, and when.
    pub(crate) ruled: Option<(End, i64)>,
    /// As it was sent, for sending it again.
    pub(crate) sent: [Option<(Says, Option<i64>)>; SOURCES],
    /// Every set of prices that could be had, oldest first.
    pub(crate) prices: Vec<Prices>,
    /// Whether the last of them can be had.
    offered: bool,
    /// When the feed with prices was last asked about it, and answered.
    pub(crate) answered: i64,
    pub(crate) is_scheduled: bool,
    pub(crate) in_review: bool,
    /// Whether it is looked at again without a new report.
    is_waited_for: bool,
    /// How it ended, by version of the result.
    pub(crate) ends: Vec<End>,
    first_decided: i64,
    /// Up to which version its tickets may be settled: usually one number.
    pub(crate) settled: Vec<usize>,
}

/// A bet as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Bet {
    pub(crate) member: usize,
    pub(crate) stake: i64,
    pub(crate) legs: Vec<Leg>,
}

#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    pub(crate) bet: Bet,
    pub(crate) placed: i64,
    /// Where it may stand: usually one place.
    pub(crate) heads: Vec<Head>,
    /// Where it was seen last.
    pub(crate) stands: Head,
    /// How many settlements it was seen to have.
    pub(crate) moves: i32,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) policy: Policy,
    pub(crate) now: i64,
    pub(crate) members: Vec<Option<Member>>,
    pub(crate) games: Vec<Game>,
    pub(crate) bets: BTreeMap<u32, Bet>,
    pub(crate) tickets: BTreeMap<u32, Ticket>,
    /// What admins asked for, whether it came through or not.
    pub(crate) asked: BTreeMap<u32, Asks>,
    /// What admins decided, the oldest first.
    pub(crate) decisions: Vec<Decision>,
    /// What interactions were answered, where that is kept.
    pub(crate) answers: BTreeMap<u64, &'static str>,
}

/// The interactions by which bets are placed, taken back and decided on, by their numbers.
pub(crate) const fn placing(bet: u32) -> u64 {
    1_000 + bet as u64
}

pub(crate) const fn cancelling(press: u32) -> u64 {
    1_000_000 + press as u64
}

pub(crate) const fn correcting(number: u32) -> u64 {
    2_000_000 + number as u64
}

/// What is to be done with a game.
enum Verdict {
    Stands,
    Wait,
    Settle(End),
    Review,
}

impl Model {
    /// Before anything happened: the feed with prices has listed every game.
    pub(crate) fn new(policy: Policy, prices: &[Prices]) -> Self {
        let listed = Said {
            says: Says::Scheduled,
            dated: None,
            received: 0,
        };
        let game = |prices: &Prices| Game {
            newest: [Some(listed), None, None],
            repeated: [None; SOURCES],
            ruled: None,
            sent: [Some((Says::Scheduled, None)), None, None],
            prices: vec![*prices],
            offered: true,
            answered: 0,
            is_scheduled: true,
            in_review: false,
            is_waited_for: true,
            ends: Vec::new(),
            first_decided: 0,
            settled: vec![0],
        };
        assert_eq!(prices.len(), GAMES);
        Self {
            policy,
            now: 0,
            members: vec![None; MEMBERS],
            games: prices.iter().map(game).collect(),
            bets: BTreeMap::new(),
            tickets: BTreeMap::new(),
            asked: BTreeMap::new(),
            answers: BTreeMap::new(),
            decisions: Vec::new(),
        }
    }

    /// What the operation does when nothing goes wrong, and the answer to the member who asked for it.
    pub(crate) fn step(&mut self, op: &Op) -> Option<&'static str> {
        match op {
            Op::Advance { seconds } => {
                self.now += seconds;
                None
            }
            Op::Visit { member } => {
                self.visit(*member);
                None
            }
            Op::Place { bet, .. } | Op::PlaceAgain { bet } => {
                self.bets.contains_key(bet).then(|| self.place(*bet))
            }
            Op::Cancel { bet, press } => {
                let is_placed = self.tickets.contains_key(bet);
                is_placed.then(|| self.once(cancelling(*press), |it| it.cancel(*bet)))
            }
            Op::Quote {
                game,
                prices,
                dated,
            } => {
                let dated = dated.map(|ago| self.now - ago);
                self.ingest(*game, 0, (Says::Scheduled, dated), Some(prices));
                None
            }
            Op::Report {
                game,
                source,
                says,
                dated,
            } => {
                let dated = dated.map(|ago| self.now - ago);
                self.ingest(*game, *source, (*says, dated), None);
                None
            }
            Op::Rule { game, says } => {
                let now = self.now;
                let it = &mut self.games[*game];
                it.ruled = end(*says).map(|end| (end, now));
                self.decide(*game);
                // Whatever is said against it, it was decided just now.
                self.games[*game].in_review = false;
                None
            }
            Op::Correct { number, asks } => Some(self.correct_first(*number, asks)),
            Op::HearCorrection { number } => {
                let asks = self.asked.get(number).copied();
                asks.map(|asks| self.correct_again(*number, &asks))
            }
            Op::CorrectAgain { number } => {
                let asks = self.asked.get(number).copied();
                asks.map(|asks| self.correct(*number, &asks))
            }
            Op::Decide => {
                let waits = |it: &usize| self.games[*it].is_waited_for;
                let due: Vec<_> = (0..GAMES).filter(waits).collect();
                due.into_iter().for_each(|game| self.decide(game));
                None
            }
            Op::Settle { .. } => {
                self.settle();
                None
            }
            Op::ReportAgain { .. } | Op::Replay { .. } | Op::Fault { .. } | Op::Race { .. } => None,
        }
    }

    /// What an interaction does, the first time that it comes; its answer, whenever it comes.
    fn once(
        &mut self,
        interaction: u64,
        first: impl FnOnce(&mut Self) -> &'static str,
    ) -> &'static str {
        if let Some(told) = self.answers.get(&interaction) {
            return told;
        }
        let told = first(self);
        self.answers.insert(interaction, told);
        told
    }

    /// What a member or an admin sends follows from what could be seen, whether it arrives or not.
    pub(crate) fn note(&mut self, op: &Op) {
        let (bet, member, picks, stake) = match op {
            Op::Place {
                bet,
                member,
                picks,
                stake,
            } => (bet, member, picks, stake),
            Op::Fault { of, .. } => return self.note(of),
            Op::Race { first, second, .. } => {
                self.note(first);
                return self.note(second);
            }
            Op::Correct { number, asks } => {
                self.asked.entry(*number).or_insert(*asks);
                return;
            }
            _ => return,
        };
        let legs = picks.iter().map(|it| self.leg(it)).collect();
        self.bets.entry(*bet).or_insert(Bet {
            member: *member,
            stake: *stake,
            legs,
        });
    }

    /// The operation as it is sent: what it refers to is looked up before anything happens.
    pub(crate) fn resolve(&self, op: &Op) -> Op {
        match op {
            Op::Fault { cut, at, of } => Op::Fault {
                cut: *cut,
                at: *at,
                of: Box::new(self.resolve(of)),
            },
            Op::Race { first, at, second } => Op::Race {
                first: Box::new(self.resolve(first)),
                at: *at,
                second: Box::new(self.resolve(second)),
            },
            Op::ReportAgain { game, source } => match self.games[*game].sent[*source] {
                Some((says, dated)) => self.resolve(&Op::Report {
                    game: *game,
                    source: *source,
                    says,
                    dated: dated.map(|at| self.now - at),
                }),
                None => NOTHING,
            },
            Op::Report {
                game,
                source: 0,
                says: Says::Scheduled,
                dated,
            } => Op::Quote {
                game: *game,
                prices: *self.games[*game].prices.last().unwrap(),
                dated: *dated,
            },
            Op::Cancel { bet, .. } if !self.tickets.contains_key(bet) => NOTHING,
            Op::Correct { asks, .. } if self.server_of(asks).is_none() => NOTHING,
            Op::CorrectAgain { number } | Op::HearCorrection { number } => {
                match self.asked.get(number) {
                    Some(asks) if self.server_of(asks).is_some() => op.clone(),
                    _ => NOTHING,
                }
            }
            op => op.clone(),
        }
    }

    fn leg(&self, pick: &Pick) -> Leg {
        let seen = &self.games[pick.game].prices;
        let prices = seen[seen.len().saturating_sub(1 + pick.back)];
        let (line, price) = offer(&prices, pick.market, pick.side);
        Leg {
            game: pick.game,
            market: pick.market,
            side: pick.side,
            line,
            price,
        }
    }

    fn visit(&mut self, member: usize) {
        let Some(known) = &self.members[member] else {
            self.members[member] = Some(Member {
                joined: self.now,
                given: 100 * UNIT,
                relieved: Vec::new(),
            });
            return;
        };
        let this_week = week(self.now);
        let worth = self.cash(member) + self.at_risk(member);
        if worth < 10 * UNIT
            && week(known.joined) < this_week
            && !known.relieved.contains(&this_week)
        {
            let known = self.members[member].as_mut().unwrap();
            known.given += 10 * UNIT - worth;
            known.relieved.push(this_week);
        }
    }

    fn place(&mut self, number: u32) -> &'static str {
        let bet = self.bets[&number].clone();
        if self.members[bet.member].is_none() {
            return "not_a_member";
        }
        if self.tickets.contains_key(&number) {
            return "already_placed";
        }
        self.once(placing(number), |it| it.place_first(number, bet))
    }

    fn place_first(&mut self, number: u32, bet: Bet) -> &'static str {
        let Bet {
            member,
            stake,
            legs,
        } = &bet;
        let game = |leg: &Leg| &self.games[leg.game];
        let twice =
            |(index, leg): (usize, &Leg)| legs[..index].iter().any(|it| it.game == leg.game);
        if legs.iter().enumerate().any(twice) {
            "same_game"
        } else if legs.iter().any(|it| STARTS[it.game] <= self.now) {
            "game_started"
        } else if legs
            .iter()
            .any(|it| !game(it).is_scheduled || !game(it).ends.is_empty())
        {
            "game_not_open"
        } else if legs.iter().any(|it| self.offer(it).is_none()) {
            "taken_down"
        } else if legs.iter().any(|it| self.is_stale(it.game)) {
            "price_stale"
        } else if legs.iter().any(|it| self.offer(it) != Some(it.price)) {
            "price_moved"
        } else if *stake < UNIT / 2 {
            "stake_too_small"
        } else if *stake > 5 * UNIT {
            "stake_too_large"
        } else if *stake > self.cash(*member) {
            "balance_too_small"
        } else {
            let ticket = Ticket {
                bet,
                placed: self.now,
                heads: vec![OPEN],
                stands: OPEN,
                moves: 0,
            };
            self.tickets.insert(number, ticket);
            "placed"
        }
    }

    /// At which price this can be had now. Nothing: it cannot.
    fn offer(&self, leg: &Leg) -> Option<i32> {
        let game = &self.games[leg.game];
        let (line, price) = offer(game.prices.last()?, leg.market, leg.side);
        (game.offered && line == leg.line).then_some(price)
    }

    /// Whether nobody has confirmed this game's prices for longer than they hold: ten minutes in the
    /// last twenty before the start, three hours before that.
    fn is_stale(&self, game: usize) -> bool {
        let holds = if self.now >= STARTS[game] - 20 * 60 {
            10 * 60
        } else {
            3 * 3_600
        };
        self.now >= self.games[game].answered + holds
    }

    fn cancel(&mut self, number: u32) -> &'static str {
        let ticket = &self.tickets[&number];
        let mut legs = ticket.bet.legs.iter();
        if ticket.heads[0].state == "cancelled" {
            "already_cancelled"
        } else if ticket.moves > 0 || ticket.heads[0] != OPEN {
            "already_settled"
        } else if legs.any(|it| STARTS[it.game] <= self.now || !self.games[it.game].is_scheduled) {
            "game_started"
        } else if self.now > ticket.placed + CANCEL_WINDOW {
            "too_late"
        } else if self.now > ticket.placed + CANCEL_FREE
            && (ticket.bet.legs.iter()).any(|it| self.offer(it) != Some(it.price))
        {
            "price_moved"
        } else {
            let returned = Some(ticket.bet.stake);
            let ticket = self.tickets.get_mut(&number).unwrap();
            ticket.heads = vec![Head {
                state: "cancelled",
                returned,
            }];
            "cancelled"
        }
    }

    /// A source says something; the first one says its prices too while they can be had.
    fn ingest(
        &mut self,
        game: usize,
        source: usize,
        (says, dated): (Says, Option<i64>),
        prices: Option<&Prices>,
    ) {
        let now = self.now;
        let it = &mut self.games[game];
        it.sent[source] = Some((says, dated));
        if source == 0 {
            it.answered = now;
        }
        let is_open = says == Says::Scheduled && now < STARTS[game];
        if !is_open {
            it.offered = false;
        } else if source == 0 {
            it.offered = true;
            it.prices
                .extend(prices.filter(|new| it.prices.last() != Some(*new)));
        }
        let said = Said {
            says,
            dated,
            received: now,
        };
        let repeated = it.repeated[source];
        match &mut it.newest[source] {
            // Nothing new, but true for longer.
            Some(last) if last.says == says => {
                if dated > last.dated {
                    it.repeated[source] = repeated.max(dated);
                }
            }
            // It has said something else since.
            Some(last) if dated.is_some() && dated < last.dated.max(repeated) => {}
            newest => {
                *newest = Some(said);
                self.decide(game);
            }
        }
    }

    fn decide(&mut self, game: usize) {
        self.games[game].is_scheduled = self.is_scheduled(game);
        let verdict = self.verdict(game);
        self.games[game].is_waited_for = matches!(verdict, Verdict::Wait);
        match verdict {
            Verdict::Stands => self.games[game].in_review = false,
            Verdict::Wait => {}
            Verdict::Review => self.games[game].in_review = true,
            Verdict::Settle(end) => {
                let now = self.now;
                let game = &mut self.games[game];
                if game.ends.is_empty() {
                    game.first_decided = now;
                }
                game.ends.push(end);
                game.in_review = false;
            }
        }
    }

    /// The league's own feed knows; where there is none, nobody says otherwise. Nobody says that
    /// it is over, and no result stands.
    fn is_scheduled(&self, game: usize) -> bool {
        if self.games[game].ruled.is_some() || !self.games[game].ends.is_empty() {
            return false;
        }
        let newest = &self.games[game].newest;
        let scheduled = |it: &Said| it.says == Says::Scheduled;
        match newest[0] {
            Some(own) if self.policy.official => {
                scheduled(&own) && newest.iter().flatten().all(|it| end(it.says).is_none())
            }
            _ => newest.iter().flatten().all(scheduled),
        }
    }

    fn verdict(&self, index: usize) -> Verdict {
        let game = &self.games[index];
        if let Some((ruled, at)) = game.ruled {
            let against =
                |it: &Said| it.received > at && end(it.says).is_some_and(|it| it != ruled);
            return match game.ends.last() {
                Some(standing) if *standing != ruled => Verdict::Settle(ruled),
                None => Verdict::Settle(ruled),
                Some(_) if !game.newest.iter().flatten().any(against) => Verdict::Stands,
                Some(_) => Verdict::Review,
            };
        }
        let ends: Vec<(usize, End, i64)> = (0..SOURCES)
            .filter_map(|source| {
                let said = game.newest[source]?;
                Some((source, end(said.says)?, said.received))
            })
            .collect();
        let latest = |of: &[i64]| of.iter().copied().max().unwrap_or(0);
        let Some(last_end) = ends.iter().map(|it| it.2).max() else {
            let heard: Vec<_> = game.newest.iter().flatten().map(|it| it.received).collect();
            let is_overdue = self.now >= STARTS[index] + OVERDUE;
            return match game.ends.is_empty() {
                true if is_overdue && !heard.is_empty() => Verdict::Review,
                true => Verdict::Wait,
                // What was settled on is no longer said by anybody.
                false if self.now < latest(&heard) + self.policy.stands => Verdict::Wait,
                false => Verdict::Review,
            };
        };
        let votes = |end: End| ends.iter().filter(|it| it.1 == end).count();
        let most = ends.iter().map(|it| votes(it.1)).max().unwrap_or(0);
        let unanimous = ends.iter().all(|it| it.1 == ends[0].1);
        let own = ends.iter().find(|it| it.0 == 0 && self.policy.official);
        let agreed = ends.iter().find(|it| votes(it.1) == most && most > 1);
        let correction = |chosen: End| -> Verdict {
            match game.ends.last() {
                None => Verdict::Settle(chosen),
                Some(standing) if *standing == chosen => Verdict::Stands,
                Some(_) if last_end <= game.first_decided + self.policy.corrected_for => {
                    Verdict::Settle(chosen)
                }
                Some(_) => Verdict::Review,
            }
        };
        if let Some(it) = own.or(agreed) {
            correction(it.1)
        } else if unanimous {
            match correction(ends[0].1) {
                Verdict::Settle(_) if self.now < ends[0].2 + self.policy.stands => Verdict::Wait,
                verdict => verdict,
            }
        } else if self.now < last_end + self.policy.stands {
            Verdict::Wait
        } else {
            Verdict::Review
        }
    }

    fn settle(&mut self) {
        let standing: Vec<_> = self
            .games
            .iter()
            .map(|it| it.ends.last().copied())
            .collect();
        for number in self.waiting() {
            let choices = self.choices(number, |game| vec![standing[game]]);
            self.reckon(number, &choices);
        }
        for game in &mut self.games {
            game.settled = vec![game.ends.len()];
        }
    }

    /// The tickets with a leg on a game whose newest result they may not be settled on.
    fn waiting(&self) -> Vec<u32> {
        let waits = |it: &Leg| self.games[it.game].waits();
        let tickets = self.tickets.iter();
        let tickets = tickets.filter(|(_, it)| it.bet.legs.iter().any(waits));
        tickets.map(|(number, _)| *number).collect()
    }

    /// The outcomes that each leg of a ticket may have, where games may have ended like that.
    fn choices(
        &self,
        number: u32,
        ends: impl Fn(usize) -> Vec<Option<End>>,
    ) -> Vec<Vec<Option<Halves>>> {
        let legs = self.tickets[&number].bet.legs.iter().enumerate();
        legs.map(|(index, leg)| match self.ruled(number, index) {
            Some(held) => vec![Some(held)],
            None => {
                let ends = ends(leg.game).into_iter();
                ends.map(|end| end.map(|end| halves(leg, end))).collect()
            }
        })
        .collect()
    }

    /// Notes where a ticket may stand. One that was taken back stays so.
    fn reckon(&mut self, number: u32, choices: &[Vec<Option<Halves>>]) {
        let ticket = self.tickets.get_mut(&number).unwrap();
        if ticket.heads[0].state == "cancelled" {
            return;
        }
        let mut ways = vec![Vec::new()];
        for (leg, choices) in ticket.bet.legs.iter().zip(choices) {
            let longer = |way: &Vec<_>| {
                let one = |came: &Option<Halves>| [way.as_slice(), &[(*leg, *came)]].concat();
                choices.iter().map(one).collect::<Vec<_>>()
            };
            ways = ways.iter().flat_map(longer).collect();
        }
        ticket.heads.clear();
        for legs in &ways {
            let head = reckon(ticket.bet.stake, legs);
            if !ticket.heads.contains(&head) {
                ticket.heads.push(head);
            }
        }
    }

    /// Settling was broken off, or something happened meanwhile: each ticket stands on any of the
    /// versions that its games had since they were settled.
    pub(crate) fn loosen(&mut self) {
        for number in self.waiting() {
            let before = self.tickets[&number].heads.clone();
            let choices = self.choices(number, |game| self.games[game].settled_ends());
            self.reckon(number, &choices);
            let ticket = self.tickets.get_mut(&number).unwrap();
            ticket.heads.extend(before);
        }
        for game in &mut self.games {
            let from = game.settled.iter().copied().min().unwrap_or(0);
            game.settled = (from..=game.ends.len()).collect();
        }
    }

    /// Takes back what the model settled since `before`, for [`Self::loosen`] to find again.
    pub(crate) fn unsettle(&mut self, before: &Self) {
        for (game, then) in self.games.iter_mut().zip(&before.games) {
            game.settled.clone_from(&then.settled);
        }
        let numbers: Vec<_> = self.tickets.keys().copied().collect();
        for number in numbers {
            let legs = 0..self.tickets[&number].bet.legs.len();
            let is_ruled_alike = |it: usize| self.ruled(number, it) == before.ruled(number, it);
            let is_ruled_alike = legs.into_iter().all(is_ruled_alike);
            let ticket = self.tickets.get_mut(&number).unwrap();
            if let Some(then) = before.tickets.get(&number)
                && is_ruled_alike
                && ticket.heads[0].state != "cancelled"
            {
                ticket.heads.clone_from(&then.heads);
            }
        }
    }

    /// What a member can bet with. Only where every ticket stands in one place.
    pub(crate) fn cash(&self, member: usize) -> i64 {
        let given = self.members[member].as_ref().map_or(0, |it| it.given);
        let tickets = self.tickets.values().filter(|it| it.bet.member == member);
        let moved = tickets.map(|it| it.heads[0].returned.unwrap_or(0) - it.bet.stake);
        given + moved.sum::<i64>()
    }

    pub(crate) fn at_risk(&self, member: usize) -> i64 {
        let tickets = self.tickets.values().filter(|it| it.bet.member == member);
        let open = tickets.filter(|it| it.heads[0] == OPEN);
        open.map(|it| it.bet.stake).sum()
    }
}

/// What a source said last, under which date, and under which it repeated itself.
pub(crate) type Word = (Says, Option<i64>, Option<i64>);

impl Game {
    /// What each source said last.
    pub(crate) fn words(&self) -> [Option<Word>; SOURCES] {
        let word = |source: usize| {
            let said = self.newest[source]?;
            Some((said.says, said.dated, self.repeated[source]))
        };
        std::array::from_fn(word)
    }

    /// What can be had: the market, the line in quarters, the side, and the American price.
    pub(crate) fn offers(&self) -> Vec<(String, Option<i32>, String, i32)> {
        let Some(prices) = self.prices.last().filter(|_| self.offered) else {
            return Vec::new();
        };
        let offer = |market, side| {
            let (line, price) = offer(prices, market, side);
            let (kind, sides) = match market {
                Market::Moneyline => ("moneyline_2way", ["home", "away"]),
                Market::Spread => ("spread", ["home", "away"]),
                Market::Total => ("total", ["over", "under"]),
            };
            let line = (market != Market::Moneyline).then_some(line);
            let side = sides[usize::from(side == Side::Second)];
            (kind.to_owned(), line, side.to_owned(), price)
        };
        let markets = [Market::Moneyline, Market::Spread, Market::Total];
        let both = |market| [offer(market, Side::First), offer(market, Side::Second)];
        markets.into_iter().flat_map(both).collect()
    }

    pub(crate) fn waits(&self) -> bool {
        self.settled != [self.ends.len()]
    }

    /// On which ends its tickets may be settled by now. While it is settled again, a leg of it may
    /// count as undecided.
    fn settled_ends(&self) -> Vec<Option<End>> {
        let from = self.settled.iter().copied().min().unwrap_or(0);
        let of = |version: usize| version.checked_sub(1).map(|index| self.ends[index]);
        let mut ends: Vec<_> = (from..=self.ends.len()).map(of).collect();
        if self.waits() && from > 0 {
            ends.push(None);
        }
        ends
    }
}

pub(crate) fn end(says: Says) -> Option<End> {
    match says {
        Says::Final(home, away) => Some(End::Score(home, away)),
        Says::Cancelled => Some(End::NotPlayed),
        Says::Scheduled | Says::Live => None,
    }
}

/// The line of a market and the price of a side.
pub(crate) fn offer(prices: &Prices, market: Market, side: Side) -> (i32, i32) {
    let of = |first, second| match side {
        Side::First => first,
        Side::Second => second,
    };
    match market {
        Market::Moneyline => (0, of(prices.moneyline.0, prices.moneyline.1)),
        Market::Spread => (prices.spread.0, of(prices.spread.1, prices.spread.2)),
        Market::Total => (prices.total.0, of(prices.total.1, prices.total.2)),
    }
}

/// The play begins on a Sunday at noon; weeks begin on Monday.
const fn week(now: i64) -> i64 {
    (now + 6 * DAY + DAY / 2).div_euclid(7 * DAY)
}
