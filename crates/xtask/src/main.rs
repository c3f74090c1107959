//! Prints what the checks find.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

use std::process::ExitCode;

use anyhow::Result;

fn main() -> Result<ExitCode> {
    let root = xtask::files::root();
    if std::env::args().nth(1).as_deref() == Some("licences") {
        print!("{}", xtask::licences::list(&root)?);
        return Ok(ExitCode::SUCCESS);
    }
    let metadata = xtask::files::cargo_metadata(&root)?;
    let mut findings = xtask::layers::findings(&metadata);
    findings.extend(xtask::tree::findings(
        &xtask::tree::Rules::read(&root)?,
        &metadata,
    ));
    findings.extend(xtask::licences::findings(&root)?);
    findings.extend(xtask::tidy::findings(&root)?);
    findings.extend(xtask::assets::findings(&root)?);
    findings.extend(xtask::migrations::findings(&root)?);
    findings.extend(xtask::statements::findings(&root)?);
    findings.extend(xtask::unused::findings(&root, &metadata)?);
    findings.extend(xtask::orphans::findings(&root, &metadata)?);
    findings.extend(xtask::circles::findings(&root, &metadata)?);
    findings.extend(xtask::areas::findings(&root, &metadata)?);
    findings.extend(xtask::features::findings(&root, &metadata)?);
    findings.extend(xtask::speech::findings(&root)?);
    for finding in &findings {
        println!("{finding}");
    }
    Ok(if findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
