//! What a key has left today, for each API by itself, as answers tell it.

use reqwest::header::HeaderMap;
use secrecy::SecretString;

use super::leagues::{Api, League};
use super::plan::Plan;
use super::{NAME, envelope, wire};
use crate::http::Reply;
use crate::quota::{Allowance, Period, Told};

/// What the key may spend on the APIs of these leagues.
pub(super) fn allowances(
    leagues: &[&League],
    key: &SecretString,
    plan: Plan,
    of_operator: Option<u32>,
) -> Vec<Allowance> {
    let is_used = |api: &&Api| leagues.iter().any(|it| it.api == **api);
    let daily = |api: Api, units| Allowance::new(NAME, key, api.word(), Period::Day, units);
    let mut all = Vec::new();
    for api in Api::ALL.iter().filter(is_used) {
        all.push(daily(*api, plan.a_day()));
        let own = of_operator.map(|it| daily(*api, it).set_by_operator());
        all.extend(own);
    }
    all
}

/// What an answer says about the day's requests: in its headers, or by refusing one more.
pub(super) fn told(reply: &Reply) -> Told {
    let number = |name: &str| header(&reply.headers, name);
    let is_over = envelope::refused(&reply.body)
        .iter()
        .any(|it| it.0 == "requests");
    Told {
        left: match is_over {
            true => Some(0),
            false => number("x-ratelimit-requests-remaining"),
        },
        limit: number("x-ratelimit-requests-limit"),
        charged: None,
    }
}

/// A number of requests. Whoever sent more than there are has none left.
fn header(headers: &HeaderMap, name: &str) -> Option<u32> {
    let number = headers
        .get(name)?
        .to_str()
        .ok()?
        .trim()
        .parse::<i64>()
        .ok()?;
    Some(u32::try_from(number.max(0)).unwrap_or(u32::MAX))
}

/// The same of the answer about the account, which is free.
pub(super) fn told_by_account(reply: &Reply) -> Told {
    let read = serde_json::from_slice::<wire::Account>(&reply.body).ok();
    let requests = read.map(|it| it.response.requests);
    Told {
        left: requests
            .as_ref()
            .map(|it| it.limit_day.saturating_sub(it.current)),
        limit: requests.map(|it| it.limit_day),
        charged: None,
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::StatusCode;
    use reqwest::header::{HeaderName, HeaderValue};

    use super::super::leagues::find;
    use super::*;
    use crate::error::RequestStats;

    fn reply(left: &'static str, body: &str) -> Reply {
        let name = HeaderName::from_static("x-ratelimit-requests-remaining");
        Reply {
            status: StatusCode::OK,
            headers: HeaderMap::from_iter([(name, HeaderValue::from_static(left))]),
            body: Bytes::copy_from_slice(body.as_bytes()),
            stats: RequestStats::default(),
        }
    }

    #[test]
    fn what_is_left_is_told_by_the_headers_and_by_a_refusal() {
        let left = |it, body: &str| told(&reply(it, body)).left;
        let fine = r#"{"errors":[],"response":[]}"#;
        assert_eq!(left("7", fine), Some(7));
        assert_eq!(left("-3", fine), Some(0));
        assert_eq!(left("many", fine), None);
        let over = r#"{"errors":{"requests":"No more today."},"response":[]}"#;
        assert_eq!(left("7", over), Some(0));
        let account = r#"{"errors":[],"response":{"account":{"email":"a@b.example"},
            "subscription":{"plan":"Free","active":true},
            "requests":{"current":30,"limit_day":100}}}"#;
        let told = told_by_account(&reply("", account));
        assert_eq!((told.left, told.limit), (Some(70), Some(100)));
    }

    #[test]
    fn each_api_that_is_used_has_its_own_allowance_and_the_operators_beside_it() {
        let leagues = ["EPL", "UCL", "MLB"].map(|it| find(it).unwrap());
        let all = allowances(&leagues, &"hunter2".into(), Plan::Pro, Some(50));
        let all: Vec<_> = all.iter().map(|it| (it.api, it.units)).collect();
        let expected = [
            ("football", 7_500),
            ("football", 50),
            ("baseball", 7_500),
            ("baseball", 50),
        ];
        assert_eq!(all, expected);
    }
}
