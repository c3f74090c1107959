//! A line is refused or reads back as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::line::Line;

fuzz_target!(|text: &str| {
    let Ok(line) = text.parse::<Line>() else {
        return;
    };
    assert!(line.quarters().abs() <= 4_000);
    assert_eq!(line.to_string().parse(), Ok(line));
    assert_eq!(line.signed().parse(), Ok(line));
    assert_eq!(-(-line), line);
    assert_eq!(Line::from_quarters(line.quarters()), Ok(line));
    assert_eq!(line.is_whole(), !line.to_string().contains('.'));
});
