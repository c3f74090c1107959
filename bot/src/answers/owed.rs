//! Answers that Discord did not take in time, kept in memory for the member's next contact.
//!
//! A restart forgets them: the tickets stand in `/tickets` all the same.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use twilight_model::channel::message::Component;

use super::Asker;

/// The most answers that are kept for one member. The oldest goes first.
const EACH_MAX: usize = 5;
/// The most members for whom something is kept. Whoever has waited longest is dropped first.
const MEMBERS_MAX: usize = 2_048;

#[derive(Debug, Default)]
struct Kept {
    of: HashMap<Asker, VecDeque<Vec<Component>>>,
    order: VecDeque<Asker>,
}

/// What is owed to whom.
#[derive(Debug, Default)]
pub(super) struct Owed(Mutex<Kept>);

impl Owed {
    /// Keeps an answer for a member.
    pub(super) fn keep(&self, asker: Asker, parts: Vec<Component>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.of.contains_key(&asker) {
            if kept.order.len() == MEMBERS_MAX
                && let Some(first) = kept.order.pop_front()
            {
                tracing::error!("answers are owed to {MEMBERS_MAX} members: the first is dropped");
                kept.of.remove(&first);
            }
            kept.order.push_back(asker);
        }
        let theirs = kept.of.entry(asker).or_default();
        if theirs.len() == EACH_MAX {
            theirs.pop_front();
        }
        theirs.push_back(parts);
    }

    /// Takes the oldest answer that is kept for a member.
    pub(super) fn take(&self, asker: Asker) -> Option<Vec<Component>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = kept.of.get_mut(&asker)?;
        let first = theirs.pop_front();
        if theirs.is_empty() {
            kept.of.remove(&asker);
            kept.order.retain(|it| *it != asker);
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use shared::id::{DiscordUserId, GuildId};
    use wording::Said;

    use super::*;
    use crate::discord::reply::text_block;

    fn numbered(number: usize) -> Vec<Component> {
        vec![text_block(Said::name(&number.to_string()))]
    }

    fn who(number: u64) -> Asker {
        (GuildId::new(1), DiscordUserId::new(number))
    }

    #[test]
    fn a_member_gets_back_what_was_kept_oldest_first_and_no_more_than_a_few() {
        let owed = Owed::default();
        for number in 0..=EACH_MAX {
            owed.keep(who(1), numbered(number));
        }
        for number in 1..=EACH_MAX {
            assert_eq!(owed.take(who(1)), Some(numbered(number)));
        }
        assert_eq!(owed.take(who(1)), None);
    }

    #[test]
    fn memory_is_bounded_by_members() {
        let owed = Owed::default();
        let last = MEMBERS_MAX as u64 + 1;
        for number in 1..=last {
            owed.keep(who(number), vec![text_block("x")]);
        }
        assert_eq!(owed.take(who(1)), None);
        assert!(owed.take(who(2)).is_some());
        assert!(owed.take(who(last)).is_some());
    }
}
