//! The books' SQL functions against everything that happens at the same moment, twice, too late
//! or in somebody else's name.

mod cancelling;
mod correcting;
mod laws;
mod manual;
mod members;
mod placing;
mod races;
mod settling;
mod texts;
mod world;
