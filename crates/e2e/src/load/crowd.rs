//! Many servers with a few members each, of which some are busy and most are not.

use anyhow::{Context, Result};
use sandbox::{Drive, User};
use serde_json::json;

use crate::dice::Dice;

/// How many servers there are.
const SERVERS: usize = 200;
/// How many members a server has, and the busiest ones.
const MEMBERS: usize = 3;
const MEMBERS_OF_THE_BUSIEST: usize = 24;
/// How many are the busiest.
const BUSIEST: usize = 10;

/// A server, as far as it is needed to act in it.
pub(super) struct Server {
    /// The id of its channel.
    pub(super) channel: String,
    members: Vec<User>,
}

/// All servers, the busiest first.
pub(super) struct Crowd {
    servers: Vec<Server>,
    /// Where the share of each server ends, of a million.
    ends: Vec<u64>,
}

impl Crowd {
    /// Makes the servers and everybody in them.
    pub(super) async fn gather(drive: &Drive) -> Result<Self> {
        let mut servers = Vec::with_capacity(SERVERS);
        for number in 0..SERVERS {
            servers.push(server(drive, number).await?);
        }
        Ok(Self {
            servers,
            ends: zipf(SERVERS),
        })
    }

    /// Somebody, in a server of theirs.
    pub(super) fn pick(&self, dice: &mut Dice) -> (&str, User) {
        let at = dice.next() % 1_000_000;
        let place = self.ends.partition_point(|it| *it <= at);
        let server = &self.servers[place.min(self.servers.len() - 1)];
        let member = &server.members[dice.below(server.members.len())];
        (&server.channel, member.clone())
    }

    /// How many members there are.
    pub(super) fn members(&self) -> usize {
        self.servers.iter().map(|it| it.members.len()).sum()
    }

    /// A channel and a member of each server.
    pub(super) fn one_of_each(&self) -> impl Iterator<Item = (&str, &User)> {
        let servers = self.servers.iter();
        servers.filter_map(|it| Some((it.channel.as_str(), it.members.first()?)))
    }
}

/// Where each one's share of a million ends, if the n-th is asked 1/n as often as the first.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares of a million, of a few hundred"
)]
fn zipf(count: usize) -> Vec<u64> {
    let weight = |place: usize| 1.0 / (place + 1) as f64;
    let all: f64 = (0..count).map(weight).sum();
    let mut until = 0.0;
    let ends = (0..count).map(|place| {
        until += weight(place) / all;
        (until * 1_000_000.0) as u64
    });
    ends.collect()
}

async fn server(drive: &Drive, number: usize) -> Result<Server> {
    let owner = drive.create_user(&format!("s{number}m0")).await?;
    let name = format!("Server {number}");
    let guild = drive.create_guild(&name, &owner.name).await?.to_string();
    let channel = drive.create_channel("bets", Some(&guild)).await?;
    let mut members = vec![owner];
    let count = match number < BUSIEST {
        true => MEMBERS_OF_THE_BUSIEST,
        false => MEMBERS,
    };
    for member in 1..count {
        let name = format!("s{number}m{member}");
        let made = json!({ "name": name, "guild": guild });
        let made = drive.call::<serde_json::Value>("new_user", made).await;
        made.with_context(|| name.clone())?;
        members.push(drive.user(&name));
    }
    Ok(Server {
        channel: channel.to_string(),
        members,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_busiest_server_is_asked_half_as_often_as_the_busiest() {
        let ends = zipf(200);
        assert_eq!(ends.len(), 200);
        assert!(ends.is_sorted() && *ends.last().unwrap() >= 999_999);
        let second = ends[1] - ends[0];
        assert!(ends[0].abs_diff(second * 2) < 10, "{ends:?}");
    }
}
