//! Waiting for what is not there yet.

use std::time::Duration;

use runtime::waiting::{AttemptError, Unreached, until_reachable};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

#[tokio::test(start_paused = true)]
async fn what_comes_up_later_is_waited_for_with_growing_waits() {
    let began = Instant::now();
    let (mut asked, stop) = (Vec::new(), CancellationToken::new());
    let there = until_reachable("the database", &stop, async || {
        asked.push(began.elapsed().as_secs());
        match asked.len() {
            9 => Ok("there"),
            _ => Err(AttemptError::Transient("connection refused".to_owned())),
        }
    });
    assert_eq!(there.await, Ok("there"));
    assert_eq!(asked, [0, 1, 3, 7, 15, 31, 61, 91, 121]);
}

#[tokio::test(start_paused = true)]
async fn what_no_try_cures_ends_at_once_with_its_sentence() {
    let stop = CancellationToken::new();
    let asked = until_reachable("Discord", &stop, async || {
        Err::<(), _>(AttemptError::Permanent("copy the token anew".to_owned()))
    });
    let error = asked.await.unwrap_err();
    assert_eq!(
        error,
        Unreached::Permanent("copy the token anew".to_owned())
    );
    assert_eq!(error.to_string(), "copy the token anew");
}

#[tokio::test(start_paused = true)]
async fn a_signal_ends_the_wait_and_a_try_that_hangs() {
    for hangs in [true, false] {
        let stop = CancellationToken::new();
        let waiting = until_reachable("Discord", &stop, async || {
            if hangs {
                std::future::pending::<()>().await;
            }
            Err::<(), _>(AttemptError::Transient("down".to_owned()))
        });
        let stopping = async {
            tokio::time::sleep(Duration::from_secs(10)).await;
            stop.cancel();
        };
        let (ended, ()) = tokio::join!(waiting, stopping);
        assert_eq!(ended, Err(Unreached::Stopped("Discord")));
    }
}
