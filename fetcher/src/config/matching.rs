//! Settings of `match`.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::DatabaseConfig;

/// What to do about games that two feeds know under two names.
#[derive(Debug, Subcommand)]
pub enum MatchCommand {
    /// Lists games that stand apart and may be one, and why, with the command that joins them.
    List(MatchListConfig),
    /// Makes two games one, or two names of a team. The first stays on offer, or keeps its name.
    /// The other keeps its bets, which are settled by the same results from then on.
    Join(JoinConfig),
    /// Takes a join back: the game, or the team, is one of its own again.
    Part(PartConfig),
}

/// Which games are looked at.
#[derive(Clone, Debug, Args)]
pub struct MatchListConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// Only games of this league, by its code: `EPL`.
    #[arg(long)]
    pub league: Option<String>,
    /// How many days before and after today are looked at.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..=400))]
    pub days: u16,
}

/// What is one.
#[derive(Clone, Debug, Args)]
pub struct JoinConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The id of the game that stays on offer, or of the team whose name stays.
    #[arg(value_name = "KEEP")]
    pub keep: Uuid,
    /// The id of the game, or of the team, that is the same.
    #[arg(value_name = "OTHER")]
    pub other: Uuid,
    /// Who says so, for the history.
    #[arg(long, env = "USER", default_value = "operator")]
    pub by: String,
    /// Shows what would change, and writes nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// What is not one after all.
#[derive(Clone, Debug, Args)]
pub struct PartConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The id of the game, or of the team, that was joined with another one.
    #[arg(value_name = "ID")]
    pub id: Uuid,
    /// Who says so, for the history.
    #[arg(long, env = "USER", default_value = "operator")]
    pub by: String,
    /// Shows what would change, and writes nothing.
    #[arg(long)]
    pub dry_run: bool,
}
