//! Panics as lines of the log.

use std::panic::PanicHookInfo;

/// Logs every panic from now on, instead of printing it to standard error.
pub(super) fn log() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(
            || "an unknown place".to_owned(),
            |it| format!("{}:{}", it.file(), it.line()),
        );
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or("unnamed");
        match literal(info) {
            Some(said) => {
                tracing::error!(thread.name = thread, "panic at {place}: {said}");
            }
            None => {
                tracing::error!(
                    thread.name = thread,
                    "panic at {place}; what it said is left out, since it may quote anything"
                );
            }
        }
    }));
}

/// What a panic said, where that was written in the source and holds no value.
fn literal(info: &PanicHookInfo<'_>) -> Option<&'static str> {
    info.payload().downcast_ref::<&'static str>().copied()
}
