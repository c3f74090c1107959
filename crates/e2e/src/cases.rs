//! Recorded inputs that once made wrong money, played through programs as their users would: by
//! default those that lie beside this one, or those of another version, to see what it makes of
//! them. Prints for each input what happened and whether that is right.

mod graded;
mod played;

use std::path::PathBuf;

use anyhow::Result;

/// Where inputs and programs are, and where logs go.
pub(crate) struct Cases {
    /// The folder of the inputs.
    pub(crate) inputs: PathBuf,
    /// The folder of `dbsbm-fetcher` and `dbsbm-bot`.
    pub(crate) programs: PathBuf,
    /// The owner's URL of a server's database; each play makes one of its own beside it.
    pub(crate) database: String,
    /// The folder of the logs.
    pub(crate) work: PathBuf,
}

/// What became of one input.
struct Verdict {
    name: &'static str,
    happened: String,
    is_right: bool,
}

impl Cases {
    fn input(&self, name: &str) -> PathBuf {
        self.inputs.join(name)
    }

    fn fetcher(&self) -> PathBuf {
        self.programs.join("dbsbm-fetcher")
    }
}

/// Plays all of them. Returns whether each ended as it should.
pub(crate) async fn run(cases: &Cases) -> Result<bool> {
    let mut verdicts = graded::run(cases).await?;
    verdicts.extend(played::run(cases).await?);
    verdicts.sort_by_key(|it| it.name);
    for verdict in &verdicts {
        let word = if verdict.is_right { "right" } else { "WRONG" };
        println!("{word}  {}: {}", verdict.name, verdict.happened);
    }
    let right = verdicts.iter().filter(|it| it.is_right).count();
    println!(
        "{right} of {} are right, by the programs in {}",
        verdicts.len(),
        cases.programs.display()
    );
    Ok(right == verdicts.len())
}
