//! Who tells what of each league while the feed that usually does gives no answer.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use providers::coverage::{Profile, Topic};
use providers::polled;
use store::feed_requests::Answered;
use store::poll_log::Poll;

use super::Findings;

/// A feed that last answered about a league this long ago, and has failed since, is silent.
const SILENT_AFTER: TimeDelta = TimeDelta::minutes(5);

/// When a feed was last asked about a league, and when it last answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Word {
    answered_at: Option<DateTime<Utc>>,
    failed_at: Option<DateTime<Utc>>,
}

impl Word {
    fn is_silent(&self, now: DateTime<Utc>) -> bool {
        let answered = self.answered_at;
        self.failed_at
            .is_some_and(|failed| answered.is_none_or(|it| it < failed))
            && answered.is_none_or(|it| now - it >= SILENT_AFTER)
    }
}

/// What the feeds said last, by league and feed.
type Words = BTreeMap<(String, String), Word>;

/// Names the feed that stands in for each that is silent, or what nobody tells meanwhile.
pub(super) fn look(
    polls: &[Poll],
    answered: &[Answered],
    now: DateTime<Utc>,
    findings: &mut Findings,
) {
    let mut words = Words::new();
    for poll in polls {
        let word = words.entry(key(&poll.feed, &poll.provider)).or_default();
        match poll.error {
            Some(_) => word.failed_at = word.failed_at.max(Some(poll.asked_at)),
            None => word.answered_at = word.answered_at.max(Some(poll.asked_at)),
        }
    }
    for it in answered {
        let word = words.entry(key(&it.feed, &it.provider)).or_default();
        word.answered_at = word.answered_at.max(Some(it.answered_at));
    }
    let silent = words.iter().filter(|(_, word)| word.is_silent(now));
    for ((league, feed), word) in silent {
        if let Some(profile) = polled::profile(feed) {
            tell((league, profile), word, &words, now, findings);
        }
    }
}

/// League and feed of a line of the poll log: `NFL/quotes at hand`.
fn key(feed: &str, provider: &str) -> (String, String) {
    let league = feed.split('/').next().unwrap_or_default();
    (league.to_owned(), provider.to_owned())
}

fn tell(
    (league, silent): (&str, &Profile),
    word: &Word,
    words: &Words,
    now: DateTime<Utc>,
    findings: &mut Findings,
) {
    let answers = |it: &&Profile| {
        let word = words.get(&(league.to_owned(), it.name.to_owned()));
        it.name != silent.name && word.is_some_and(|it| !it.is_silent(now))
    };
    // Topics that one feed tells in its place, together.
    let mut by_feed: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut nobody = Vec::new();
    for topic in of_games().filter(|it| silent.tells(league, *it)) {
        match polled::feeds(league, topic).find(answers) {
            Some(other) => by_feed.entry(other.name).or_default().push(said(topic)),
            None => nobody.push(said(topic)),
        }
    }
    let since = match word.answered_at {
        Some(at) => format!("for {} minutes", (now - at).num_minutes()),
        None => "within a day".to_owned(),
    };
    for (other, topics) in by_feed {
        findings.note(format!(
            "{} has not answered about {league} {since}; {other} stands in for it: {}",
            silent.name,
            topics.join(", ")
        ));
    }
    if nobody.is_empty() {
        return;
    }
    let others = polled::about(league);
    let mut others = others.iter().filter(|it| {
        let asked = words.contains_key(&(league.to_owned(), it.name.to_owned()));
        let tells = of_games().any(|topic| {
            silent.tells(league, topic) && nobody.contains(&said(topic)) && it.tells(league, topic)
        });
        !asked && tells
    });
    let help = match others.next() {
        Some(other) => format!("; `run --provider {}` could tell some of it", other.name),
        None => String::new(),
    };
    findings.missing(format!(
        "{} of {league}: {} has not answered {since}, and no other feed that is polled has \
         them{help}",
        nobody.join(", "),
        silent.name
    ));
}

/// What another feed tells as soon as it is polled. Tables and injuries are not among it: each is
/// asked of one feed.
fn of_games() -> impl Iterator<Item = Topic> {
    let beside = |it: &&Topic| matches!(it, Topic::Standings | Topic::Injuries | Topic::Rosters);
    Topic::ALL.iter().filter(move |it| !beside(it)).copied()
}

const fn said(topic: Topic) -> &'static str {
    match topic {
        Topic::Schedule => "schedule",
        Topic::Prices => "prices",
        Topic::LiveScore => "live scores",
        Topic::Final => "finals",
        Topic::Players => "players",
        Topic::PlayerPrices => "prices on players",
        Topic::Standings => "standings",
        Topic::Injuries => "injuries",
        Topic::Rosters => "rosters",
    }
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    fn ago(minutes: i64) -> DateTime<Utc> {
        noon() - TimeDelta::minutes(minutes)
    }

    fn failed(provider: &str, feed: &str, minutes: i64) -> Poll {
        Poll {
            provider: provider.to_owned(),
            feed: feed.to_owned(),
            asked_at: ago(minutes),
            error: Some("timed out".to_owned()),
            ..Poll::default()
        }
    }

    fn answered(provider: &str, feed: &str, minutes: i64) -> Answered {
        Answered {
            provider: provider.to_owned(),
            feed: feed.to_owned(),
            answered_at: ago(minutes),
        }
    }

    fn told(polls: &[Poll], answers: &[Answered]) -> Vec<String> {
        let mut findings = Findings::default();
        look(polls, answers, noon(), &mut findings);
        findings.lines
    }

    #[test]
    fn the_next_feed_that_answers_stands_in_for_one_that_is_silent() {
        let polls = [failed("nhl", "NHL/scores at hand", 1)];
        let answers = [
            answered("nhl", "NHL/scores", 30),
            answered("espn", "NHL/quotes", 2),
        ];
        assert_eq!(
            told(&polls, &answers),
            [
                "note     nhl has not answered about NHL for 30 minutes; espn stands in for it: \
                 schedule, prices, live scores, finals",
                "missing  players of NHL: nhl has not answered for 30 minutes, and no other feed \
                 that is polled has them",
            ]
        );
    }

    #[test]
    fn what_nobody_tells_is_missing_with_a_feed_that_could() {
        let lines = told(&[failed("espn", "NHL/quotes", 1)], &[]);
        assert_eq!(
            lines,
            [
                "missing  schedule, prices, live scores, finals of NHL: espn has not answered \
              within a day, and no other feed that is polled has them; `run --provider nhl` could \
              tell some of it"
            ]
        );
    }

    #[test]
    fn one_failure_between_answers_is_no_silence() {
        let polls = [failed("espn", "NFL/quotes at hand", 1)];
        assert_eq!(
            told(&polls, &[answered("espn", "NFL/quotes at hand", 2)]),
            [""; 0]
        );
        assert_eq!(told(&polls, &[answered("espn", "NFL/quotes", 0)]), [""; 0]);
        assert_eq!(
            told(
                &[failed("espn", "NFL/quotes", 9)],
                &[answered("espn", "NFL/quotes", 8)]
            ),
            [""; 0]
        );
    }
}
