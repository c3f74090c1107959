//! A server that counts what each key asks, as the gateways of paid feeds do: so many requests a
//! second, so many units a day or a month, and headers that say what is left. It says nothing of
//! any game; a test that plans polls needs its limits alone.
//!
//! `GET /{api}/{league}` costs [`Plan::cost`] units of that API. An answer has `x-left`, `x-limit`
//! and `x-charged`, and a `date` by the server's own clock. A league called `quiet` has nothing to
//! tell, which is free. Beyond the limit the answer is 200 with `{"errors":{"requests":…}}`, and
//! beyond the pace 429.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::DATE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::Clock;

/// What a key may ask.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Units a period.
    pub units: u32,
    /// Whether a period is a month. Otherwise it is a day. Both begin at midnight UTC.
    pub monthly: bool,
    /// What a request costs.
    pub cost: u32,
    /// How many requests a second are answered.
    pub a_second: u32,
    /// How far the server's clock is ahead of the one that it was given.
    pub ahead: TimeDelta,
    /// From when until when every request is answered with 429.
    pub storms: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// When somebody else spends how many units of the first API that is asked about.
    pub others: Vec<(DateTime<Utc>, u32)>,
}

/// A request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// When, by the clock that the server was given.
    pub at: DateTime<Utc>,
    /// The API.
    pub api: String,
    /// The league.
    pub league: String,
    /// The status that it was answered with.
    pub status: u16,
    /// Whether it was answered with what was asked for.
    pub is_served: bool,
    /// Whether an earlier answer of the same period had said that it cannot be paid.
    pub is_forbidden: bool,
}

#[derive(Default)]
struct Period {
    number: i64,
    spent: u32,
    /// What the last answer said is left.
    told: Option<u32>,
}

#[derive(Default)]
struct Book {
    periods: HashMap<String, Period>,
    calls: Vec<Call>,
    others_done: usize,
}

#[derive(Clone)]
struct Desk {
    plan: Arc<Plan>,
    clock: Clock,
    book: Arc<Mutex<Book>>,
}

/// The server. It stops when it is dropped.
pub struct Meter {
    address: SocketAddr,
    desk: Desk,
    serving: JoinHandle<()>,
}

impl Meter {
    /// Starts it on a free port of this machine.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start(plan: Plan, clock: Clock) -> std::io::Result<Self> {
        let desk = Desk {
            plan: Arc::new(plan),
            clock,
            book: Arc::default(),
        };
        let router = Router::new()
            .route("/{api}/{league}", get(answer))
            .with_state(desk.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let serving = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            desk,
            serving,
        })
    }

    /// Where it is.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request that arrived, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.desk.book).calls.clone()
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(book: &Mutex<Book>) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(State(desk): State<Desk>, Path((api, league)): Path<(String, String)>) -> Response {
    let (plan, at) = (&*desk.plan, desk.clock.now());
    let here = at + plan.ahead;
    let mut book = lock(&desk.book);
    book.others(plan, at, here, &api);
    let cost = if league == "quiet" { 0 } else { plan.cost };
    let lately = book.calls.iter().rev();
    let lately = lately.take_while(|it| at - it.at < TimeDelta::seconds(1));
    let is_fast = lately.filter(|it| it.api == api).count() >= plan.a_second as usize;
    let storms = plan
        .storms
        .iter()
        .any(|(from, to)| (*from..*to).contains(&at));
    let period = book.period(plan, here, &api);
    let is_forbidden = period.told.is_some_and(|it| it < cost);
    let left = plan.units.saturating_sub(period.spent);
    let (status, is_served) = match () {
        () if is_fast || storms => (StatusCode::TOO_MANY_REQUESTS, false),
        () => (StatusCode::OK, left >= cost),
    };
    let mut response = if is_served {
        period.spent += cost;
        (status, r#"{"errors":[]}"#).into_response()
    } else if status == StatusCode::OK {
        (status, r#"{"errors":{"requests":"limit reached"}}"#).into_response()
    } else {
        status.into_response()
    };
    if status == StatusCode::OK {
        let left = plan.units.saturating_sub(period.spent);
        period.told = Some(left);
        let charged = if is_served { cost } else { 0 };
        let numbers = [
            ("x-left", left),
            ("x-limit", plan.units),
            ("x-charged", charged),
        ];
        for (name, number) in numbers {
            response.headers_mut().insert(name, number.into());
        }
    }
    if let Ok(date) = here.format("%a, %d %b %Y %H:%M:%S GMT").to_string().parse() {
        response.headers_mut().insert(DATE, date);
    }
    book.calls.push(Call {
        at,
        api,
        league,
        status: status.as_u16(),
        is_served,
        is_forbidden,
    });
    response
}

impl Book {
    /// What others spent since the last request.
    fn others(&mut self, plan: &Plan, at: DateTime<Utc>, here: DateTime<Utc>, api: &str) {
        while let Some((when, units)) = plan.others.get(self.others_done) {
            if *when > at {
                break;
            }
            self.others_done += 1;
            let period = self.period(plan, here, api);
            period.spent = period.spent.saturating_add(*units).min(plan.units);
        }
    }

    fn period(&mut self, plan: &Plan, here: DateTime<Utc>, api: &str) -> &mut Period {
        let day = here.date_naive();
        let number = match plan.monthly {
            true => i64::from(day.year()) * 12 + i64::from(day.month()),
            false => i64::from(day.num_days_from_ce()),
        };
        let period = self.periods.entry(api.to_owned()).or_default();
        if period.number != number {
            *period = Period {
                number,
                ..Period::default()
            };
        }
        period
    }
}
