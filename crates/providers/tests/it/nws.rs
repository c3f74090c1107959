//! The weather of an hour, as the National Weather Service tells it.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use providers::ProviderError;
use providers::nws::{Nws, read_grid, read_hours};
use providers::venues;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::{fixture, http_at};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn noon() -> DateTime<Utc> {
    moment("2031-12-06T18:00:00Z")
}

#[test]
fn the_hour_is_the_one_in_which_the_game_begins() {
    let body = fixture("nws/hourly.json");
    let read = |at: &str| read_hours(&body, &[moment(at)], noon()).unwrap().remove(0);
    let kickoff = read("2031-12-07T18:25:00Z").unwrap();
    assert_eq!(kickoff.hour, moment("2031-12-07T18:00:00Z"));
    let told = (
        kickoff.temperature_f,
        kickoff.wind_mph,
        kickoff.precipitation,
    );
    assert_eq!(told, (28, Some(20), Some(31)));
    assert_eq!(kickoff.wind_from.as_deref(), Some("NW"));
    assert_eq!(kickoff.summary.as_deref(), Some("Chance Light Snow"));
    assert_eq!(kickoff.issued_at, moment("2031-12-06T12:00:00Z"));
    // What is missing or strange is left out.
    let next = read("2031-12-07T19:00:00Z").unwrap();
    let told = (next.wind_mph, next.wind_from, next.precipitation);
    assert_eq!(told, (None, None, None));
    assert_eq!(read("2031-12-07T20:00:00Z"), None, "in another unit");
    assert_eq!(read("2031-12-09T18:00:00Z"), None, "beyond the forecast");
}

#[test]
fn what_is_no_answer_of_the_service_is_refused_and_so_is_a_forecast_of_days_ago() {
    let problem = Bytes::from_static(br#"{"title": "Forecast Grid Expired", "status": 503}"#);
    let at = [moment("2031-12-07T18:00:00Z")];
    assert!(read_hours(&problem, &at, noon()).is_err());
    assert!(read_grid(&problem).is_err());
    let elsewhere = r#"{"properties": {"gridId": "../x", "gridX": 1, "gridY": 2}}"#;
    let read = read_grid(&Bytes::from(elsewhere));
    assert!(read.is_err(), "it becomes an address");
    let body = fixture("nws/hourly.json");
    assert!(read_hours(&body, &at, moment("2031-12-07T11:59:00Z")).is_ok());
    let old = read_hours(&body, &at, moment("2031-12-07T12:01:00Z"));
    assert!(old.unwrap_err().to_string().contains("more than a day ago"));
}

/// The service, as strict as it is: it turns away whoever does not say who asks, leads elsewhere
/// from a place that is written with a nought at the end, and fails every other time.
struct Service {
    fails: std::sync::atomic::AtomicUsize,
    grid_expired: bool,
}

impl Service {
    fn with_500s() -> Self {
        Self {
            fails: 1.into(),
            grid_expired: false,
        }
    }
}

fn problem(status: u16, title: &str) -> ResponseTemplate {
    let told = serde_json::json!({
        "title": title, "status": status, "detail": title,
        "type": "https://api.weather.gov/problems/Problem", "correlationId": "1dc193d9",
    });
    ResponseTemplate::new(status).set_body_raw(told.to_string(), "application/problem+json")
}

impl Respond for Service {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        use std::sync::atomic::Ordering::Relaxed;
        let name = request.headers.get("user-agent");
        let name = name.and_then(|it| it.to_str().ok());
        if !name.is_some_and(|it| it.starts_with("dbsbm/")) {
            let page = "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD></HTML>";
            return ResponseTemplate::new(403).set_body_raw(page, "text/html");
        }
        let place = request.url.path();
        if let Some(at) = place.strip_prefix("/points/") {
            let short = at.split(',').map(|it| it.trim_end_matches('0'));
            let short = short.collect::<Vec<_>>().join(",");
            return match short == at {
                true => answer("nws/point.json"),
                false => {
                    ResponseTemplate::new(301).insert_header("Location", format!("/points/{short}"))
                }
            };
        }
        if place != "/gridpoints/LOT/75,73/forecast/hourly" {
            return problem(404, "Not Found");
        }
        if self.grid_expired {
            return problem(503, "Forecast Grid Expired");
        }
        match self.fails.fetch_add(1, Relaxed) % 2 {
            1 => problem(500, "Unexpected Problem"),
            _ => answer("nws/hourly.json"),
        }
    }
}

fn answer(file: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(fixture(file).to_vec(), "application/geo+json")
}

async fn started(service: Service) -> (MockServer, Nws) {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any())
        .respond_with(service)
        .mount(&server)
        .await;
    let nws = Nws::new(Arc::new(http_at(noon())), Some(server.uri()));
    (server, nws)
}

#[tokio::test]
async fn a_ground_is_looked_for_on_the_grid_once_and_a_500_is_asked_again() {
    let (server, service) = started(Service::with_500s()).await;
    let ground = venues::find("Soldier Field", Some("Chicago, IL")).unwrap();
    let moments = ["2031-12-07T18:25:00Z", "2031-12-09T18:00:00Z"].map(moment);
    let mut sent = Vec::new();
    for _ in 0..2 {
        let (hours, stats) = service.hours(ground.at, &moments).await.unwrap();
        let told: Vec<_> = hours.iter().map(Option::is_some).collect();
        assert_eq!(told, [true, false]);
        sent.push(stats.requests);
    }
    assert_eq!(
        sent,
        [3, 2],
        "the place once, and each time one that failed"
    );
    let asked = server.received_requests().await.unwrap();
    assert_eq!(asked.len(), 5, "each request is counted");
}

#[tokio::test]
async fn a_place_is_written_as_the_service_writes_it() {
    let (server, service) = started(Service::with_500s()).await;
    // 39.2780 and -76.6227.
    let ground = venues::find("M&T Bank Stadium", Some("Baltimore, MD")).unwrap();
    let moments = [moment("2031-12-07T18:25:00Z")];
    service.hours(ground.at, &moments).await.unwrap();
    let asked = server.received_requests().await.unwrap();
    assert_eq!(asked[0].url.path(), "/points/39.278,-76.6227");
    assert!(
        asked
            .iter()
            .all(|it| it.url.path() != "/points/39.2780,-76.6227")
    );
}

#[tokio::test]
async fn a_square_without_a_forecast_is_an_error_that_passes() {
    let service = Service {
        grid_expired: true,
        ..Service::with_500s()
    };
    let (_server, service) = started(service).await;
    let ground = venues::find("Soldier Field", None).unwrap();
    let moments = [moment("2031-12-07T18:25:00Z")];
    let error = service.hours(ground.at, &moments).await.unwrap_err();
    assert!(
        matches!(error, ProviderError::Unavailable { .. }),
        "{error}"
    );
    assert!(error.stats().requests > 1, "what was sent is counted");
}
