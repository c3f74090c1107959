//! The use cases against a real Postgres, with nobody in front of them.

mod bets;
