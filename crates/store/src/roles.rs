//! The programs' roles, as their owner sees them.

use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};

use crate::{Program, StoreError};

/// Sets the password of a program's role. Needs the owner's URL.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached or refuses.
pub async fn set_password(url: &str, program: Program, password: &str) -> Result<(), StoreError> {
    let options = PgConnectOptions::from_str(url)?;
    let mut owner = PgConnection::connect_with(&options).await?;
    // ALTER ROLE takes no parameters: the server itself quotes what goes into it.
    let statement: String =
        sqlx::query_scalar("SELECT format('ALTER ROLE %I PASSWORD %L', $1, $2)")
            .bind(program.role())
            .bind(password)
            .fetch_one(&mut owner)
            .await?;
    owner.execute(statement.as_str()).await?;
    owner.close().await?;
    Ok(())
}

/// Privileges of a connection's role that it should not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleState {
    /// Its name.
    pub name: String,
    /// Whether it is a superuser.
    pub is_superuser: bool,
    /// Whether it is exempt from row-level security.
    pub bypasses_row_security: bool,
}

/// The role that this connection acts as.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn current(conn: &mut PgConnection) -> Result<RoleState, StoreError> {
    let role = sqlx::query_as!(
        RoleState,
        r#"SELECT rolname AS "name!", rolsuper AS "is_superuser!",
           rolbypassrls AS "bypasses_row_security!"
         FROM pg_roles WHERE rolname = current_user"#
    )
    .fetch_one(conn)
    .await?;
    Ok(role)
}
