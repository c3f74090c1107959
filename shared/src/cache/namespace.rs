//! The table of everything that is kept: the one place that says for how long, how much of it, in
//! which layers, and what drops it.

use std::time::Duration;

/// A part of the cache. It has a lifetime and a bound of its own, and can be dropped by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Namespace {
    /// The board, and what games offer.
    GameData,
    /// Servers with their settings.
    GuildData,
    /// Names and preferences of members. Never a balance, never a limit.
    UserData,
    /// Names, aliases, crests and rosters of teams.
    TeamData,
    /// Leagues, their tables and printed rules.
    LeagueData,
    /// Pages of leaderboards, and records.
    DbQuery,
    /// What legs of slips that are being built are, and cost now.
    ParlayData,
    /// Pictures by the hash of all that they show.
    ImageCache,
    /// Answers of feeds by question.
    ApiResponse,
    /// Sessions that can be resumed.
    Session,
}

/// How much of a namespace one process keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// So many values.
    Entries(u64),
    /// So many bytes.
    Bytes(u64),
}

/// Where a namespace is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layers {
    /// In each process.
    Local,
    /// In each process, and in the server that the processes share, where there is one.
    Both,
}

/// What is known of a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which one.
    pub namespace: Namespace,
    /// Its name, as operators type it and as it is part of keys.
    pub word: &'static str,
    /// How old a value may be at most. Each key takes up to a tenth off, so that what was loaded
    /// together is not loaded anew together.
    pub lifetime: Duration,
    /// From which age a value is loaded anew behind whoever reads it. `None`: only when it is gone.
    pub renew_after: Option<Duration>,
    /// How long it may be kept that there is no such value.
    pub nothing_for: Duration,
    /// How much one process keeps.
    pub bound: Bound,
    /// Where it is kept.
    pub layers: Layers,
    /// What drops its values before their time.
    pub dropped_by: &'static str,
    /// Who reads it, or who is going to.
    pub read_by: &'static str,
}

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

/// Every namespace, in the order of [`Namespace`].
pub const TABLE: [Row; 10] = [
    Row {
        namespace: Namespace::GameData,
        word: "game_data",
        lifetime: MINUTE.saturating_mul(15),
        renew_after: None,
        nothing_for: SECOND.saturating_mul(15),
        // The board, and a few games with thousands of prices each.
        bound: Bound::Entries(65),
        // A change reads only the games anew that it names, from the board before: see the bot.
        layers: Layers::Local,
        dropped_by: "a moved price or score, by game",
        read_by: "the bot's board and what a game offers, for 15 s at most; teams that are known",
    },
    Row {
        namespace: Namespace::GuildData,
        word: "guild_data",
        lifetime: HOUR,
        renew_after: None,
        nothing_for: MINUTE,
        bound: Bound::Entries(25_000),
        layers: Layers::Both,
        dropped_by: "a change of the server's settings",
        read_by: "every command, and every announcement",
    },
    Row {
        namespace: Namespace::UserData,
        word: "user_data",
        lifetime: MINUTE.saturating_mul(30),
        renew_after: None,
        nothing_for: MINUTE,
        bound: Bound::Entries(50_000),
        // Which account a member is stands in one table, and is in no layer that others read.
        layers: Layers::Local,
        dropped_by: "a new member, a changed name or preference in the server",
        read_by: "lists while typing, for which member an account is",
    },
    Row {
        namespace: Namespace::TeamData,
        word: "team_data",
        lifetime: HOUR.saturating_mul(2),
        renew_after: None,
        nothing_for: MINUTE.saturating_mul(5),
        bound: Bound::Entries(20_000),
        layers: Layers::Both,
        dropped_by: "a change of who in the league may miss games, or plays for a team",
        read_by: "who plays for a team and who may miss games; names of teams, for 5 min",
    },
    Row {
        namespace: Namespace::LeagueData,
        word: "league_data",
        lifetime: HOUR.saturating_mul(4),
        renew_after: Some(HOUR),
        nothing_for: MINUTE.saturating_mul(5),
        bound: Bound::Entries(2_000),
        layers: Layers::Both,
        dropped_by: "a changed table of the league",
        read_by: "tables of leagues; which leagues there are, for a minute",
    },
    Row {
        namespace: Namespace::DbQuery,
        word: "db_query",
        lifetime: MINUTE.saturating_mul(10),
        renew_after: Some(MINUTE.saturating_mul(5)),
        nothing_for: MINUTE,
        bound: Bound::Entries(10_000),
        layers: Layers::Both,
        dropped_by: "a settlement or correction in the server",
        read_by: "pages of leaderboards, and records",
    },
    Row {
        namespace: Namespace::ParlayData,
        word: "parlay_data",
        lifetime: MINUTE.saturating_mul(5),
        renew_after: None,
        nothing_for: SECOND.saturating_mul(15),
        bound: Bound::Entries(10_000),
        layers: Layers::Local,
        dropped_by: "a moved price, by game",
        read_by: "slips that are being built, for 15 s at most: nobody places by it",
    },
    Row {
        namespace: Namespace::ImageCache,
        word: "image_cache",
        lifetime: HOUR.saturating_mul(24),
        renew_after: None,
        nothing_for: SECOND,
        // Some three hundred pictures.
        bound: Bound::Bytes(16 << 20),
        layers: Layers::Both,
        dropped_by: "nothing: other content is another key",
        read_by: "slips, and charts of moving lines",
    },
    Row {
        namespace: Namespace::ApiResponse,
        word: "api_response",
        lifetime: MINUTE.saturating_mul(5),
        renew_after: None,
        nothing_for: SECOND,
        bound: Bound::Bytes(32 << 20),
        layers: Layers::Both,
        dropped_by: "the next answer to the same question",
        // What an answer says is in the tables when it could be kept here, with the moment at which
        // it was asked for, in the same transaction: a program that starts again finds both there.
        read_by: "nobody: the tables have each answer, and when it was asked for",
    },
    Row {
        namespace: Namespace::Session,
        word: "session",
        lifetime: MINUTE.saturating_mul(30),
        renew_after: None,
        nothing_for: SECOND,
        bound: Bound::Entries(10_000),
        layers: Layers::Both,
        dropped_by: "logging out",
        // A shard resumes from a row, which is there without Redis, and after it was flushed.
        read_by: "nobody yet: sessions of a web page; those with Discord are rows of bot_state",
    },
];

impl Namespace {
    /// Every namespace, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.namespace)
    }

    /// Its place in [`TABLE`].
    pub const fn place(self) -> usize {
        self as usize
    }

    /// Its row in [`TABLE`].
    pub const fn row(self) -> &'static Row {
        // The table has a row for each, in this order: a test looks.
        &TABLE[self as usize]
    }

    /// Whether most reads should find something. A picture is read again only while its message
    /// stands as it is, and the last two are read when a program starts.
    pub const fn is_read_often(self) -> bool {
        !matches!(self, Self::ImageCache | Self::ApiResponse | Self::Session)
    }

    /// Its name.
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// The namespace of that name.
    pub fn from_word(word: &str) -> Option<Self> {
        let row = TABLE.iter().find(|row| row.word == word)?;
        Some(row.namespace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_row_for_each_namespace_in_its_place() {
        for (place, row) in TABLE.iter().enumerate() {
            assert_eq!(row.namespace.place(), place, "{}", row.word);
            assert_eq!(row.namespace.row(), row);
            assert_eq!(Namespace::from_word(row.word), Some(row.namespace));
        }
        assert_eq!(Namespace::from_word("balances"), None);
    }

    #[test]
    fn everything_is_bounded_and_renewed_within_its_lifetime() {
        for row in &TABLE {
            let bound = match row.bound {
                Bound::Entries(most) | Bound::Bytes(most) => most,
            };
            assert!(bound > 0, "{}", row.word);
            assert!(row.nothing_for <= row.lifetime, "{}", row.word);
            let renewed = row.renew_after.unwrap_or(Duration::ZERO);
            assert!(renewed * 10 < row.lifetime * 9, "{}", row.word);
        }
    }
}
