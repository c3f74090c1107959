//! The feeds that need a key, and a server that answers all of them in every bad way.

use std::time::Duration;

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// A feed, the setting of its key, and the key.
pub(super) struct Keyed {
    pub(super) name: &'static str,
    pub(super) setting: &'static str,
    pub(super) key: &'static str,
    /// The part of the key that is the same in every spelling.
    pub(super) secret: &'static str,
    /// A league that it has.
    pub(super) league: &'static str,
}

impl Keyed {
    /// Its key as an option of `run`.
    pub(super) fn as_option(&self) -> [String; 2] {
        let option = format!("--{}", self.setting.to_lowercase().replace('_', "-"));
        [option, self.key.to_owned()]
    }
}

/// Keys with signs that are written in another way in addresses and in JSON.
pub(super) const FEEDS: &[Keyed] = &[
    Keyed {
        name: "the_odds_api",
        setting: "THE_ODDS_API_KEY",
        key: "q+hUnTeR2oDdS/7=",
        secret: "hUnTeR2oDdS",
        league: "NFL",
    },
    Keyed {
        name: "api_sports",
        setting: "API_SPORTS_KEY",
        key: "q+hUnTeR2sPoRtS/7=",
        secret: "hUnTeR2sPoRtS",
        league: "EPL",
    },
    Keyed {
        name: "football_data_org",
        setting: "FOOTBALL_DATA_ORG_KEY",
        key: "q+hUnTeR2fOoT/7=",
        secret: "hUnTeR2fOoT",
        league: "EPL",
    },
    Keyed {
        name: "balldontlie",
        setting: "BALLDONTLIE_KEY",
        key: "q+hUnTeR2bAlL/7=",
        secret: "hUnTeR2bAlL",
        league: "NFL",
    },
];

/// Whether a request came with the key of a feed.
pub(super) fn has_key(request: &Request) -> bool {
    !super::told(&asked(request)).is_empty()
}

/// The request, as chatty servers repeat it.
fn asked(request: &Request) -> String {
    let headers = request.headers.iter();
    let headers = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("")));
    let headers: Vec<_> = headers.collect();
    format!("{} {}", request.url, headers.join(" "))
}

/// How the feeds answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scene {
    /// Well, with no games.
    Well,
    /// Well, with the request in it.
    Repeated,
    /// 401, with the request in it.
    Unauthorized,
    /// 429, with the request in it.
    TooMany,
    /// 500, with the request in it.
    Broken,
    /// 302, to the same address and with the key in it.
    Elsewhere,
    /// A web page with the request in it.
    Page,
    /// A cut-off answer with the request in it, as PHP writes JSON.
    CutOff,
    /// Nobody listens.
    Unreachable,
    /// It takes the request and says nothing.
    Silent,
}

impl Scene {
    /// Those that come to an end soon.
    pub(super) const ALL: &[Self] = &[
        Self::Well,
        Self::Repeated,
        Self::Unauthorized,
        Self::TooMany,
        Self::Broken,
        Self::Elsewhere,
        Self::Page,
        Self::CutOff,
        Self::Unreachable,
    ];

    /// From now on the server answers so.
    pub(super) async fn mount(self, server: &MockServer) {
        Mock::given(any()).respond_with(self).mount(server).await;
    }
}

/// An answer without games, as each feed has it.
fn empty(path: &str) -> Value {
    match path.split('/').nth(1) {
        Some("the_odds_api") => json!([]),
        Some("api_sports") => json!({"get": "fixtures", "parameters": {}, "errors": [],
            "results": 0, "paging": {"current": 1, "total": 1}, "response": []}),
        Some("football_data_org") => json!({"filters": {}, "resultSet": {"count": 0},
            "competition": {"code": "PL"}, "matches": []}),
        _ => json!({"data": [], "meta": {"per_page": 100}}),
    }
}

impl Respond for Scene {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let asked = asked(request);
        let refusal = json!({
            "message": format!("your request was {asked}"),
            "error": format!("no plan for {asked}"),
            "error_code": "INVALID_KEY",
            "errors": {"token": asked},
        });
        let refused = |status| ResponseTemplate::new(status).set_body_json(&refusal);
        match self {
            Self::Well => ResponseTemplate::new(200).set_body_json(empty(request.url.path())),
            Self::Repeated => {
                let mut body = empty(request.url.path());
                match &mut body {
                    Value::Array(list) => list.push(json!({"id": asked, "sport_key": asked})),
                    body => body["parameters"] = json!({"token": asked}),
                }
                ResponseTemplate::new(200)
                    .insert_header("x-request", asked.as_str())
                    .set_body_json(body)
            }
            Self::Unauthorized => refused(401),
            Self::TooMany => refused(429).insert_header("retry-after", "60"),
            Self::Broken => refused(500),
            Self::Elsewhere => {
                let mut again = request.url.clone();
                again.query_pairs_mut().append_pair("asked", &asked);
                refused(302).insert_header("location", again.as_str())
            }
            Self::Page => {
                let page = format!("<!doctype html><p>{asked}</p>");
                ResponseTemplate::new(200).set_body_raw(page, "text/html")
            }
            Self::CutOff => {
                let body = refusal.to_string().replace('/', "\\/");
                let body = &body[..body.len() - 1];
                ResponseTemplate::new(200).set_body_raw(body, "application/json")
            }
            Self::Unreachable | Self::Silent => {
                ResponseTemplate::new(200).set_delay(Duration::from_secs(3_600))
            }
        }
    }
}

/// An address at which nothing listens any more.
pub(super) async fn nowhere() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// The options of `run` that poll all of them at that address.
pub(super) fn arguments(url: &str) -> Vec<String> {
    let feeds = FEEDS.iter().map(|it| format!("{0}={url}/{0}", it.name));
    let feeds: Vec<_> = feeds.collect();
    let words = ["--unproven", "--provider", &feeds.join(",")];
    let leagues = ["--leagues", "NFL,EPL"];
    words
        .iter()
        .chain(&leagues)
        .map(|&it| it.to_owned())
        .collect()
}
