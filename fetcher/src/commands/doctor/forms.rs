//! Which forms of a request each feed answers for each league, and which it has stopped answering.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use store::feed_forms::{self, FeedForm};

use super::{Findings, NEWS};

pub(super) async fn look(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let forms = feed_forms::all(conn, None).await?;
    let mut by_league: BTreeMap<(String, String), Vec<FeedForm>> = BTreeMap::new();
    for form in forms {
        let key = (form.provider.clone(), form.league.clone());
        by_league.entry(key).or_default().push(form);
    }
    for ((provider, league), forms) in by_league {
        tell((&provider, &league), &forms, now, findings);
    }
    Ok(())
}

fn tell(
    (provider, league): (&str, &str),
    forms: &[FeedForm],
    now: DateTime<Utc>,
    findings: &mut Findings,
) {
    let answers = |it: &&FeedForm| it.refused_at.is_none();
    let lately = |it: &&FeedForm| it.answered_at.is_some_and(|at| at >= now - NEWS);
    let used: Vec<_> = forms.iter().filter(answers).filter(lately).collect();
    let words: Vec<_> = used.iter().map(|it| it.form.as_str()).collect();
    let refused = || forms.iter().filter(|it| it.refused_at.is_some());
    if !words.is_empty() {
        let words = words.join(", ");
        findings.fine(format!("{provider} answers about {league} by {words}"));
    } else if refused().any(|it| it.refused_at.is_some_and(|at| at >= now - NEWS)) {
        findings.missing(format!(
            "a form of request that {provider} answers about {league}; a newer version of this \
             program may know one"
        ));
    }
    for form in refused() {
        let (word, reason) = (&form.form, form.reason.as_deref().unwrap_or("no reason"));
        let moment = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M UTC").to_string();
        let refused = form.refused_at.map(moment).unwrap_or_default();
        let before = match form.answered_at {
            Some(at) => format!(", last answered {}", moment(at)),
            None => String::new(),
        };
        findings.note(format!(
            "{provider} refuses to answer about {league} by {word} since {refused}{before}: \
             {reason}; it is asked in another form"
        ));
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use shared::testing::noon;

    use super::*;

    fn form(word: &str, answered: Option<i64>, refused: Option<i64>) -> FeedForm {
        let hours_ago = |it| noon() - TimeDelta::hours(it);
        FeedForm {
            provider: "espn".to_owned(),
            league: "NFL".to_owned(),
            feed: "scoreboard".to_owned(),
            form: word.to_owned(),
            answered_at: answered.map(hours_ago),
            refused_at: refused.map(hours_ago),
            reason: refused.map(|_| "status 400 Bad Request".to_owned()),
        }
    }

    fn told(forms: &[FeedForm]) -> Findings {
        let mut findings = Findings::default();
        tell(("espn", "NFL"), forms, noon(), &mut findings);
        findings
    }

    #[test]
    fn what_is_used_and_what_died_are_told() {
        let found = told(&[
            form("day", Some(0), None),
            form("month", Some(50), Some(49)),
            form("week", Some(1), None),
        ]);
        assert_eq!(
            found.lines,
            [
                "ok       espn answers about NFL by day, week",
                "note     espn refuses to answer about NFL by month since 2024-11-15 11:00 UTC, \
                 last answered 2024-11-15 10:00 UTC: status 400 Bad Request; it is asked in \
                 another form",
            ]
        );
        assert_eq!(found.missing, 0);
    }

    #[test]
    fn a_league_that_no_form_is_answered_for_is_missing_something() {
        let found = told(&[form("day", Some(3), Some(2)), form("month", None, Some(2))]);
        assert_eq!(found.missing, 1);
        assert!(found.lines[0].starts_with("missing  a form of request that espn answers"));
    }

    #[test]
    fn a_league_that_is_no_longer_asked_about_is_not_missing() {
        assert_eq!(told(&[form("day", Some(100), None)]).lines, [""; 0]);
    }
}
