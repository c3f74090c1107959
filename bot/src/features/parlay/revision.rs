//! Which slip was shown: a button works on this one and on no other.

use sha2::{Digest, Sha256};
use store::drafts::StoredDraft;

/// The legs, their prices, and what is bet on them, as one number.
pub(super) fn revision(draft: &StoredDraft) -> u32 {
    let mut hash = Sha256::new();
    hash.update(format!("{}/{};", draft.wanted, draft.each_way));
    for leg in &draft.legs {
        let (selection, bookmaker) = (leg.selection, leg.bookmaker);
        let (num, den) = (leg.seen_price.num(), leg.seen_price.den());
        hash.update(format!("{selection}/{bookmaker}/{num}/{den};"));
    }
    hash.finalize()
        .iter()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use shared::id::{BookmakerId, GameId, SelectionId};
    use shared::price::Price;
    use store::drafts::StoredLeg;

    use super::*;

    #[test]
    fn a_moved_price_another_order_and_another_bet_are_other_revisions() {
        let leg = |name: &str, price| StoredLeg {
            selection: SelectionId::derive(name),
            bookmaker: BookmakerId::derive("b"),
            game: GameId::derive(name),
            seen_price: Price::from_american(price).unwrap(),
        };
        let draft = |wanted: &str, each_way, legs: &[StoredLeg]| {
            revision(&StoredDraft {
                wanted: wanted.to_owned(),
                each_way,
                legs: legs.to_vec(),
            })
        };
        let (one, other) = (leg("s", -110), leg("t", -110));
        let shown = draft("parlay", false, &[one, other]);
        assert_eq!(draft("parlay", false, &[one, other]), shown);
        for changed in [
            draft("parlay", false, &[leg("s", -115), other]),
            draft("parlay", false, &[one]),
            draft("parlay", false, &[other, one]),
            draft("by_1", false, &[one, other]),
            draft("parlay", true, &[one, other]),
        ] {
            assert_ne!(changed, shown);
        }
    }
}
