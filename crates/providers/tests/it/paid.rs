//! A request that costs something is reserved before it is sent, and sent once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use providers::ProviderError;
use providers::http::{Bill, Limits, Reply};
use providers::quota::{Allowance, Cost, Declined, Paid, Period, Purse, Reserved, Told};
use secrecy::SecretString;
use shared::testing::noon;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::support::http_with;

/// Holds so many units, and notes what happens to them.
pub(crate) struct TestPurse {
    left: Mutex<u32>,
    heard: Mutex<Vec<Paid>>,
}

impl TestPurse {
    /// With so many units in it.
    pub(crate) fn with(units: u32) -> Arc<Self> {
        Arc::new(Self {
            left: Mutex::new(units),
            heard: Mutex::default(),
        })
    }

    /// What is left.
    pub(crate) fn left(&self) -> u32 {
        *self.left.lock().unwrap()
    }

    /// How each request ended.
    pub(crate) fn heard(&self) -> Vec<Paid> {
        self.heard.lock().unwrap().clone()
    }
}

#[async_trait]
impl Purse for TestPurse {
    async fn reserve(&self, _: &[&Allowance], units: u32) -> Result<Reserved, Declined> {
        let mut left = self.left.lock().unwrap();
        match left.checked_sub(units) {
            Some(rest) => *left = rest,
            None => {
                let (left, renewed_in) = (*left, Duration::from_secs(60));
                return Err(Declined::Spent { left, renewed_in });
            }
        }
        let periods = vec![noon()];
        Ok(Reserved { units, periods })
    }

    async fn settle(&self, _: &[&Allowance], reserved: Reserved, paid: Paid) {
        let charged = match paid {
            Paid::Answered { told, .. } => told.charged,
            _ => None,
        };
        let back = reserved.units - charged.unwrap_or(reserved.units);
        *self.left.lock().unwrap() += back;
        self.heard.lock().unwrap().push(paid);
    }
}

fn told(reply: &Reply) -> Told {
    let number = |name: &str| reply.headers.get(name)?.to_str().ok()?.parse().ok();
    Told {
        left: number("x-left"),
        ..Told::default()
    }
}

/// Sends requests of one unit to this address, and tells what came of them, what the purse heard
/// and what is left of two units.
async fn send(url: &str, times: usize) -> (Vec<Result<u16, ProviderError>>, Vec<Paid>, u32) {
    let purse = TestPurse::with(2);
    let http = http_with(Limits::default()).with_purse(purse.clone());
    let key = SecretString::from("hunter2");
    let allowances = [Allowance::new("season", &key, "", Period::Day, 2)];
    let bill = Bill {
        allowances: &allowances,
        cost: Cost::of("", 1),
        read: told,
    };
    let mut answers = Vec::new();
    for _ in 0..times {
        let sent = http.exchange_paid("season", url, None, &bill).await;
        answers.push(sent.map(|it| it.status.as_u16()));
    }
    let heard = purse.heard();
    let left = *purse.left.lock().unwrap();
    (answers, heard, left)
}

async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    let date = "Sun, 17 Nov 2024 12:00:00 GMT";
    let answer = answer.insert_header("date", date);
    Mock::given(matchers::any())
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

fn answered(left: Option<u32>) -> Paid {
    let told = Told {
        left,
        ..Told::default()
    };
    let dated = Some(noon());
    Paid::Answered { told, dated }
}

#[tokio::test]
async fn what_cannot_be_paid_is_not_sent() {
    let server = server(ResponseTemplate::new(200).insert_header("x-left", "97")).await;
    let (mut answers, heard, left) = send(&server.uri(), 3).await;
    assert_eq!(heard, [answered(Some(97)), answered(Some(97))]);
    assert_eq!(left, 0);
    let refused = answers.pop().unwrap().unwrap_err();
    assert!(matches!(
        refused,
        ProviderError::OutOfCredits { cost: 1, remaining: Some(0), wait, .. }
            if wait == Duration::from_secs(60)
    ));
    assert_eq!(refused.stats().requests, 0);
    assert_eq!(answers, [Ok(200), Ok(200)]);
    assert_eq!(server.received_requests().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_refusal_is_not_tried_again_at_the_same_price_and_tells_what_is_left() {
    for status in [429, 503] {
        let server = server(ResponseTemplate::new(status).insert_header("x-left", "0")).await;
        let (answers, heard, left) = send(&server.uri(), 1).await;
        assert!(answers[0].is_err());
        assert_eq!((heard, left), (vec![answered(Some(0))], 1));
        assert_eq!(server.received_requests().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_request_that_nobody_received_is_told_apart_from_one_that_was_lost() {
    // Nobody listens on the port of a server that is gone.
    let gone = MockServer::builder().start().await;
    let address = gone.uri();
    drop(gone);
    let (answers, heard, _) = send(&address, 1).await;
    assert!(answers[0].is_err());
    assert_eq!(heard, [Paid::NotSent]);
}
