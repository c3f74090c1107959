//! Writes the files that operators of Prometheus and Grafana take, from the tables of this crate.

use std::path::Path;

use ops::files;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (path, text) in files::all_files() {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        tokio::fs::write(path, text).await?;
    }
    Ok(())
}
