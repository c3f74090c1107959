//! Two feeds that tell of the same games under other names: each game is one game, has the prices
//! of both, and ends as the rule of several sources has it.

mod archive;
mod hockey;
mod masks;
mod recorded;
mod season;
mod tickets;
