//! The HTTP face of the season. It holds no state but the faults that wait.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Extension, Path, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::dice::mark;
use crate::faults::{FAULTS_MAX, Fault, FaultKind, Faults};
use crate::league::{self, BOOKMAKERS, TEAMS, team_by_code};
use crate::play::Game;
use crate::schedule::{Schedule, Settings, SettingsError};
use crate::{crest, prices, wire};

mod query;

use query::{GAMES_LIMIT_MAX, GamesQuery};

/// How far back the list of games goes when the request does not say, in games.
const GAMES_BACK: i32 = 20;
/// The longest answer: a thousand games of some 700 bytes, with room.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Which season.
    pub settings: Settings,
    /// By which time.
    pub clock: Clock,
}

impl Options {
    /// On a free port of the loopback, by the machine's clock.
    pub fn new(settings: Settings) -> Options {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        Options {
            listen,
            settings,
            clock: Clock::system(),
        }
    }
}

/// Why no server was started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings make no season.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The address is taken or not ours.
    #[error("cannot listen on {listen}")]
    Listen {
        /// Where.
        listen: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
}

/// A running server. It stops when it is dropped.
#[derive(Debug)]
pub struct Season {
    schedule: Arc<Schedule>,
    faults: Faults,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Season {
    /// Lays out the season and serves it from now on.
    ///
    /// # Errors
    /// When the settings make no season or the address cannot be listened on.
    pub async fn start(options: Options) -> Result<Season, StartError> {
        let Options {
            listen,
            settings,
            clock,
        } = options;
        let schedule = Arc::new(Schedule::new(settings)?);
        let failed = |source| StartError::Listen { listen, source };
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let faults = Faults::default();
        let feed = Feed {
            schedule: Arc::clone(&schedule),
            clock,
            faults: faults.clone(),
        };
        let (stop, stopped) = oneshot::channel();
        let serving = axum::serve(listener, router(feed)).with_graceful_shutdown(async {
            // A sender that is gone says the same as one that was used.
            let _ = stopped.await;
        });
        let task = tokio::spawn(async move { serving.await });
        Ok(Season {
            schedule,
            faults,
            address,
            stop: Some(stop),
            task,
        })
    }

    /// Where the season is served, without a slash at the end: `http://127.0.0.1:49152`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The season's plan: what happens when.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// What goes wrong for the next requests.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Takes no more requests, and waits until the last one is answered.
    pub async fn stop(mut self) {
        self.stop = None;
        if let Err(error) = (&mut self.task).await {
            tracing::error!(error = %error, "the season's server ended badly");
        }
    }
}

#[derive(Clone)]
struct Feed {
    schedule: Arc<Schedule>,
    clock: Clock,
    faults: Faults,
}

/// The fault that an answer's games carry, handed from the middleware to the handler.
#[derive(Clone, Copy)]
struct Twist(Option<FaultKind>);

fn router(feed: Feed) -> Router {
    let controls = Router::new().route(
        "/v1/faults",
        get(faults).post(add_fault).delete(clear_faults),
    );
    Router::new()
        .route("/v1/league", get(league))
        .route("/v1/teams", get(teams))
        .route("/v1/teams/{code}/crest.svg", get(team_crest))
        .route("/v1/games", get(games))
        .route("/v1/games/{id}", get(game))
        .route("/v1/prices", get(quotes))
        .route("/v1/plan", get(plan))
        .fallback(async || failure(StatusCode::NOT_FOUND, "no such page"))
        .layer(from_fn_with_state(feed.clone(), answer))
        .merge(controls)
        .with_state(feed)
}

fn failure(status: StatusCode, error: impl ToString) -> Response {
    (
        status,
        Json(wire::ErrorAnswer {
            error: error.to_string(),
        }),
    )
        .into_response()
}

/// Every answer goes through here: faults on the way, an `ETag` at the end.
async fn answer(State(feed): State<Feed>, mut request: Request, next: Next) -> Response {
    let fault = feed.faults.take(request.uri().path());
    let kind = fault.as_ref().map(|fault| fault.kind);
    if let Some(Fault {
        kind,
        delay_ms,
        retry_after_s,
        ..
    }) = fault
    {
        tracing::info!(fault = ?kind, path = request.uri().path(), "answering wrongly, as asked");
        match kind {
            FaultKind::Error => return failure(StatusCode::INTERNAL_SERVER_ERROR, "a bad day"),
            FaultKind::BadRequest => {
                return failure(StatusCode::BAD_REQUEST, "this form is no longer answered");
            }
            FaultKind::TooMany => {
                let refusal = failure(StatusCode::TOO_MANY_REQUESTS, "too many requests");
                return ([(RETRY_AFTER, HeaderValue::from(retry_after_s))], refusal)
                    .into_response();
            }
            FaultKind::Html => return axum::response::Html(MAINTENANCE).into_response(),
            FaultKind::Empty => return json_bytes(Vec::new()),
            FaultKind::Slow => {
                tokio::time::sleep(Duration::from_millis(u64::from(delay_ms))).await;
            }
            _ => {}
        }
    }
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    request.extensions_mut().insert(Twist(kind));
    let (mut head, body) = next.run(request).await.into_parts();
    let Ok(body) = to_bytes(body, ANSWER_BYTES_MAX).await else {
        return failure(StatusCode::INTERNAL_SERVER_ERROR, "the answer is too long");
    };
    if kind == Some(FaultKind::Truncated) {
        return json_bytes(body.slice(..body.len() / 2).to_vec());
    }
    if head.status != StatusCode::OK {
        return Response::from_parts(head, Body::from(body));
    }
    let tag = format!("\"{:016x}\"", mark(&body));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        head.headers.insert(ETAG, tag);
    }
    // May be kept, but is asked for again each time: that is what the tag is for.
    head.headers
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if known.is_some_and(|known| matches(&known, &tag)) {
        head.status = StatusCode::NOT_MODIFIED;
        head.headers.remove(CONTENT_TYPE);
        head.headers.remove(axum::http::header::CONTENT_LENGTH);
        return Response::from_parts(head, Body::empty());
    }
    Response::from_parts(head, Body::from(body))
}

const MAINTENANCE: &str = "<!doctype html><html><head><title>Back soon</title></head>\
    <body><h1>Down for maintenance</h1></body></html>\n";

fn json_bytes(body: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}

/// Whether an `If-None-Match` names the tag: a list, weak ones too, or a star.
fn matches(known: &HeaderValue, tag: &str) -> bool {
    let Ok(known) = known.to_str() else {
        return false;
    };
    known
        .split(',')
        .map(str::trim)
        .any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

async fn league(State(feed): State<Feed>) -> Response {
    let settings = feed.schedule.settings();
    let answer = wire::LeagueAnswer {
        code: league::CODE,
        name: league::NAME,
        sport: league::SPORT,
        season: feed.schedule.label(),
        key: feed.schedule.key().to_owned(),
        origin: settings.origin,
        game_every_ms: settings.game_every.num_milliseconds(),
        game_length_ms: settings.game_length.num_milliseconds(),
        lead_ms: settings.lead.num_milliseconds(),
        bookmakers: BOOKMAKERS.iter().map(Into::into).collect(),
    };
    Json(answer).into_response()
}

async fn teams() -> Response {
    Json(wire::TeamsAnswer {
        teams: TEAMS.iter().map(Into::into).collect(),
    })
    .into_response()
}

async fn team_crest(Path(code): Path<String>) -> Response {
    match team_by_code(&code) {
        Some(team) => ([(CONTENT_TYPE, "image/svg+xml")], crest::svg(team)).into_response(),
        None => failure(StatusCode::NOT_FOUND, "no such team"),
    }
}

async fn games(
    State(feed): State<Feed>,
    Extension(Twist(twist)): Extension<Twist>,
    query: Result<Query<GamesQuery>, QueryRejection>,
) -> Response {
    let Query(query) = match query {
        Ok(query) => query,
        Err(refused) => return failure(StatusCode::BAD_REQUEST, refused.body_text()),
    };
    let (schedule, now) = (&*feed.schedule, feed.clock.now());
    let settings = schedule.settings();
    let from = query.from.unwrap_or(now - settings.game_every * GAMES_BACK);
    let limit = match query.limit(from) {
        Ok(limit) => limit,
        Err(reason) => return failure(StatusCode::BAD_REQUEST, reason),
    };
    // A postponed game may have been planned before `from` and start after it.
    let earliest = from
        .checked_sub_signed(settings.postpone_by)
        .unwrap_or(from);
    let shown = schedule.shown(earliest, now);
    let first = query.after.map_or(0, |number| number.saturating_add(1));
    let mut lines = Vec::new();
    let mut next_after = None;
    let mut taken = 0;
    for number in shown.start.max(first)..shown.end {
        // A new start is never before the planned one, so nothing that follows is before `to`.
        if query
            .to
            .is_some_and(|to| schedule.planned_start(number) >= to)
        {
            break;
        }
        let game = Game::new(schedule, number);
        let Some(state) = game.at(now) else { continue };
        if state.starts_at < from || query.to.is_some_and(|to| state.starts_at >= to) {
            continue;
        }
        if taken == limit {
            next_after = Some(number - 1);
            break;
        }
        taken += 1;
        lines.extend(game_lines(schedule, &game, now, twist));
    }
    let updated_at = lines.iter().map(|line| line.updated_at).max();
    Json(wire::GamesAnswer {
        updated_at,
        games: lines,
        next_after,
    })
    .into_response()
}

/// The lines of one game: one, unless a fault asks for more.
fn game_lines(
    schedule: &Schedule,
    game: &Game,
    now: DateTime<Utc>,
    twist: Option<FaultKind>,
) -> Vec<wire::GameLine> {
    let line = |state| wire::GameLine::new(schedule, game, state);
    let (current, older) = (game.at(now), game.before_last_change(now));
    match twist {
        Some(FaultKind::Stale) => older.or(current).iter().map(line).collect(),
        Some(FaultKind::Duplicated) => current.iter().chain(&older).map(line).collect(),
        Some(FaultKind::UnknownStatus) => current
            .iter()
            .map(|state| line(state).with_unknown_status())
            .collect(),
        _ => current.iter().map(line).collect(),
    }
}

async fn game(
    State(feed): State<Feed>,
    Extension(Twist(twist)): Extension<Twist>,
    Path(id): Path<String>,
) -> Response {
    let schedule = &*feed.schedule;
    let line = schedule.number(&id).and_then(|number| {
        let game = Game::new(schedule, number);
        game_lines(schedule, &game, feed.clock.now(), twist)
            .into_iter()
            .next()
    });
    match line {
        Some(line) => Json(line).into_response(),
        None => failure(StatusCode::NOT_FOUND, "no such game"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PricesQuery {
    game: Option<String>,
}

async fn quotes(
    State(feed): State<Feed>,
    query: Result<Query<PricesQuery>, QueryRejection>,
) -> Response {
    let Query(query) = match query {
        Ok(query) => query,
        Err(refused) => return failure(StatusCode::BAD_REQUEST, refused.body_text()),
    };
    let (schedule, now) = (&*feed.schedule, feed.clock.now());
    let numbers = match query.game {
        None => schedule.shown(now - schedule.settings().postpone_by, now),
        Some(id) => match schedule.number(&id) {
            Some(number) if Game::new(schedule, number).at(now).is_some() => number..number + 1,
            _ => return failure(StatusCode::NOT_FOUND, "no such game"),
        },
    };
    let mut lines = Vec::new();
    for number in numbers {
        let game = Game::new(schedule, number);
        let quotes = prices::quotes(schedule, &game, now);
        lines.extend(
            quotes
                .iter()
                .map(|quote| wire::PriceLine::new(schedule, &game, quote)),
        );
    }
    let updated_at = lines.iter().map(|line| line.source_at).max();
    Json(wire::PricesAnswer {
        updated_at,
        prices: lines,
    })
    .into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanQuery {
    #[serde(default)]
    first: u64,
    #[serde(default = "two_dozen")]
    count: u64,
}

fn two_dozen() -> u64 {
    24
}

async fn plan(
    State(feed): State<Feed>,
    query: Result<Query<PlanQuery>, QueryRejection>,
) -> Response {
    let Query(PlanQuery { first, count }) = match query {
        Ok(query) => query,
        Err(refused) => return failure(StatusCode::BAD_REQUEST, refused.body_text()),
    };
    let end = first.saturating_add(count.min(GAMES_LIMIT_MAX));
    let line = |number| wire::PlanLine::new(&feed.schedule, &Game::new(&feed.schedule, number));
    Json(wire::PlanAnswer {
        games: (first..end).map(line).collect(),
    })
    .into_response()
}

#[derive(Serialize)]
struct FaultsAnswer {
    faults: Vec<Fault>,
}

async fn faults(State(feed): State<Feed>) -> Response {
    Json(FaultsAnswer {
        faults: feed.faults.waiting(),
    })
    .into_response()
}

async fn add_fault(
    State(feed): State<Feed>,
    fault: Result<Json<Fault>, JsonRejection>,
) -> Response {
    let Json(fault) = match fault {
        Ok(fault) => fault,
        Err(refused) => return failure(StatusCode::BAD_REQUEST, refused.body_text()),
    };
    if feed.faults.add(fault) {
        faults(State(feed)).await
    } else {
        failure(
            StatusCode::CONFLICT,
            format!("{FAULTS_MAX} faults wait already"),
        )
    }
}

async fn clear_faults(State(feed): State<Feed>) -> Response {
    feed.faults.clear();
    StatusCode::NO_CONTENT.into_response()
}
