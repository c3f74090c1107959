//! A line is refused or reads back as it was, with its sign and without.

use shared::line::Line;

/// For any bytes.
pub fn holds(data: &[u8]) {
    let text = std::str::from_utf8(data).ok();
    let Some(Ok(line)) = text.map(str::parse::<Line>) else {
        return;
    };
    assert!(line.quarters().abs() <= 4_000);
    assert_eq!(line.to_string().parse(), Ok(line));
    assert_eq!(line.signed().parse(), Ok(line));
    assert_eq!(-(-line), line);
    assert_eq!(Line::from_quarters(line.quarters()), Ok(line));
    assert_eq!(line.is_whole(), !line.to_string().contains('.'));
}
