//! Who works with the bot in one interaction.

use store::members::MemberSession;

/// The member behind a request, and what they are to be told once.
#[derive(Debug)]
pub(crate) struct Visitor {
    pub(crate) visit: MemberSession,
    /// Their account refused a direct message since they were here.
    pub(crate) direct_refused: bool,
}

impl std::ops::Deref for Visitor {
    type Target = MemberSession;

    fn deref(&self) -> &MemberSession {
        &self.visit
    }
}
