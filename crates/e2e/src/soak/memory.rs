//! How much memory a program holds, and how fast that grows.

use std::time::Duration;

use anyhow::{Context, Result};
use tokio::process::Child;

const KIB_PER_MIB: f64 = 1_024.0;
const SECONDS_PER_HOUR: f64 = 3_600.0;

/// The memory of one program, over time.
#[derive(Debug, Default)]
pub(super) struct Memory(Vec<(Duration, f64)>);

impl Memory {
    /// Looks how much the program holds.
    pub(super) async fn look(&mut self, at: Duration, program: Option<&Child>) -> Result<()> {
        let id = program.and_then(Child::id).context("it does not run")?;
        let status = tokio::fs::read_to_string(format!("/proc/{id}/status")).await?;
        self.0.push((at, held(&status).context("no VmRSS")?));
        Ok(())
    }

    /// What it held at this moment or just after it, in MiB.
    pub(super) fn at(&self, moment: Duration) -> f64 {
        let found = self.0.iter().find(|it| it.0 >= moment).or(self.0.last());
        found.map_or(0.0, |it| it.1)
    }

    /// By how many MiB an hour it grew from this moment on: the line that fits best.
    pub(super) fn slope_from(&self, moment: Duration) -> f64 {
        let points = self.0.iter().filter(|it| it.0 >= moment);
        let points: Vec<_> = points
            .map(|(at, held)| (at.as_secs_f64() / SECONDS_PER_HOUR, *held))
            .collect();
        let count = points.iter().fold(0.0, |count, _| count + 1.0);
        let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
        let (at, held) = (mean(|it| it.0), mean(|it| it.1));
        let (mut over, mut under) = (0.0, 0.0);
        for (x, y) in &points {
            over += (x - at) * (y - held);
            under += (x - at) * (x - at);
        }
        if under > 0.0 { over / under } else { 0.0 }
    }
}

/// What `/proc/PID/status` says, in MiB.
fn held(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / KIB_PER_MIB)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_that_of_the_line_after_the_moment() {
        let held = |minute: u64| {
            let after = minute.saturating_sub(30);
            40.0 + if minute < 30 {
                0.0
            } else {
                f64::from(u32::try_from(after).unwrap()) / 60.0
            }
        };
        let points = (0..120).map(|it| (Duration::from_secs(it * 60), held(it)));
        let memory = Memory(points.collect());
        let slope = memory.slope_from(Duration::from_secs(30 * 60));
        assert!((slope - 1.0).abs() < 1e-6, "{slope}");
        assert!((memory.at(Duration::ZERO) - 40.0).abs() < 1e-9);
    }

    #[test]
    fn memory_is_read_as_the_kernel_writes_it() {
        let status = "Name:\tdbsbm-bot\nVmRSS:\t   20480 kB\nThreads:\t3\n";
        assert_eq!(super::held(status), Some(20.0));
    }
}
