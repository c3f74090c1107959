//! Why Discord does not accept a message, by what that means for the sender.

use twilight_http::api_error::ApiError;
use twilight_http::error::ErrorType;

use crate::discord::errors::{NO_DIRECT_MESSAGES, described};

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SendError {
    /// The message is gone.
    #[error("the message is gone")]
    MessageGone,
    /// The channel is gone.
    #[error("the channel is gone")]
    ChannelGone,
    /// A permission is missing.
    #[error("a permission is missing")]
    Forbidden,
    /// The account accepts no messages from us.
    #[error("{NO_DIRECT_MESSAGES}")]
    NoDirectMessages,
    /// Too soon. Nothing was done.
    #[error("too soon")]
    TooSoon,
    /// Discord refuses the request as it is: a fault of ours.
    #[error("refused: {said}")]
    Refused {
        /// The status.
        status: u16,
        /// Its code, and what it names.
        said: String,
    },
    /// No answer, or an unclear one: it may have been done.
    #[error("no clear answer: {0}")]
    Unclear(String),
}

impl SendError {
    /// Whether nothing reached the channel.
    pub(crate) const fn certainly_not_done(&self) -> bool {
        !matches!(self, Self::Unclear(_))
    }

    /// Whether it will be the same next time, until somebody changes something.
    pub(crate) const fn is_final(&self) -> bool {
        !matches!(self, Self::Unclear(_) | Self::TooSoon)
    }
}

impl From<&twilight_http::Error> for SendError {
    fn from(failed: &twilight_http::Error) -> Self {
        match failed.kind() {
            ErrorType::RequestCanceled => SendError::TooSoon,
            ErrorType::Response { error, status, .. } => {
                let code = match error {
                    ApiError::General(general) => general.code,
                    ApiError::Ratelimited(_) => return SendError::TooSoon,
                    _ => 0,
                };
                match (status.get(), code) {
                    (_, 10_008) => SendError::MessageGone,
                    (_, 10_003) => SendError::ChannelGone,
                    (_, 50_007) => SendError::NoDirectMessages,
                    (403, code) => {
                        tracing::warn!("Discord forbids it with code {code}");
                        SendError::Forbidden
                    }
                    (500.., _) => SendError::Unclear(described(failed)),
                    (status, _) => SendError::Refused {
                        status,
                        said: described(failed),
                    },
                }
            }
            ErrorType::BuildingRequest
            | ErrorType::CreatingHeader { .. }
            | ErrorType::Validation => SendError::Refused {
                status: 0,
                said: described(failed),
            },
            ErrorType::Unauthorized => SendError::Refused {
                status: 401,
                said: "the token is no longer valid".to_owned(),
            },
            _ => SendError::Unclear(described(failed)),
        }
    }
}
