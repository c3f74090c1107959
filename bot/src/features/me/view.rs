//! A member's record in words.

use shared::record::{Record, Streak};
use store::records::MemberRecords;
use twilight_model::channel::message::Component;
use wording::{Catalogue, Said, money};

use crate::discord::reply::{container, text_block};

/// The record of this month, of all time, and the streak.
pub(super) fn parts(catalogue: Catalogue, records: &MemberRecords) -> Vec<Component> {
    if records.all.graded == 0 {
        return vec![text_block(catalogue.say("me-none"))];
    }
    let mut said = vec![
        catalogue.say("me-head"),
        line(catalogue, "me-month", &records.since),
        line(catalogue, "me-all", &records.all),
    ];
    said.extend(records.streak.map(|it| {
        let (key, count) = match it {
            Streak::Won(count) => ("me-streak-won", count),
            Streak::Lost(count) => ("me-streak-lost", count),
        };
        catalogue.line(key, &[("count", count.into())])
    }));
    said.push(catalogue.say("me-foot"));
    vec![container(None, vec![text_block(wording::lines(said))])]
}

fn line(catalogue: Catalogue, key: &str, record: &Record) -> Said {
    if record.graded == 0 {
        return catalogue.say("me-month-none");
    }
    let percent = record.return_permille().map(money::permille);
    catalogue.line(
        key,
        &[
            ("won", record.won.into()),
            ("lost", record.lost.into()),
            ("pushed", record.pushed.into()),
            ("net", money::net(record.net).into()),
            ("return", percent.unwrap_or_default().into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use shared::units::Units;
    use wording::FALLBACK;

    use super::*;

    fn said(records: &MemberRecords) -> String {
        let parts = parts(Catalogue::get(FALLBACK), records);
        crate::discord::reply::said(&parts)
    }

    #[test]
    fn a_record_reads_won_lost_push_net_and_return() {
        let all = Record {
            graded: 12,
            won: 7,
            lost: 4,
            pushed: 1,
            staked: Units::whole(30),
            net: Units::from_steps(1_420_000),
        };
        let mut records = MemberRecords {
            since: Record::default(),
            all,
            streak: Some(Streak::Lost(1)),
        };
        insta::assert_snapshot!(said(&records), @"
        **Your record**
        This month: no graded bets yet
        All time: **7-4-1**, +1.42u, +4.7% return
        Your last bet lost.
        -# Won, lost, pushed. Months start on the 1st, UTC. Manual bets aren't counted.
        ");
        records.since = Record {
            net: -Units::whole(2),
            staked: Units::whole(2),
            graded: 1,
            won: 0,
            lost: 1,
            pushed: 0,
        };
        records.streak = Some(Streak::Won(3));
        insta::assert_snapshot!(said(&records), @"
        **Your record**
        This month: **0-1-0**, -2u, -100.0% return
        All time: **7-4-1**, +1.42u, +4.7% return
        Your last 3 bets won.
        -# Won, lost, pushed. Months start on the 1st, UTC. Manual bets aren't counted.
        ");
        insta::assert_snapshot!(said(&MemberRecords::default()), @"None of your bets have been graded yet. See /tickets for what is open.");
    }
}
