//! `quota`: what each key may still spend, how often each league is polled for it, and what is
//! polled less often than it would be, and why.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, Utc};
use providers::quota::Allowance;
use sqlx::PgConnection;
use store::quotas::{self, Left, Quota};
use store::{games, leases};

use super::{connect, print_line, thousands};
use crate::config::RunConfig;
use crate::feeds;
use crate::jobs::feeds::Feed;
use crate::plan::budget::Budget;
use crate::plan::spending::{self, Planned, PlannedPlayers};
use crate::plan::{ABANDONED_AFTER, ASK_AHEAD, Live, players};
use crate::purse::account;

/// Prints what is left for every feed that the settings of `run` name. Asks no feed.
///
/// # Errors
/// When a setting is wrong or the database cannot be used.
pub async fn run(config: &RunConfig) -> anyhow::Result<ExitCode> {
    let feeds = feeds::open(config, &feeds::client(None, None)?)?;
    let pool = connect(&config.database.database, 2).await?;
    let mut connection = pool.acquire().await?;
    for line in report(&mut connection, &feeds).await? {
        print_line(line)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The lines that it prints.
///
/// # Errors
/// When the connection to the database breaks off.
pub async fn report(conn: &mut PgConnection, feeds: &[Feed]) -> anyhow::Result<Vec<String>> {
    let now = leases::now(conn).await?;
    let quotas = quotas::all(conn).await?;
    let mut lines = Vec::new();
    for feed in feeds {
        let allowances = feed.provider.allowances();
        if allowances.is_empty() {
            lines.push(free(feed));
            continue;
        }
        let span = (now - ABANDONED_AFTER, now + ASK_AHEAD * 2);
        let ahead = games::ahead(conn, &feed.leagues, span).await?;
        let mut budgets = Vec::new();
        for allowance in allowances {
            let left = quotas::left(conn, &account(allowance)).await?;
            lines.extend(allowance_lines(allowance, left, &quotas, now));
            let (left, renewed_in) = (left.units, left.renewed_in);
            budgets.push((allowance.api, Budget { left, renewed_in }));
        }
        let polled = (&*feed.leagues, feed.pace);
        let planned = spending::plan(&*feed.provider, polled, &ahead, &budgets, now);
        lines.extend(league_lines(&planned));
    }
    lines.extend(other_keys(feeds, &quotas, now));
    Ok(lines)
}

fn free(feed: &Feed) -> String {
    let (name, leagues) = (feed.provider.name(), feed.leagues.join(", "));
    let (near, far) = (words(feed.pace.near), words(feed.pace.far));
    let live = match feed.pace.live {
        Live::AsNear => "",
        Live::BySport => ", more often while bets on them are open",
    };
    format!(
        "{name}: costs nothing. {leagues}: every {near} near and during games{live}, otherwise \
         every {far}"
    )
}

/// What is left of an allowance, and who spent the rest.
fn allowance_lines(
    allowance: &Allowance,
    left: Left,
    quotas: &[Quota],
    now: DateTime<Utc>,
) -> Vec<String> {
    let is_current = |it: &&Quota| it.renewed_at > now && is_of(it, allowance);
    let known = quotas.iter().find(is_current);
    let limit = known.map_or(i64::from(allowance.units), |it| it.limit);
    let limit = limit.max(i64::from(left.units));
    let whose = match allowance.set_by.word() {
        "operator" => ", as the settings say",
        _ => "",
    };
    let renewed_at = now + left.renewed_in;
    let mut lines = vec![format!(
        "{}: {} of {} left for this {}{whose}; renewed {}, in {}",
        name(allowance.provider, allowance.key.as_str(), allowance.api),
        thousands(left.units),
        thousands(limit),
        allowance.period.word(),
        renewed_at.format("%Y-%m-%d %H:%M UTC"),
        words(left.renewed_in.to_std().unwrap_or_default()),
    )];
    let Some(known) = known else {
        lines.push("  nothing was spent yet".to_owned());
        return lines;
    };
    let others = (known.limit - known.left - known.spent).max(0);
    let told = match known.told_at {
        Some(at) if allowance.set_by.word() == "provider" => {
            let ago = (now - at).to_std().unwrap_or_default();
            format!("; last answered {} ago", words(ago))
        }
        _ => String::new(),
    };
    lines.push(format!(
        "  {} spent by us in {} requests, {} by others or lost{told}",
        thousands(known.spent),
        thousands(known.requests),
        thousands(others),
    ));
    lines
}

fn is_of(quota: &Quota, allowance: &Allowance) -> bool {
    quota.provider == allowance.provider
        && quota.key_name == allowance.key.as_str()
        && quota.api == allowance.api
        && quota.set_by == allowance.set_by.word()
        && quota.period == allowance.period.word()
}

fn name(provider: &str, key: &str, api: &str) -> String {
    match api {
        "" => format!("{provider}, key {key}"),
        api => format!("{provider} {api}, key {key}"),
    }
}

/// How often each league is polled, the least stretched first, and what is left out.
fn league_lines(planned: &BTreeMap<String, Planned>) -> Vec<String> {
    let mut lines = Vec::new();
    for (code, it) in planned {
        let wanted = words(it.wanted);
        let (what, price) = (it.worth.words(), it.price.ahead);
        let every = match it.every {
            Some(every) if !it.is_stretched() => format!("every {}", words(every)),
            Some(every) => format!(
                "every {} instead of {wanted}, so that what is left lasts",
                words(every)
            ),
            None => {
                format!("skipped until the renewal instead of every {wanted}: too little is left")
            }
        };
        lines.push(format!("  {code:<12}{what}, {price} a poll: {every}"));
        lines.extend(
            it.players
                .map(|it| format!("  {:<12}{}", "", players_line(it))),
        );
    }
    if planned.values().all(|it| !it.is_stretched()) && !planned.is_empty() {
        lines.push("  nothing is skipped".to_owned());
    }
    lines
}

/// How often the players of a league's games are asked about.
fn players_line(planned: PlannedPlayers) -> String {
    let PlannedPlayers { cost, stretch } = planned;
    let of = |is_watched| players::every(is_watched, stretch).map(words);
    let hours = players::BEFORE_START.num_hours();
    let often = match (of(false), of(true)) {
        (Some(every), Some(watched)) => {
            format!("every {every}, and every {watched} with open bets on them")
        }
        (None, Some(watched)) => format!(
            "every {watched} with open bets on them, otherwise skipped, so that what is left lasts"
        ),
        _ => "skipped: the main lines take all that is left".to_owned(),
    };
    format!("players of games within {hours} h, at most {cost} a game: {often}")
}

/// What was spent with keys that are not in the settings any more.
fn other_keys(feeds: &[Feed], quotas: &[Quota], now: DateTime<Utc>) -> Vec<String> {
    let is_set = |quota: &Quota| {
        let all = feeds.iter().flat_map(|it| it.provider.allowances());
        all.into_iter().any(|it| is_of(quota, it))
    };
    let others = quotas
        .iter()
        .filter(|it| it.renewed_at > now && !is_set(it));
    let line = |it: &Quota| {
        format!(
            "{}: {} of {} left for this {}; these settings do not use it",
            name(&it.provider, &it.key_name, &it.api),
            thousands(it.left),
            thousands(it.limit),
            it.period
        )
    };
    others.map(line).collect()
}

/// A span in its two largest units: `2 d 3 h`, `9 min`, `45 s`.
fn words(span: Duration) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut seconds = span.as_secs();
    if seconds >= 600 {
        // Nobody waits for the seconds of an hour.
        seconds = (seconds + 30) / 60 * 60;
    }
    let mut parts = Vec::new();
    for (size, unit) in UNITS {
        let count = seconds / size;
        seconds %= size;
        if count > 0 {
            parts.push(format!("{count} {unit}"));
        }
    }
    parts.truncate(2);
    match parts.is_empty() {
        true => "0 s".to_owned(),
        false => parts.join(" "),
    }
}

/// The allowances that run now and have nothing left, or what they have left, for `doctor`.
pub(super) fn current(
    quotas: &[Quota],
    now: DateTime<Utc>,
) -> impl Iterator<Item = (bool, String)> {
    let running = quotas.iter().filter(move |it| it.renewed_at > now);
    running.map(move |it| {
        let name = name(&it.provider, &it.key_name, &it.api);
        let renewed_in = words((it.renewed_at - now).to_std().unwrap_or_default());
        let (left, limit, period) = (thousands(it.left), thousands(it.limit), &it.period);
        let line =
            format!("{name}: {left} of {limit} left for this {period}, renewed in {renewed_in}");
        (it.left > 0, line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_are_asked_about_as_often_as_the_main_lines_leave_something_for() {
        let told = [1.0, 2.0, 8.0, f64::INFINITY].map(|stretch| {
            let line = players_line(PlannedPlayers { cost: 17, stretch });
            let start = "players of games within 3 h, at most 17 a game: ";
            line.strip_prefix(start).unwrap_or_default().to_owned()
        });
        assert_eq!(
            told,
            [
                "every 1 h, and every 15 min with open bets on them",
                "every 2 h, and every 30 min with open bets on them",
                "every 2 h with open bets on them, otherwise skipped, so that what is left lasts",
                "skipped: the main lines take all that is left",
            ]
        );
    }

    #[test]
    fn a_span_is_told_in_its_two_largest_units() {
        let told = [0, 45, 540, 599, 3_600, 5_430, 90_000, 2_592_000];
        let told = told.map(|it| words(Duration::from_secs(it)));
        let expected = [
            "0 s",
            "45 s",
            "9 min",
            "9 min 59 s",
            "1 h",
            "1 h 31 min",
            "1 d 1 h",
            "30 d",
        ];
        assert_eq!(told, expected);
    }
}
