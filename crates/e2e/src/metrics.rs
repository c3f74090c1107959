//! What a program says of itself at `/metrics`.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A port that is free now, for a program to listen at.
pub(crate) async fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    Ok(listener.local_addr()?.port())
}

/// Everything that a program exports, as text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metrics(String);

impl Metrics {
    /// What the program on this port says now.
    pub(crate) async fn read(port: u16) -> Result<Self> {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let request = format!("GET /metrics HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (head, text) = answer.split_once("\r\n\r\n").context("no answer")?;
        ensure!(head.contains(" 200 "), "{head}");
        Ok(Self(text.to_owned()))
    }

    /// The values of a label, of everything of this name.
    pub(crate) fn values_of(&self, name: &str, label: &str) -> BTreeSet<String> {
        let lines = self.0.lines().filter_map(|line| {
            let rest = line.strip_prefix(name)?.strip_prefix('{')?;
            let (_, from) = rest.split_once(&format!("{label}=\""))?;
            Some(from.split_once('"')?.0.to_owned())
        });
        lines.collect()
    }

    /// The sum of all values of this name whose labels hold all of these texts.
    pub(crate) fn sum(&self, name: &str, labels: &[&str]) -> f64 {
        let lines = self.0.lines().filter_map(|line| {
            let rest = line.strip_prefix(name)?.strip_prefix('{')?;
            let (found, value) = rest.rsplit_once("} ")?;
            let has_all = labels.iter().all(|it| found.contains(it));
            has_all.then(|| value.parse().unwrap_or(0.0))
        });
        lines.sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_summed_by_name_and_labels() {
        let text = "# TYPE a counter\na_total{p=\"x\",q=\"1\"} 2\na_total{p=\"x\",q=\"2\"} 3.5\n\
                    a_total{p=\"y\",q=\"1\"} 7\nab_total{p=\"x\"} 100\n";
        let metrics = Metrics(text.to_owned());
        assert!((metrics.sum("a_total", &["p=\"x\""]) - 5.5).abs() < 1e-9);
        assert!((metrics.sum("a_total", &["p=\"x\"", "q=\"1\""]) - 2.0).abs() < 1e-9);
        assert!(metrics.sum("c_total", &[]).abs() < 1e-9);
        let found = metrics.values_of("a_total", "p");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["x", "y"]);
    }
}
