//! A public scoreboard that is as particular about questions as the real ones are today.
//!
//! The league of this crate answers whatever it is asked, which hid for months that a real feed had
//! stopped to answer ranges of days. This server answers `/{sport}/{league}/scoreboard` as ESPN has
//! since September 2026: a day, a month, a year, a week of football in full; a range of days with
//! 400 for team sports; 100 events where no limit is given, and 25 where it is 600 or more. Any
//! form can be killed on the way, as happens without notice.
//!
//! Beside the boards it has summaries of games of teams, by event; of sports of athletes there are
//! none, and golf has a leaderboard instead.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::Clock;

mod board;
mod query;

pub use board::Contest;
pub use query::Form;
use query::ScoreboardQuery;

/// Sports of which ranges of days are still answered.
const RANGED: &[&str] = &["golf", "mma", "racing", "tennis"];

/// What was asked, and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRequest {
    /// The league's slug: `nfl`, `eng.1`.
    pub league: String,
    /// In which form. `None`: in none that exists.
    pub form: Option<Form>,
    /// With which status.
    pub status: u16,
}

/// A running scoreboard. It stops when it is dropped.
#[derive(Debug)]
pub struct Scoreboard {
    boards: Boards,
    address: SocketAddr,
    _stop: oneshot::Sender<()>,
    _task: JoinHandle<std::io::Result<()>>,
}

#[derive(Clone, Debug)]
struct Boards {
    clock: Clock,
    state: Arc<Mutex<Written>>,
}

#[derive(Debug, Default)]
struct Written {
    contests: BTreeMap<String, Vec<Contest>>,
    dead: Vec<(String, Form)>,
    seen: Vec<LoggedRequest>,
}

impl Scoreboard {
    /// Serves empty boards on a free port of the loopback.
    ///
    /// # Errors
    /// When no port can be listened on.
    pub async fn start(clock: Clock) -> std::io::Result<Self> {
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let boards = Boards {
            clock,
            state: Arc::default(),
        };
        let router = Router::new()
            .route("/{sport}/{league}/scoreboard", get(answer))
            .route("/{sport}/{league}/summary", get(summary))
            .route("/golf/leaderboard", get(leaderboard))
            .with_state(boards.clone());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = axum::serve(listener, router).with_graceful_shutdown(async {
            // A sender that is gone says the same as one that was used.
            let _ = stopped.await;
        });
        Ok(Self {
            boards,
            address,
            _stop: stop,
            _task: tokio::spawn(async move { serving.await }),
        })
    }

    /// Where it is served, without a slash at the end.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Puts a contest on the board of that league.
    pub fn add(&self, league: &str, contest: Contest) {
        let mut written = self.boards.lock();
        written
            .contests
            .entry(league.to_owned())
            .or_default()
            .push(contest);
    }

    /// From now on questions about that league in that form are answered with 400.
    pub fn kill(&self, league: &str, form: Form) {
        self.boards.lock().dead.push((league.to_owned(), form));
    }

    /// Everything that was asked, oldest first.
    pub fn seen(&self) -> Vec<LoggedRequest> {
        self.boards.lock().seen.clone()
    }
}

impl Boards {
    fn lock(&self) -> MutexGuard<'_, Written> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The contest that is asked for by its id.
fn asked(boards: &Boards, league: &str, query: &str) -> Option<Contest> {
    let event = query.split('&').find_map(|it| it.strip_prefix("event="))?;
    let written = boards.lock();
    let contests = written.contests.get(league)?;
    contests.iter().find(|it| it.id == event).cloned()
}

async fn summary(
    State(boards): State<Boards>,
    Path((sport, league)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let contest = asked(&boards, &league, query.as_deref().unwrap_or_default());
    // Of tournaments, fights and races there is none.
    let contest = contest.filter(|_| !RANGED.contains(&sport.as_str()));
    let summary = contest.map(|it| board::summary(&sport, &it, boards.clock.now()));
    found(summary)
}

async fn leaderboard(State(boards): State<Boards>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let league = query.split('&').find_map(|it| it.strip_prefix("league="));
    let contest = league.and_then(|it| asked(&boards, it, &query));
    found(contest.map(|it| board::leaderboard(&it, boards.clock.now())))
}

fn found(body: Option<Value>) -> Response {
    match body {
        Some(body) => Json(body).into_response(),
        None => {
            let refusal = json!({"code": 404, "message": "Not found."});
            (StatusCode::NOT_FOUND, Json(refusal)).into_response()
        }
    }
}

async fn answer(
    State(boards): State<Boards>,
    Path((sport, league)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let question = ScoreboardQuery::read(query.as_deref().unwrap_or_default());
    let now = boards.clock.now();
    let mut written = boards.lock();
    let form = question.as_ref().map(ScoreboardQuery::form);
    let refused = form.is_none_or(|form| {
        let ranged = form == Form::Range && !RANGED.contains(&sport.as_str());
        ranged || written.dead.contains(&(league.clone(), form))
    });
    let status = if refused { 400 } else { 200 };
    written.seen.push(LoggedRequest {
        league: league.clone(),
        form,
        status,
    });
    let Some(question) = question.filter(|_| !refused) else {
        let refusal = json!({"code": 400, "message": "Failed to get events endpoint."});
        return (StatusCode::BAD_REQUEST, Json(refusal)).into_response();
    };
    let mut contests = written.contests.get(&league).cloned().unwrap_or_default();
    contests.sort_by(|a, b| (a.starts_at, &a.id).cmp(&(b.starts_at, &b.id)));
    let first = contests.first().map_or(now, |it| it.starts_at);
    let season_begins = eastern(first);
    // Of soccer, days beyond tomorrow are not filled yet.
    let last_day = (sport == "soccer").then(|| eastern(now).succ_opt().unwrap_or(NaiveDate::MAX));
    let wanted = |it: &&Contest| {
        let day = eastern(it.starts_at);
        let is_filled = question.form() != Form::Day || last_day.is_none_or(|last| day <= last);
        is_filled && question.wants(day, eastern(now), season_begins)
    };
    let events: Vec<Value> = contests
        .iter()
        .filter(wanted)
        .take(question.length())
        .map(|it| board::event(&sport, it, now))
        .collect();
    let calendar = match sport.as_str() {
        "football" => board::weeks(season_begins),
        _ => json!([]),
    };
    let body = json!({
        "leagues": [{"slug": league, "calendarType": "list", "calendar": calendar}],
        "events": events,
    });
    ([(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// The day that a scoreboard puts a contest on: that of the US East.
fn eastern(moment: DateTime<Utc>) -> NaiveDate {
    moment
        .with_timezone(&chrono_tz::America::New_York)
        .date_naive()
}
