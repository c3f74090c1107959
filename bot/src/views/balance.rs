//! What a member has, and notes that they read once.

use chrono::{DateTime, Datelike, Days, NaiveTime, Utc};
use services::members::Caller;
use shared::units::Units;
use store::manual::ManualRecord;
use store::members::{MemberSession, RELIEF};
use wording::{Catalogue, Said, money};

/// Cash and units at risk, separately; and for members who have little, when they will be topped up
/// and by how much.
pub(crate) fn lines(catalogue: Catalogue, session: &MemberSession, now: DateTime<Utc>) -> Said {
    let balance = session.balance;
    let mut lines = vec![catalogue.line(
        "balance-lines",
        &[
            ("cash", money::units(balance.cash).into()),
            ("risk", money::units(balance.at_risk).into()),
        ],
    )];
    lines.extend(relief(catalogue, balance.cash + balance.at_risk, now));
    wording::lines(lines)
}

/// What came of bets written by hand, which no record counts. Nothing where there are none.
pub(crate) fn manual(catalogue: Catalogue, record: &ManualRecord) -> Option<Said> {
    (record.open + record.graded > 0).then(|| {
        catalogue.line(
            "manual-record",
            &[
                ("open", record.open.into()),
                ("graded", record.graded.into()),
                ("won", record.won.into()),
                ("lost", record.lost.into()),
                ("net", money::net(record.net).into()),
            ],
        )
    })
}

/// For members who have less than a top-up gives: when it comes.
pub(crate) fn relief(catalogue: Catalogue, total: Units, now: DateTime<Utc>) -> Option<Said> {
    (total < RELIEF).then(|| {
        catalogue.line(
            "balance-relief",
            &[
                ("units", money::units(RELIEF).into()),
                ("when", next_monday(now).timestamp().into()),
            ],
        )
    })
}

/// What is said once: to a new member, to one who was just topped up, and to one whose account took
/// no direct message.
pub(crate) fn notes(catalogue: Catalogue, caller: &Caller) -> Option<Said> {
    if caller.direct_refused {
        return Some(catalogue.say("notify-refused"));
    }
    if caller.is_new {
        let cash = money::units(caller.balance.cash);
        return Some(catalogue.line("welcome", &[("units", cash.into())]));
    }
    (caller.relieved > Units::ZERO).then(|| {
        catalogue.line(
            "balance-relieved",
            &[("units", money::units(caller.relieved).into())],
        )
    })
}

/// The next Monday, 00:00 UTC.
fn next_monday(now: DateTime<Utc>) -> DateTime<Utc> {
    let ahead = 7 - u64::from(now.weekday().num_days_from_monday());
    let day = now.date_naive().checked_add_days(Days::new(ahead));
    day.map_or(now, |day| day.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relief_comes_on_the_next_monday_at_midnight() {
        let monday: DateTime<Utc> = "2026-11-23T00:00:00Z".parse().unwrap();
        for now in ["2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z"] {
            assert_eq!(next_monday(now.parse().unwrap()), monday, "{now}");
        }
        let later: DateTime<Utc> = "2026-11-30T00:00:00Z".parse().unwrap();
        assert_eq!(next_monday(monday), later);
    }
}
