//! Requests against the official document.
