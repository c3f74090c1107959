//! What the machine says of this process, and of itself. Where it says nothing, a figure is
//! missing.

use std::path::Path;

use rustix::fs::statvfs;
use rustix::process::{Resource, getrlimit};
use rustix::time::{ClockId, clock_gettime};
use tokio::fs;

use crate::figures::{Figure, Figures};

/// Adds the figures of this process, its machine, and the disk that holds this folder.
pub(crate) async fn gather(disk: &Path, figures: &mut Figures) {
    let status = fs::read_to_string("/proc/self/status").await;
    let memory = status.ok().and_then(|it| kilobytes(&it, "VmRSS:"));
    figures.note(Figure::Memory, memory);
    figures.note(Figure::MachineMemoryUsed, machine_memory_used().await);
    let cpu = clock_gettime(ClockId::ProcessCPUTime);
    let cpu = whole(cpu.tv_sec.unsigned_abs()) + whole(cpu.tv_nsec.unsigned_abs()) / 1e9;
    figures.note(Figure::Cpu, cpu);
    figures.note(Figure::OpenFiles, open_files().await);
    let limit = getrlimit(Resource::Nofile).current;
    figures.note(Figure::OpenFilesMax, limit.map(whole));
    let disk = disk.to_path_buf();
    // A disk behind a network may not answer, and nobody may wait for it.
    let space = tokio::task::spawn_blocking(move || statvfs(disk));
    if let Ok(Ok(space)) = tokio::time::timeout(DISK_MAX, space)
        .await
        .unwrap_or(Ok(Err(AWAY)))
    {
        let free = whole(space.f_bavail);
        figures.note(Figure::DiskFree, free * whole(space.f_frsize));
        // As `df` counts: what is kept for the superuser is neither free nor used.
        let used = whole(space.f_blocks.saturating_sub(space.f_bfree));
        figures.note(Figure::DiskFreeShare, free / (free + used));
    }
}

/// How long a disk has to say how much of it is free.
const DISK_MAX: std::time::Duration = std::time::Duration::from_secs(2);
const AWAY: rustix::io::Errno = rustix::io::Errno::TIMEDOUT;

async fn machine_memory_used() -> Option<f64> {
    let text = fs::read_to_string("/proc/meminfo").await.ok()?;
    let available = kilobytes(&text, "MemAvailable:")?;
    Some(1.0 - available / kilobytes(&text, "MemTotal:")?)
}

async fn open_files() -> Option<f64> {
    let mut files = fs::read_dir("/proc/self/fd").await.ok()?;
    let mut count = 0_u64;
    while files.next_entry().await.ok()?.is_some() {
        count += 1;
    }
    // The folder itself is open while it is read.
    Some(whole(count.saturating_sub(1)))
}

/// The value of a line such as `VmRSS:   1234 kB`, in bytes.
fn kilobytes(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|it| it.strip_prefix(name))?;
    let number: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(whole(number) * 1024.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a figure needs no more than 15 digits"
)]
const fn whole(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_process_knows_what_it_uses() {
        let mut figures = Figures::default();
        gather(Path::new("/"), &mut figures).await;
        for figure in [
            Figure::Memory,
            Figure::MachineMemoryUsed,
            Figure::Cpu,
            Figure::OpenFiles,
            Figure::OpenFilesMax,
            Figure::DiskFree,
            Figure::DiskFreeShare,
        ] {
            assert!(figures.get(figure).is_some_and(|it| it > 0.0), "{figure}");
        }
        for share in [Figure::MachineMemoryUsed, Figure::DiskFreeShare] {
            assert!(figures.get(share).is_some_and(|it| it <= 1.0), "{share}");
        }
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_has_no_disk() {
        let mut figures = Figures::default();
        gather(Path::new("/nowhere/at/all"), &mut figures).await;
        assert_eq!(figures.get(Figure::DiskFreeShare), None);
        assert!(figures.get(Figure::Memory).is_some());
    }
}
