//! The page is there, whole, and receives events.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use crate::client::{Http, start};

#[tokio::test]
async fn the_page_and_everything_it_asks_for_are_served() {
    let sandbox = start().await;
    let http = Http::new(&sandbox);
    let page = http.raw("GET", "/", "", Bytes::new()).await.unwrap();
    assert!(page.header("content-type").starts_with("text/html"));
    let named = |text: &str| -> Vec<String> {
        let parts = text
            .split("\"/page/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        parts.map(|name| format!("/page/{name}")).collect()
    };
    let mut asked = named(page.body.as_str().unwrap());
    assert_eq!(asked.len(), 6, "{asked:?}");
    let mut seen = Vec::new();
    while let Some(path) = asked.pop() {
        let part = http.raw("GET", &path, "", Bytes::new()).await.unwrap();
        assert_eq!(part.status, 200, "{path}");
        let text = part.body.as_str().unwrap_or_default().to_owned();
        asked.extend(named(&text));
        let imports = text
            .split(" from \"./")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        asked.extend(imports.map(|name| format!("/page/{name}")));
        asked.retain(|next| !seen.contains(next));
        seen.push(path);
    }
    assert!(
        seen.iter().any(|path| path.ends_with("modal.js")),
        "{seen:?}"
    );
    assert!(
        seen.iter().any(|path| path.ends_with("Inter-Bold.ttf")),
        "{seen:?}"
    );
    let other = http
        .raw("GET", "/page/other.js", "", Bytes::new())
        .await
        .unwrap();
    assert_eq!(other.status, 404);
}

#[tokio::test]
async fn the_page_hears_of_every_change() {
    let sandbox = start().await;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::get(format!("{}/sandbox/live", sandbox.base_url()));
    let response = client
        .request(request.body(Empty::<Bytes>::new()).unwrap())
        .await
        .unwrap();
    let mut body = response.into_body();
    let mut version = async || {
        let frame = body.frame().await.unwrap().unwrap().into_data().unwrap();
        let text = String::from_utf8(frame.to_vec()).unwrap();
        text.trim()
            .strip_prefix("data: ")
            .unwrap()
            .parse::<u64>()
            .unwrap()
    };
    let before = version().await;
    sandbox.user("ben").say("general", "hi").await.unwrap();
    assert!(version().await > before);
}
