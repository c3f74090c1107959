//! Whose delivery is next: servers take turns, in a server its channels, in a channel its members.
//!
//! Whoever has waited longest since their last turn goes next. Whoever had none lately counts as
//! having waited for [`HEAD_START`]: a first slip takes the next free slot, however many of
//! somebody else's are waiting, and newcomers do not overtake those who wait for ever.
//!
//! A delivery is begun only once its channel accepts another message. A delivery that waits for a
//! channel therefore delays no other channel, and one that comes while a channel rests is still in
//! time for its next slot.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use shared::id::{ChannelId, GuildId, MemberId};
use shared::notice::{NoticeKey, NoticeKind};
use store::notices::DueDelivery;
use tokio::time::Instant;

#[cfg(test)]
mod tests;

/// How long somebody who had no turn lately counts as having waited.
const HEAD_START: Duration = Duration::from_secs(60);
/// How many deliveries are under way at once.
const UNDER_WAY_MAX: usize = 16;
/// How many of them for one server; its results come on top.
const PER_SERVER_MAX: usize = 6;
/// How many at once in a server of what has no channel to wait for: results, other news of the
/// server, direct messages.
const APART_MAX: usize = 3;

/// Where a delivery goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Route {
    /// A slip, to this channel.
    Slip(ChannelId),
    /// To a member directly.
    Direct,
    /// To the server as a whole: how a game ended.
    Results,
    /// To the server as a whole: anything else.
    Server,
}

/// Whose turn a delivery takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Turn {
    guild: GuildId,
    route: Route,
    member: Option<MemberId>,
}

/// Those who take turns with others of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Party {
    Server(GuildId),
    Route(GuildId, Route),
    Member(GuildId, Route, Option<MemberId>),
}

/// What is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// This delivery, now.
    Begin(NoticeKey),
    /// None before a channel accepts messages again.
    At(Instant),
    /// None before another one is done, or due.
    Nothing,
}

/// What waits, what is under way, and who had a turn when.
#[derive(Debug, Default)]
pub(super) struct Turns {
    waiting: HashMap<Turn, VecDeque<(usize, NoticeKey)>>,
    under_way: HashMap<NoticeKey, Turn>,
    /// Since when somebody waits for a turn.
    waits_since: HashMap<Party, Instant>,
}

impl Turn {
    fn of(due: &DueDelivery) -> Self {
        let route = match (due.key.kind, due.channel) {
            (NoticeKind::GameResults, _) => Route::Results,
            (_, Some(channel)) => Route::Slip(channel),
            (NoticeKind::DirectMessage, None) => Route::Direct,
            (_, None) => Route::Server,
        };
        Self {
            guild: due.key.guild,
            route,
            member: due.member,
        }
    }

    const fn is_results(&self) -> bool {
        matches!(self.route, Route::Results)
    }

    const fn parties(&self) -> [Party; 3] {
        let (guild, route) = (self.guild, self.route);
        [
            Party::Server(guild),
            Party::Route(guild, route),
            Party::Member(guild, route, self.member),
        ]
    }
}

impl Turns {
    /// What is due now, in the order in which it was read. What is under way stays so.
    pub(super) fn read(&mut self, due: Vec<DueDelivery>, now: Instant) {
        self.waiting.clear();
        for (at, due) in due.into_iter().enumerate() {
            if !self.under_way.contains_key(&due.key) {
                let waiting = self.waiting.entry(Turn::of(&due)).or_default();
                waiting.push_back((at, due.key));
            }
        }
        // Parties with nothing here are forgotten, so that memory holds no more than was read.
        let here = self.waiting.keys().chain(self.under_way.values());
        let here: HashSet<Party> = here.flat_map(Turn::parties).collect();
        self.waits_since.retain(|party, _| here.contains(party));
        let since = now.checked_sub(HEAD_START).unwrap_or(now);
        for party in here {
            self.waits_since.entry(party).or_insert(since);
        }
    }

    /// Takes the next one. `free_at` says when a channel accepts another message, if it does not
    /// now.
    pub(super) fn next(
        &mut self,
        now: Instant,
        free_at: impl Fn(ChannelId) -> Option<Instant>,
    ) -> Next {
        if self.under_way.len() >= UNDER_WAY_MAX {
            return Next::Nothing;
        }
        let busy = Busy::of(self.under_way.values());
        let mut first = None;
        let mut rests_until: Option<Instant> = None;
        for (turn, keys) in &self.waiting {
            let Some((at, _)) = keys.front().filter(|_| busy.has_room_for(turn)) else {
                continue;
            };
            let free_at = match turn.route {
                Route::Slip(channel) => free_at(channel).filter(|it| *it > now),
                Route::Direct | Route::Results | Route::Server => None,
            };
            if let Some(free_at) = free_at {
                rests_until = Some(rests_until.map_or(free_at, |it| it.min(free_at)));
                continue;
            }
            let since = turn.parties().map(|it| self.waits_since.get(&it).copied());
            let rank = (!turn.is_results(), since, *at);
            if first.as_ref().is_none_or(|(best, _)| rank < *best) {
                first = Some((rank, *turn));
            }
        }
        match first {
            Some((_, turn)) => self.begin(turn, now),
            None => rests_until.map_or(Next::Nothing, Next::At),
        }
    }

    fn begin(&mut self, turn: Turn, now: Instant) -> Next {
        let Some(keys) = self.waiting.get_mut(&turn) else {
            return Next::Nothing;
        };
        let key = keys.pop_front();
        if keys.is_empty() {
            self.waiting.remove(&turn);
        }
        let Some((_, key)) = key else {
            return Next::Nothing;
        };
        for party in turn.parties() {
            self.waits_since.insert(party, now);
        }
        self.under_way.insert(key, turn);
        Next::Begin(key)
    }

    /// A delivery is no longer under way.
    pub(super) fn ended(&mut self, key: &NoticeKey) {
        self.under_way.remove(key);
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Servers with results that are being announced, or are waiting to be.
    pub(super) fn servers_with_results(&self) -> HashSet<GuildId> {
        let turns = self.waiting.keys().chain(self.under_way.values());
        turns
            .filter(|it| it.is_results())
            .map(|it| it.guild)
            .collect()
    }
}

/// How much is under way where.
#[derive(Default)]
struct Busy {
    servers: HashMap<GuildId, usize>,
    routes: HashMap<(GuildId, Route), usize>,
    members: HashSet<(GuildId, Route, Option<MemberId>)>,
}

impl Busy {
    fn of<'a>(under_way: impl Iterator<Item = &'a Turn>) -> Self {
        let mut busy = Self::default();
        for turn in under_way {
            if !turn.is_results() {
                *busy.servers.entry(turn.guild).or_default() += 1;
            }
            *busy.routes.entry((turn.guild, turn.route)).or_default() += 1;
            busy.members.insert((turn.guild, turn.route, turn.member));
        }
        busy
    }

    fn has_room_for(&self, turn: &Turn) -> bool {
        let server = self.servers.get(&turn.guild).copied().unwrap_or_default();
        let route = self.routes.get(&(turn.guild, turn.route)).copied();
        let route = route.unwrap_or_default();
        let fits_route = match turn.route {
            // A channel accepts one message after the other in any case.
            Route::Slip(_) => route == 0,
            Route::Direct => {
                route < APART_MAX
                    && !self
                        .members
                        .contains(&(turn.guild, turn.route, turn.member))
            }
            Route::Results | Route::Server => route < APART_MAX,
        };
        fits_route && (turn.is_results() || server < PER_SERVER_MAX)
    }
}
