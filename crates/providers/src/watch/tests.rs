//! What is left alone, for how long, and what is told of it.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use super::*;

/// A watch, and the second that it is there.
fn watch() -> (Watch, Arc<AtomicU64>) {
    let seconds = Arc::new(AtomicU64::new(0));
    let hand = Arc::clone(&seconds);
    let watch = Watch::new(true, move || Duration::from_secs(hand.load(Relaxed)));
    (watch, seconds)
}

fn down() -> Ending {
    Ending::Failed("status 503".to_owned())
}

#[test]
fn a_place_is_a_host_and_a_path_without_ids_and_dates() {
    for (url, endpoint) in [
        (
            "https://site.api.espn.com/apis/site/v2/sports/soccer/eng.1/scoreboard?dates=1",
            "site.api.espn.com/apis/site/v2/sports/soccer/eng.1/scoreboard",
        ),
        (
            "https://statsapi.mlb.com/api/v1.1/game/745804/feed/live",
            "statsapi.mlb.com/api/v1.1/game/*/feed/live",
        ),
        (
            "https://api-web.nhle.com/v1/score/2026-11-30",
            "api-web.nhle.com/v1/score/*",
        ),
        ("http://127.0.0.1:8091/x", "127.0.0.1:8091/x"),
        ("nowhere", "no address"),
    ] {
        assert_eq!(Place::of(url).endpoint, endpoint);
    }
}

#[test]
fn an_endpoint_that_fails_rests_and_the_others_of_its_host_do_not() {
    let (watch, _) = watch();
    let (box_score, schedule) = (
        Place::of("https://feed.test/game/745804/boxscore"),
        Place::of("https://feed.test/schedule"),
    );
    for _ in 0..3 {
        assert_eq!(watch.turn("mlb", &box_score), Ok(false));
        watch.ended("mlb", &box_score, &down(), 1.0);
        watch.ended("mlb", &schedule, &Ending::Answered, 1.0);
    }
    let rest = watch.turn("mlb", &box_score).unwrap_err();
    assert_eq!((rest.failures, rest.reason.as_str()), (3, "status 503"));
    let other = Place::of("https://feed.test/game/745805/boxscore");
    assert!(watch.turn("mlb", &other).is_err(), "the same endpoint");
    assert_eq!(watch.turn("mlb", &schedule), Ok(false));
    assert_eq!(watch.turn("nhl", &box_score), Ok(false), "another feed");
}

#[test]
fn a_host_that_nobody_reaches_or_that_throttles_rests_as_a_whole() {
    for (ending, times) in [
        (Ending::Unreached("no route".to_owned()), 3),
        (
            Ending::Throttled("status 429".to_owned(), Duration::from_secs(60)),
            1,
        ),
    ] {
        let (watch, seconds) = watch();
        let (one, two) = (
            Place::of("https://feed.test/a"),
            Place::of("https://feed.test/b"),
        );
        (0..times).for_each(|_| watch.ended("espn", &one, &ending, 0.0));
        assert!(watch.turn("espn", &two).is_err());
        seconds.store(61, Relaxed);
        assert_eq!(watch.turn("espn", &two), Ok(true), "one finds out");
        assert!(watch.turn("espn", &two).is_err(), "and no other");
        watch.ended("espn", &two, &Ending::Answered, 0.0);
        assert_eq!(watch.turn("espn", &two), Ok(false));
    }
}

#[test]
fn a_rest_and_its_end_are_told_once() {
    let (watch, seconds) = watch();
    let place = Place::of("https://feed.test/a");
    watch.ended("espn", &place, &down(), 1.0);
    assert_eq!(watch.news(), News::default(), "a stumble is no news");
    (0..2).for_each(|_| watch.ended("espn", &place, &down(), 1.0));
    let rest = Rest {
        lasts: Duration::from_secs(30),
        failures: 3,
        reason: "status 503".to_owned(),
    };
    let told = |rest| Health {
        provider: "espn".to_owned(),
        place: place.endpoint.clone(),
        rest,
    };
    assert_eq!(watch.news().health, [told(Some(rest.clone()))]);
    assert_eq!(watch.news(), News::default());
    seconds.store(31, Relaxed);
    assert_eq!(watch.turn("espn", &place), Ok(true));
    watch.ended("espn", &place, &Ending::Answered, 1.0);
    assert_eq!(watch.news().health, [told(None)]);
    assert_eq!(watch.news(), News::default());
    // Another process, which starts while the place rests.
    let (later, seconds) = self::watch();
    later.restore([told(Some(rest))]);
    assert!(later.turn("espn", &place).is_err());
    seconds.store(30, Relaxed);
    assert_eq!(later.turn("espn", &place), Ok(true));
    later.ended("espn", &place, &Ending::Answered, 1.0);
    assert_eq!(later.news().health, [told(None)]);
}

#[test]
fn a_feed_that_somebody_waits_for_is_left_alone_for_half_a_minute_at_most() {
    let place = Place::of("https://feed.test/a");
    for (ending, longest) in [
        (down(), 30),
        (Ending::TurnedAway("status 403".to_owned()), 480),
    ] {
        let (watch, seconds) = watch();
        // Nobody waits yet: each rest is twice as long as the one before.
        (0..3).for_each(|_| watch.ended("espn", &place, &ending, 1.0));
        for second in [30, 90, 210, 450] {
            seconds.store(second, Relaxed);
            assert_eq!(watch.turn("espn", &place), Ok(true), "{second}");
            watch.ended("espn", &place, &ending, 1.0);
        }
        watch.wait_for("espn", true);
        let rest = watch.turn("espn", &place).unwrap_err();
        assert_eq!(rest.lasts.as_secs(), longest);
    }
}

#[test]
fn a_body_is_looked_at_once_and_its_shape_is_told_once() {
    let (watch, _) = watch();
    let url = "https://feed.test/games/123456";
    assert!(watch.saw("espn", url, [1; 32], b"{\"id\": 1}"));
    assert!(watch.saw("espn", url, [2; 32], b"{\"id\": null}"));
    let shapes = watch.news().shapes;
    assert_eq!(shapes.len(), 1);
    assert_eq!(shapes[0].endpoint, "feed.test/games/*");
    assert_eq!(shapes[0].shape.fields["id"].seen, 2);
    assert!(watch.saw("espn", url, [2; 32], b"{\"id\": null}"));
    assert_eq!(watch.news(), News::default());
}

#[test]
fn a_web_page_and_what_was_cut_off_are_no_answers() {
    let (watch, _) = watch();
    for (number, (body, is_sound)) in [
        ("<!doctype html><h1>Back soon</h1>", false),
        ("\u{feff} <html>", false),
        ("{\"games\": [", false),
        ("{\"games\": []}", true),
        ("Div,Date,HomeTeam\n", true),
        ("", true),
    ]
    .into_iter()
    .enumerate()
    {
        let digest = [u8::try_from(number).unwrap(); 32];
        for _ in 0..2 {
            let saw = watch.saw("espn", "https://feed.test/", digest, body.as_bytes());
            assert_eq!(saw, is_sound, "{body}");
        }
    }
}

#[test]
fn where_nothing_rests_nothing_is_left_alone() {
    let watch = Watch::new(false, || Duration::ZERO);
    let place = Place::of("https://feed.test/a");
    (0..9).for_each(|_| watch.ended("espn", &place, &down(), 1.0));
    assert_eq!(watch.turn("espn", &place), Ok(false));
}
