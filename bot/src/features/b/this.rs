//! *Bet this*: the same for what somebody wrote in a channel. It is shown before anything is
//! placed, whatever the member chose for lines of their own.

use twilight_model::application::command::{Command, CommandType};
use wording::{Catalogue, Said};

use super::answer::{Line, answer};
use super::message::words;
use crate::app::App;
use crate::discord::custom_id::NoButton;
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_messages};

/// The feature.
pub(crate) struct BetThis;

impl Feature for BetThis {
    const NAME: &'static str = "Bet this";
    const KIND: CommandType = CommandType::Message;
    type Options = Option<String>;
    type Button = NoButton;

    fn definition(_: Catalogue) -> Command {
        in_messages(Self::NAME).build()
    }

    fn about(catalogue: Catalogue) -> Said {
        catalogue.say("b-this-about")
    }

    fn read(options: &Options) -> Self::Options {
        let text = words(options.message()?);
        (!text.is_empty()).then_some(text)
    }

    async fn answer(app: &App, request: &Request, text: Self::Options) -> Result<Reply, Failure> {
        let text = text.ok_or_else(|| refuse("b-no-text"))?;
        let line = Line {
            text: &text,
            is_own: false,
        };
        answer(app, request, line).await
    }
}
