//! One fetcher works: the one that holds the lease. Losing it stops every write.

/// Names this process, so that people can tell who holds a lease: machine, process, chance.
pub fn holder() -> String {
    let machine = std::env::var("HOSTNAME").unwrap_or_else(|_| "fetcher".to_owned());
    let process = std::process::id();
    let chance = uuid::Uuid::now_v7().simple().to_string();
    format!("{machine}/{process}/{}", &chance[chance.len() - 6..])
}
