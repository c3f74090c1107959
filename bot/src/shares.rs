//! How much of the bot one member and one server may use, so that nobody's presses delay anybody
//! else's.
//!
//! Each has a bucket in front of the handlers. Whoever empties theirs reads so once in a while;
//! further presses cost a look at the bucket and nothing else. What was turned away is logged as
//! a sum.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use shared::id::{DiscordUserId, GuildId};

/// How many seconds of presses a member may make at once. Gathering a parlay takes some twenty
/// presses, and people press ahead of answers that are slow to come.
const BURST_SECONDS: u32 = 6;
/// How many members, each at full speed, a server may be worth: a whole server at the start of a
/// game, while the other servers keep most of what two cores answer.
const SERVER_MEMBERS: u32 = 20;
/// How many seconds of presses a server may make at once: everybody presses when a board comes.
const SERVER_BURST_SECONDS: u32 = 5;
/// How many more times a second a member may be offered choices than press: Discord asks at every
/// pause between letters, and choices come from memory.
const TYPING: u32 = 2;
/// How many lists a second are answered as empty beyond that, for each that may have choices.
/// They cost a request each, so there is an end to them too.
const EMPTY_LISTS: u32 = 5;
/// How often one member is told to slow down.
const TOLD_EVERY: Duration = Duration::from_secs(10);
/// How often idle buckets are dropped, and what was turned away is logged. A bucket is full again
/// within [`BURST_SECONDS`], so memory holds those who pressed within a few of these.
pub(crate) const TEND_EVERY: Duration = Duration::from_secs(10);

/// What becomes of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A handler answers it.
    Granted,
    /// The member is told why no handler does, in the words of this line.
    Told(&'static str),
    /// Nothing is offered for what is being typed.
    EmptyList,
    /// It is dropped.
    Dropped,
}

/// What one asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A command, a button, a form, a reaction.
    Press,
    /// Choices for an option that is being typed.
    Choices,
}

/// A bucket for each of many.
type Buckets<K, C> = RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// Everybody's buckets, and the sums of what they turned away.
pub(crate) struct Shares<C: Clock = DefaultClock> {
    presses: Buckets<DiscordUserId, C>,
    servers: Buckets<GuildId, C>,
    notices: Buckets<DiscordUserId, C>,
    choices: Buckets<DiscordUserId, C>,
    empty_lists: Buckets<DiscordUserId, C>,
    over_members: AtomicU64,
    over_servers: AtomicU64,
    no_room: AtomicU64,
}

impl Shares {
    /// Every member may press so often a second; everything else follows from it.
    pub(crate) fn new(presses_per_second: u32) -> Self {
        Self::on(presses_per_second, &DefaultClock::default())
    }
}

impl<C: Clock + Clone> Shares<C> {
    fn on(presses_per_second: u32, clock: &C) -> Self {
        let number = |it| NonZeroU32::new(it).unwrap_or(NonZeroU32::MIN);
        let quota = |times: u32, burst_seconds: u32| {
            let a_second = presses_per_second.saturating_mul(times);
            let burst = a_second.saturating_mul(burst_seconds);
            Quota::per_second(number(a_second)).allow_burst(number(burst))
        };
        let once = Quota::with_period(TOLD_EVERY);
        let once = once.unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN));
        Self {
            presses: buckets(quota(1, BURST_SECONDS), clock),
            servers: buckets(quota(SERVER_MEMBERS, SERVER_BURST_SECONDS), clock),
            notices: buckets(once, clock),
            choices: buckets(quota(TYPING, BURST_SECONDS), clock),
            empty_lists: buckets(quota(TYPING * EMPTY_LISTS, BURST_SECONDS), clock),
            over_members: AtomicU64::default(),
            over_servers: AtomicU64::default(),
            no_room: AtomicU64::default(),
        }
    }

    /// Takes one from the buckets of the member who asks, and says what becomes of it.
    pub(crate) fn take(
        &self,
        guild: Option<GuildId>,
        user: DiscordUserId,
        asked: Asked,
    ) -> Verdict {
        if asked == Asked::Choices {
            if self.choices.check_key(&user).is_ok() {
                return Verdict::Granted;
            }
            one_more(&self.over_members);
            return match self.empty_lists.check_key(&user) {
                Ok(()) => Verdict::EmptyList,
                Err(_) => Verdict::Dropped,
            };
        }
        let words = if self.presses.check_key(&user).is_err() {
            one_more(&self.over_members);
            "error-too-fast"
        } else if guild.is_some_and(|it| self.servers.check_key(&it).is_err()) {
            one_more(&self.over_servers);
            "error-server-busy"
        } else {
            return Verdict::Granted;
        };
        match self.notices.check_key(&user) {
            Ok(()) => Verdict::Told(words),
            Err(_) => Verdict::Dropped,
        }
    }

    /// Counts one that was dropped because too many are under way altogether.
    pub(crate) fn no_room(&self) {
        one_more(&self.no_room);
    }

    /// Drops idle buckets, and logs what was turned away since the last time.
    pub(crate) fn tend(&self) {
        self.presses.retain_recent();
        self.servers.retain_recent();
        self.notices.retain_recent();
        self.choices.retain_recent();
        self.empty_lists.retain_recent();
        let members = since_then(&self.over_members);
        let servers = since_then(&self.over_servers);
        let no_room = since_then(&self.no_room);
        let count = members + servers + no_room;
        if count > 0 {
            tracing::warn!(
                turned_away.members = members,
                turned_away.servers = servers,
                turned_away.no_room = no_room,
                "{count} interactions were turned away: {members} of members and {servers} of \
                 servers above their share, {no_room} because there was no room"
            );
        }
    }
}

fn one_more(of: &AtomicU64) {
    of.fetch_add(1, Ordering::Relaxed);
}

/// How many there were since this was last asked.
fn since_then(of: &AtomicU64) -> u64 {
    of.swap(0, Ordering::Relaxed)
}

fn buckets<K, C>(quota: Quota, clock: &C) -> Buckets<K, C>
where
    K: Clone + Eq + Hash,
    C: Clock + Clone,
{
    RateLimiter::hashmap_with_clock(quota, clock.clone())
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    const RATE: u32 = 5;
    const GUILD: Option<GuildId> = Some(GuildId::new(1));

    fn shares(clock: &FakeRelativeClock) -> Shares<FakeRelativeClock> {
        Shares::on(RATE, clock)
    }

    fn user(number: u64) -> DiscordUserId {
        DiscordUserId::new(number)
    }

    /// How many of so many are granted, told and dropped.
    fn flood(
        shares: &Shares<FakeRelativeClock>,
        who: DiscordUserId,
        asked: Asked,
        count: usize,
    ) -> (usize, usize, usize) {
        let verdicts: Vec<_> = (0..count).map(|_| shares.take(GUILD, who, asked)).collect();
        let of = |wanted: fn(&Verdict) -> bool| verdicts.iter().filter(|it| wanted(it)).count();
        let answered = of(|it| matches!(it, Verdict::Told(_) | Verdict::EmptyList));
        (
            of(|it| *it == Verdict::Granted),
            answered,
            of(|it| *it == Verdict::Dropped),
        )
    }

    #[test]
    fn a_member_has_a_burst_then_a_rate_and_is_told_once_in_a_while() {
        let clock = FakeRelativeClock::default();
        let shares = shares(&clock);
        assert_eq!(flood(&shares, user(1), Asked::Press, 500), (30, 1, 469));
        assert_eq!(flood(&shares, user(2), Asked::Press, 30), (30, 0, 0));
        clock.advance(Duration::from_secs(1));
        assert_eq!(flood(&shares, user(1), Asked::Press, 500), (5, 0, 495));
        clock.advance(TOLD_EVERY);
        assert_eq!(flood(&shares, user(1), Asked::Press, 500), (30, 1, 469));
    }

    #[test]
    fn a_server_has_a_share_of_its_own_and_another_server_keeps_its() {
        let clock = FakeRelativeClock::default();
        let shares = shares(&clock);
        let verdicts: Vec<_> = (0..600)
            .map(|it| shares.take(GUILD, user(it), Asked::Press))
            .collect();
        let granted = verdicts.iter().filter(|it| **it == Verdict::Granted);
        assert_eq!(granted.count(), 500);
        assert_eq!(verdicts[599], Verdict::Told("error-server-busy"));
        let elsewhere = shares.take(Some(GuildId::new(2)), user(599), Asked::Press);
        assert_eq!(elsewhere, Verdict::Granted);
    }

    #[test]
    fn typing_takes_nothing_from_pressing_and_is_answered_with_empty_lists_for_a_while() {
        let clock = FakeRelativeClock::default();
        let shares = shares(&clock);
        let typed = flood(&shares, user(1), Asked::Choices, 500);
        assert_eq!(typed, (60, 300, 140));
        assert_eq!(flood(&shares, user(1), Asked::Press, 30), (30, 0, 0));
    }

    #[test]
    fn what_is_turned_away_is_summed_and_idle_buckets_go() {
        let clock = FakeRelativeClock::default();
        let shares = shares(&clock);
        for number in 0..1_000 {
            flood(&shares, user(number), Asked::Press, 40);
            flood(&shares, user(number), Asked::Choices, 70);
        }
        shares.no_room();
        assert_eq!(since_then(&shares.over_members), 20_000);
        assert_eq!(since_then(&shares.no_room), 1);
        shares.tend();
        assert_eq!(shares.presses.len(), 1_000);
        clock.advance(TOLD_EVERY * 2);
        shares.tend();
        let kept = [
            shares.presses.len(),
            shares.servers.len(),
            shares.notices.len(),
            shares.choices.len(),
            shares.empty_lists.len(),
        ];
        assert_eq!(kept, [0; 5]);
    }
}
