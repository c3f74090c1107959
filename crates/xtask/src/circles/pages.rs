//! Scripts of pages, which import each other by file.

use std::path::Path;

use anyhow::Result;
use regex::Regex;

use super::graph::{Graph, circles, described};
use crate::files;

/// Every circle among scripts that lie beside each other.
pub(super) fn findings(root: &Path) -> Result<Vec<String>> {
    let mut scripts = Vec::new();
    for path in files::tracked(root)?
        .iter()
        .filter(|it| it.ends_with(".js"))
    {
        scripts.push((path.clone(), files::read(root, path)?));
    }
    of(&scripts)
}

fn of(scripts: &[(String, String)]) -> Result<Vec<String>> {
    let import = Regex::new(r#"(?:from|import)\s*\(?\s*"\./([^"]+)""#)?;
    let mut graph = Graph::new();
    for (path, text) in scripts {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let used = graph.entry(path.clone()).or_default();
        for found in import.captures_iter(text) {
            used.insert(format!("{folder}/{}", &found[1]), found[0].to_owned());
        }
    }
    let found = circles(&graph);
    let found = found.iter().map(|it| described(&graph, it));
    Ok(found.map(|it| format!("circles: {it}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(scripts: &[(&str, &str)]) -> usize {
        let scripts = scripts.iter();
        let scripts = scripts.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        of(&scripts.collect::<Vec<_>>()).unwrap().len()
    }

    #[test]
    fn scripts_that_import_each_other_are_a_circle() {
        let a = ("page/a.js", "import { b } from \"./b.js\";\n");
        let b = ("page/b.js", "import {\n  a,\n} from \"./a.js\";\n");
        assert_eq!(found(&[a, b]), 1);
        assert_eq!(found(&[a, ("page/b.js", "export const b = 1;\n")]), 0);
        assert_eq!(found(&[a, ("other/b.js", b.1)]), 0);
    }
}
