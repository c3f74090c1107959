//! What Discord gives and takes: requests, replies, components, permissions and errors, as values.

pub(crate) mod callback;
pub(crate) mod custom_id;
pub(crate) mod errors;
pub(crate) mod permissions;
pub mod register;
pub(crate) mod reply;
pub(crate) mod request;
