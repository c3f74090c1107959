//! Why an action of the drive API did not happen.

/// Why an action did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DriveError {
    /// Discord's client would not let the member do this.
    #[error("{0}")]
    Refused(String),
    /// There is no such user, channel, message, command.
    #[error("there is no {0}")]
    Unknown(String),
    /// What was waited for did not come.
    #[error("nothing fitting came in time; the last seen was: {0}")]
    Timeout(String),
    /// The arguments are not what the action takes.
    #[error("bad arguments: {0}")]
    Arguments(String),
    /// The sandbox in the other process cannot be reached.
    #[error("the sandbox cannot be reached: {0}")]
    Unreachable(String),
}
