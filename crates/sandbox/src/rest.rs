//! The HTTP face, `/api/v10/…`: reads a request, checks it, performs it, records it.

mod account;
mod body;
mod callback;
mod commands;
mod error;
mod guilds;
mod messages;
mod route;
mod webhooks;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request, State as Shelf};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::faults::Effect;
use crate::limits::BucketState;
use crate::record::{Refusal, Request as Recorded, shorten};
use crate::rules::{self, Problem};
use crate::shared::Shared;
use crate::wire::Wire;

use self::body::Payload;
use self::error::{ApiError, BANNED};
use self::route::Route;

/// How long the wait before a request dies, for connections cut after it was performed.
const HALF: u32 = 2;

/// What a route answers when it can.
pub(crate) struct Reply {
    status: u16,
    body: Option<Value>,
}

impl Reply {
    fn json(body: Value) -> Self {
        Self {
            status: 200,
            body: Some(body),
        }
    }

    const fn empty() -> Self {
        Self {
            status: 204,
            body: None,
        }
    }
}

/// A request that is about to be performed.
pub(crate) struct Call {
    pub(crate) query: Vec<(String, String)>,
    pub(crate) payload: Payload,
}

impl Call {
    fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn is_set(&self, name: &str) -> bool {
        self.query(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

/// Answers every request below `/api`.
pub(crate) async fn entry(
    Shelf(shared): Shelf<Arc<Shared>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
) -> Response {
    let began = Instant::now();
    let (parts, body) = request.into_parts();
    let path = bare_path(parts.uri.path());
    let route = Route::find(&parts.method, &path);
    let name = route.as_ref().map_or("", |route| route.name);
    let effects = shared.write(|state, _| state.faults.take(parts.method.as_str(), name, &path));
    let latency: Duration = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Latency { ms } => Some(Duration::from_millis(*ms)),
            _ => None,
        })
        .sum();
    pause(latency / HALF).await;
    if effects.contains(&Effect::DropBefore) {
        wire.cut();
        return StatusCode::NO_CONTENT.into_response();
    }
    if effects.contains(&Effect::HoldBefore) {
        hold(&shared).await;
    }
    let method = parts.method.clone();
    let banned = shared.write(|state, now| state.limits.banned_for(now));
    let outcome = match (banned, injected(&effects)) {
        (Some(wait), _) => Err(ApiError::banned(seconds(wait))),
        (None, Some(error)) => Err(error),
        (None, None) => answer(&shared, route.as_ref(), &path, parts, body).await,
    };
    if effects.contains(&Effect::HoldAfter) {
        hold(&shared).await;
    }
    pause(latency / HALF).await;
    let response = respond(&shared, outcome, &method, &path, name, began);
    if effects.contains(&Effect::DropAfter) {
        wire.cut();
    }
    response
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

/// Keeps a request waiting until the drive releases it, or its client goes away.
async fn hold(shared: &Shared) {
    let mut changes = shared.changes();
    let ticket = shared.write(|state, _| {
        state.bump();
        state.holds.arrive()
    });
    // The request's future is dropped when its client goes away, and its place with it.
    let _gone = Leaves { shared, ticket };
    while shared.read(|state| state.holds.is_held(ticket)) {
        if changes.changed().await.is_err() {
            return;
        }
    }
}

/// Takes a held request out of the count when it ends, in whatever way.
struct Leaves<'a> {
    shared: &'a Shared,
    ticket: u64,
}

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        self.shared.write(|state, _| {
            state.holds.leave(self.ticket);
            state.bump();
        });
    }
}

/// `/api/v10/users/@me` is `/users/@me`.
fn bare_path(path: &str) -> String {
    let rest = path.strip_prefix("/api").unwrap_or(path);
    let mut parts = rest.splitn(3, '/');
    parts.next();
    let is_version = parts.next().is_some_and(|part| {
        part.strip_prefix('v')
            .is_some_and(|number| number.bytes().all(|it| it.is_ascii_digit()))
    });
    if is_version {
        format!("/{}", parts.next().unwrap_or_default())
    } else {
        rest.to_owned()
    }
}

fn injected(effects: &[Effect]) -> Option<ApiError> {
    effects.iter().find_map(|effect| match effect {
        Effect::Status { status } => Some(ApiError::injected(*status)),
        Effect::RateLimit { retry_after, scope } => {
            Some(ApiError::rate_limited(*retry_after, scope))
        }
        _ => None,
    })
}

/// What a request gets, with the standing of its bucket.
type Outcome = Result<(Reply, Option<BucketState>), ApiError>;

async fn answer(
    shared: &Shared,
    route: Option<&Route>,
    path: &str,
    parts: Parts,
    body: axum::body::Body,
) -> Outcome {
    let method = parts.method.clone();
    let Some(route) = route else {
        shared.write(|state, _| state.record.unknown(method.as_str(), path));
        return Err(ApiError::not_found());
    };
    authorize(shared, route, &parts.headers)?;
    let bucket_state = limit(shared, route)?;
    let query = query(parts.uri.query().unwrap_or_default());
    let has_body = !matches!(method, Method::GET | Method::DELETE);
    let payload = if has_body {
        body::read(parts, body).await?
    } else {
        Payload::default()
    };
    let call = Call { query, payload };
    check(shared, route, &method, path, &call.payload)
        .map_err(|error| error.about(&call.payload.body))?;
    let reply = shared.write(|state, now| {
        let reply = perform(state, &shared.options, route, &call, now);
        // Looking at things changes nothing that anybody waits for.
        if reply.is_ok() && method != Method::GET {
            state.bump();
        }
        reply.map_err(|error| error.about(&call.payload.body))
    })?;
    Ok((reply, bucket_state))
}

fn query(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn authorize(shared: &Shared, route: &Route, headers: &HeaderMap) -> Result<(), ApiError> {
    if route.by_token {
        return Ok(());
    }
    let said = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let wanted = format!("Bot {}", shared.options.token);
    if said == Some(wanted.as_str()) {
        Ok(())
    } else {
        Err(ApiError::unauthorized())
    }
}

fn limit(shared: &Shared, route: &Route) -> Result<Option<BucketState>, ApiError> {
    if !shared.options.rate_limits {
        return Ok(None);
    }
    shared.write(|state, now| {
        if !route.exempt {
            let global = (shared.options.global_per_second, 1_000);
            if let Err((wait, _)) = state.limits.take("global", global, now) {
                return Err(ApiError::rate_limited(seconds(wait), "global"));
            }
        }
        let Some(window) = route.window else {
            return Ok(None);
        };
        match state.limits.take(&route.bucket, window, now) {
            Ok(bucket_state) => Ok(Some(bucket_state)),
            Err((wait, bucket_state)) => {
                let mut error = ApiError::rate_limited(seconds(wait), "user");
                error.bucket_state = Some(bucket_state);
                Err(error)
            }
        }
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of a wait fit a float"
)]
fn seconds(ms: i64) -> f64 {
    ms.max(1) as f64 / 1_000.0
}

/// Refuses what the documented rules or the official document do not allow.
fn check(
    shared: &Shared,
    route: &Route,
    method: &Method,
    path: &str,
    payload: &Payload,
) -> Result<(), ApiError> {
    let body = payload.present.then_some(&payload.body);
    let problems = problems(shared, route, method, path, body);
    if !problems.is_empty() {
        return Err(ApiError::form(problems));
    }
    let kind = shared.read(|state| route.body_kind(state));
    match body.and_then(|body| rules::overload(kind, body)) {
        Some(problem) => Err(ApiError::broken(problem)),
        None => Ok(()),
    }
}

fn problems(
    shared: &Shared,
    route: &Route,
    method: &Method,
    path: &str,
    body: Option<&Value>,
) -> Vec<Problem> {
    let kind = shared.read(|state| route.body_kind(state));
    let mut problems = rules::lint(kind, body.unwrap_or(&Value::Null));
    if let Some(spec) = &shared.spec {
        problems.extend(spec.check(method.as_str(), path, body));
    }
    problems
}

/// What the rules find wrong with a request that nobody sends; `None` without such a route.
pub(crate) fn judge(
    shared: &Shared,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Option<Vec<String>> {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).ok()?;
    let path = bare_path(path);
    let route = Route::find(&method, &path)?;
    let problems = problems(shared, &route, &method, &path, body);
    let kind = shared.read(|state| route.body_kind(state));
    let overload = body.and_then(|body| rules::overload(kind, body));
    Some(
        problems
            .iter()
            .chain(&overload)
            .map(Problem::line)
            .collect(),
    )
}

fn perform(
    state: &mut crate::model::State,
    options: &crate::Options,
    route: &Route,
    call: &Call,
    now: i64,
) -> Result<Reply, ApiError> {
    use self::route::Op;
    match route.op {
        Op::Account(op) => account::perform(state, options, op, call, now),
        Op::Commands(op) => commands::perform(state, op, call, now),
        Op::Guild(op) => guilds::perform(state, op),
        Op::Callback { interaction } => {
            callback::perform(state, options, interaction, &route.token, call, now)
        }
        Op::Channel(op) => messages::perform(state, options, op, call, now),
        Op::Webhook(op) => webhooks::perform(state, options, op, &route.token, call, now),
    }
}

/// Makes the HTTP answer and records the request.
fn respond(
    shared: &Shared,
    outcome: Outcome,
    method: &Method,
    path: &str,
    route: &str,
    began: Instant,
) -> Response {
    let (status, body, bucket_state, error) = match outcome {
        Ok((reply, bucket_state)) => (reply.status, reply.body, bucket_state, None),
        Err(error) => (
            error.status,
            Some(error.body()),
            error.bucket_state.clone(),
            Some(error),
        ),
    };
    shared.write(|state, now| {
        if let Some(error) = &error {
            if let Some((_, scope)) = &error.wait {
                state.record.rate_limited(scope);
            }
            let scope = error.wait.as_ref().map_or("", |(_, scope)| scope.as_str());
            if matches!(error.status, 401 | 403 | 429) && !matches!(scope, "shared" | BANNED) {
                let (limit, per) = shared.options.invalid_requests;
                let per = i64::try_from(per.as_millis()).unwrap_or(i64::MAX);
                state.limits.invalid((limit, per), now);
            }
            if let Some(reasons) = error.refusal() {
                state.record.refusal(Refusal {
                    at: now,
                    method: method.to_string(),
                    path: shorten(path),
                    code: error.code,
                    reasons,
                    body: error.refused_body.clone().unwrap_or_default(),
                });
            }
        }
        let ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        state.record.request(Recorded {
            at: now,
            method: method.to_string(),
            path: shorten(path),
            route: route.to_owned(),
            status,
            ms,
        });
    });
    let mut headers = HeaderMap::new();
    if let Some(bucket_state) = &bucket_state {
        bucket_headers(&mut headers, bucket_state, shared.clock.now());
    }
    if let Some((wait, scope)) = error.as_ref().and_then(|error| error.wait.as_ref()) {
        put(&mut headers, "retry-after", &format!("{:.0}", wait.ceil()));
        if scope != BANNED {
            put(&mut headers, "x-ratelimit-scope", scope);
        }
        if scope == "global" {
            put(&mut headers, "x-ratelimit-global", "true");
        }
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match body {
        Some(body) => (status, headers, axum::Json(body)).into_response(),
        None => (status, headers).into_response(),
    }
}

fn bucket_headers(headers: &mut HeaderMap, bucket_state: &BucketState, now: i64) {
    put(
        headers,
        "x-ratelimit-limit",
        &bucket_state.limit.to_string(),
    );
    put(
        headers,
        "x-ratelimit-remaining",
        &bucket_state.remaining.to_string(),
    );
    put(
        headers,
        "x-ratelimit-reset",
        &format!("{:.3}", seconds(bucket_state.resets)),
    );
    put(
        headers,
        "x-ratelimit-reset-after",
        &format!("{:.3}", seconds(bucket_state.resets - now)),
    );
    put(headers, "x-ratelimit-bucket", &bucket_state.bucket);
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
