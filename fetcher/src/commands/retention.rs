//! `retention`: says how long the rows of each table are kept, and how many are over their time.

use sqlx::PgConnection;
use store::leases;
use store::retention::{self, Kept, RULES};

use super::{connect, print_line, thousands};
use crate::config::DatabaseConfig;

/// Prints a line for each table. Deletes nothing: the fetcher that leads does.
///
/// # Errors
/// When the database cannot be used.
pub async fn run(config: &DatabaseConfig) -> anyhow::Result<()> {
    let pool = connect(config, 2).await?;
    for line in report(&mut *pool.acquire().await?).await? {
        print_line(line)?;
    }
    Ok(())
}

/// The lines that it prints.
///
/// # Errors
/// When the connection to the database breaks off.
pub async fn report(conn: &mut PgConnection) -> anyhow::Result<Vec<String>> {
    let today = leases::now(conn).await?.date_naive();
    let kept = retention::kept(conn).await?;
    let widest = |of: fn(&Kept) -> usize| kept.iter().map(of).max().unwrap_or(0);
    let (tables, terms) = (widest(|it| it.table.len()), widest(|it| it.term.len()));
    let mut lines = Vec::with_capacity(kept.len());
    for it in &kept {
        let due = match RULES.iter().find(|rule| rule.table == it.table) {
            Some(rule) => {
                let due = retention::due(conn, rule, today).await?;
                format!(" ({} over it now)", thousands(due))
            }
            None => String::new(),
        };
        let (category, table, term, why) = (&it.category, &it.table, &it.term, &it.why);
        lines.push(format!(
            "{category:<10}  {table:<tables$}  {term:<terms$}  {why}{due}"
        ));
    }
    Ok(lines)
}
