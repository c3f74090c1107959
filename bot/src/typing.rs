//! Choices for what is being typed: soon, or none.
//!
//! Discord asks at every pause between letters and shows whatever comes within three seconds. So
//! choices come from memory or from a few questions to the database at a time, and whatever goes
//! wrong is answered in the only form that Discord takes here: a list, which then is empty.

use tokio::time::Instant;
use tracing::Instrument;

use crate::app::App;
use crate::app::questions::ANSWERED_WITHIN;
use crate::discord::reply::Reply;
use crate::discord::request::{Request, Typing};
use crate::features;
use crate::spans;
use crate::summed::Summed;

/// Those who type.
#[derive(Debug, Default)]
pub(crate) struct Typists {
    in_vain: Summed,
}

impl Typists {
    /// The choices, or none where they cannot be had in time.
    pub(crate) async fn answer(
        &self,
        app: &App,
        request: Request,
        (name, typing): (String, Typing),
        arrived: Instant,
    ) -> Reply {
        let what = format!("/{name} {}", typing.option);
        let app = app.clone();
        // A task of its own: a question that nobody waits for any longer still is one of the few
        // until the database has answered it.
        let asked = async move { features::choices(&app, &request, &name, &typing).await };
        let asked = tokio::spawn(asked.instrument(spans::handler(&what)));
        let why = match tokio::time::timeout_at(arrived + ANSWERED_WITHIN, asked).await {
            Ok(Ok(Ok(choices))) => return Reply::choices(choices),
            Ok(Ok(Err(failure))) => failure.to_string(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it took too long".to_owned(),
        };
        self.in_vain.note(format!("{what}: {why}"));
        none()
    }

    /// Logs what was answered with an empty list since the last time.
    pub(crate) fn tend(&self) {
        let sum = self.in_vain.take();
        if sum.count > 0 {
            let (count, last) = (sum.count, sum.last);
            tracing::error!(
                choices.failed = count,
                "{count} lists of choices were left empty, the last of {last}"
            );
        }
    }
}

/// Nothing to choose from.
pub(crate) fn none() -> Reply {
    Reply::choices(Vec::new())
}
