//! What is done about a feed whose bad day goes on: it is left alone, and found again.

use std::io::Write;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use providers::http::{Http, Key, KeyPlace, Limits};
use providers::{ProviderError, the_odds_api};
use shared::testing::noon;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing_subscriber::fmt::MakeWriter;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::http_with;

/// A client whose rests are measured by this hand.
fn client() -> (Http, Arc<AtomicU64>) {
    let seconds = Arc::new(AtomicU64::new(0));
    let hand = Arc::clone(&seconds);
    let limits = Limits {
        back_off: Duration::from_millis(1),
        ..Limits::default()
    };
    let http = http_with(limits).with_uptime(move || Duration::from_secs(hand.load(Relaxed)));
    (http, seconds)
}

async fn answering(server: &MockServer, place: &str, answer: ResponseTemplate) {
    server.reset().await;
    Mock::given(path(place))
        .respond_with(answer)
        .mount(server)
        .await;
}

fn status(code: u16) -> ResponseTemplate {
    ResponseTemplate::new(code)
}

async fn requests(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

#[tokio::test]
async fn an_endpoint_that_stays_down_is_left_alone_and_found_again_by_one_request() {
    let server = MockServer::start().await;
    let (http, seconds) = client();
    let url = format!("{}/games/745804", server.uri());
    answering(&server, "/games/745804", status(503)).await;
    for _ in 0..3 {
        let error = http.get("season", &url, None).await.unwrap_err();
        assert_eq!((error.word(), error.stats().requests), ("unavailable", 4));
    }
    let error = http.get("season", &url, None).await.unwrap_err();
    assert_eq!((error.word(), error.stats().requests), ("resting", 0));
    assert!(
        error.to_string().contains("failed 3 times in a row: "),
        "{error}"
    );
    assert_eq!(requests(&server).await, 12);
    // One request finds out, and is not repeated.
    seconds.store(31, Relaxed);
    let error = http.get("season", &url, None).await.unwrap_err();
    assert_eq!((error.word(), error.stats().requests), ("unavailable", 1));
    assert!(error.wait().is_none());
    let error = http.get("season", &url, None).await.unwrap_err();
    assert!(
        error.wait().is_some_and(|it| it >= Duration::from_secs(30)),
        "{error}"
    );
    answering(&server, "/games/745804", status(200)).await;
    seconds.store(92, Relaxed);
    for _ in 0..5 {
        assert!(http.get("season", &url, None).await.is_ok());
    }
}

#[tokio::test]
async fn pages_and_answers_that_were_cut_off_are_failures_however_friendly_their_status() {
    for body in [
        "<!doctype html><h1>Back soon</h1>",
        "{\"games\": [{\"id\": 1}",
    ] {
        let server = MockServer::start().await;
        let (http, _) = client();
        let url = format!("{}/games", server.uri());
        answering(&server, "/games", status(200).set_body_string(body)).await;
        for _ in 0..3 {
            // The feed's own reader says what is wrong with it.
            assert_eq!(
                &http.get("season", &url, None).await.unwrap().body[..],
                body.as_bytes()
            );
        }
        assert_eq!(
            http.get("season", &url, None).await.unwrap_err().word(),
            "resting"
        );
    }
}

#[tokio::test]
async fn a_host_that_wants_to_be_left_alone_is_with_every_question() {
    let server = MockServer::start().await;
    let (http, seconds) = client();
    let url = |place: &str| format!("{}/{place}", server.uri());
    for (busy, wait) in [
        (status(429).insert_header("retry-after", "120"), 120),
        (status(429), 60),
    ] {
        answering(&server, "/odds", busy).await;
        let error = http.get("season", &url("odds"), None).await.unwrap_err();
        assert_eq!((error.word(), error.stats().requests), ("throttled", 1));
        for _ in 0..50 {
            let error = http.get("season", &url("scores"), None).await.unwrap_err();
            assert_eq!((error.word(), error.stats().requests), ("resting", 0));
            assert!(
                error
                    .wait()
                    .is_some_and(|it| it >= Duration::from_secs(wait))
            );
        }
        assert_eq!(requests(&server).await, 1);
        answering(&server, "/scores", status(200)).await;
        seconds.fetch_add(wait + wait / 10 + 1, Relaxed);
        assert!(http.get("season", &url("scores"), None).await.is_ok());
    }
}

#[tokio::test]
async fn refusals_of_single_questions_shut_no_endpoint() {
    let server = MockServer::start().await;
    let (http, _) = client();
    let url = format!("{}/games/745804", server.uri());
    for code in [400, 404, 410, 422] {
        answering(&server, "/games/745804", status(code)).await;
        for _ in 0..5 {
            let error = http.get("season", &url, None).await.unwrap_err();
            assert_eq!(error.stats().status, Some(code));
        }
    }
    // Whoever is not let in stops knocking.
    answering(&server, "/games/745804", status(403)).await;
    for _ in 0..3 {
        assert_eq!(
            http.get("season", &url, None).await.unwrap_err().word(),
            "refused"
        );
    }
    assert_eq!(
        http.get("season", &url, None).await.unwrap_err().word(),
        "resting"
    );
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_unavailable_and_then_left_alone() {
    let (http, _) = client();
    // No label of a name is longer than 63 letters, so nobody has to be asked.
    let url = format!("https://{}.test/feed?apiKey=hunter2", "a".repeat(64));
    for _ in 0..3 {
        let error = http.get("season", &url, None).await.unwrap_err();
        assert_eq!(
            (error.word(), error.stats().status),
            ("unavailable", None),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    let error = http.get("season", &url, None).await.unwrap_err();
    assert_eq!(error.word(), "resting");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

/// A server that promises more than it sends.
async fn cutting() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/feed", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4_096];
            let _ = stream.read(&mut request).await;
            let answer = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"games\": []}";
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    url
}

#[tokio::test]
async fn an_answer_whose_end_does_not_arrive_is_none_even_where_its_beginning_could_be_read() {
    let (http, _) = client();
    let url = cutting().await;
    for _ in 0..3 {
        let error = http.get("season", &url, None).await.unwrap_err();
        assert_eq!((error.word(), error.stats().requests), ("unavailable", 4));
    }
    assert_eq!(
        http.get("season", &url, None).await.unwrap_err().word(),
        "resting"
    );
}

/// A gzip stream of that many times 258 zeros, in some 13 bits each: a literal and copies of it, by
/// the fixed code of RFC 1951. It has no trailer; nobody gets so far.
fn bomb(times: usize) -> Vec<u8> {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    let (mut buffer, mut filled) = (0_u32, 0);
    let mut put = |bits: &str, bytes: &mut Vec<u8>| {
        for bit in bits.bytes() {
            buffer |= u32::from(bit == b'1') << filled;
            filled += 1;
            if filled == 8 {
                bytes.push(buffer as u8);
                (buffer, filled) = (0, 0);
            }
        }
    };
    put("110", &mut bytes);
    put("00110000", &mut bytes);
    for _ in 0..times {
        put("1100010100000", &mut bytes);
    }
    put("0000000", &mut bytes);
    put("0000000", &mut bytes);
    bytes
}

#[tokio::test]
async fn a_small_body_that_unpacks_to_a_huge_one_is_not_unpacked() {
    let server = MockServer::start().await;
    let packed = bomb(40_000);
    assert!(packed.len() < 70_000, "ten megabytes of zeros");
    let answer = status(200)
        .insert_header("content-encoding", "gzip")
        .set_body_bytes(packed);
    answering(&server, "/feed", answer).await;
    let limits = Limits {
        body_max: 100_000,
        ..Limits::default()
    };
    let url = format!("{}/feed", server.uri());
    let error = http_with(limits)
        .get("season", &url, None)
        .await
        .unwrap_err();
    assert!(
        matches!(error, ProviderError::TooLarge { max: 100_000, .. }),
        "{error}"
    );
    let read = error.stats().bytes;
    assert!((100_000..1_000_000).contains(&read), "{read}");
}

/// What is logged in a test.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A feed that repeats the key wherever it can, and every word that is left of it.
#[tokio::test]
async fn a_key_that_a_feed_repeats_stands_in_no_log_no_error_and_no_body() {
    let key = "hunter2+hunter2/x=";
    let (log, server) = (Log::default(), MockServer::start().await);
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter("warn,providers=trace")
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let page = format!("<h1>{key}</h1> <a href='?apiKey=hunter2%2Bhunter2%2Fx%3D'>again</a>");
    let away = format!("https://{}.feed.test/?key={key}", "hunter2");
    let answers = [
        status(200).set_body_string(page.clone()),
        status(403).set_body_string(page.clone()),
        status(500).set_body_string(page.clone()),
        status(429).set_body_string(page.clone()),
        status(302).insert_header("location", away.as_str()),
        status(307).insert_header("location", format!("/{key}").as_str()),
        status(200)
            .insert_header("content-encoding", "gzip")
            .set_body_string(page),
    ];
    let mut told = String::new();
    for answer in answers {
        answering(&server, "/feed", answer).await;
        for place in [KeyPlace::Header("x-key"), KeyPlace::Query("apiKey")] {
            let secret = Key {
                place,
                secret: key.into(),
            };
            let http = client().0;
            for url in [
                format!("{}/feed", server.uri()),
                format!("{}/feed?token={key}", server.uri()),
            ] {
                let ended = http.exchange("stub", &url, Some(&secret)).await;
                told.push_str(&match ended {
                    Ok(reply) => {
                        format!("{:?} {}", reply.stats, String::from_utf8_lossy(&reply.body))
                    }
                    Err(error) => format!("{error} {error:?} {:?}", error.stats()),
                });
            }
            told.push_str(&format!("{:?}", http.watch().news()));
        }
    }
    // The feed that has a key of its own, asked about what it has.
    let http = Arc::new(client().0);
    let feed = the_odds_api::TheOddsApi::new(http, Some(server.uri()), key.into());
    let ask = providers::FeedQuery::quotes("NFL", noon()..=noon());
    let error = providers::Provider::ask(&feed, &ask).await.unwrap_err();
    told.push_str(&format!("{error} {error:?}"));
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    for (what, text) in [("told", told), ("logged", log)] {
        assert!(!text.is_empty(), "{what}");
        let leak = text.lines().find(|it| it.contains("hunter2"));
        assert_eq!(leak, None, "{what}");
    }
}
