//! Sets of tennis.

/// Whether a set can end so: six games with two ahead, seven to five or six, or two ahead beyond
/// that.
pub(crate) fn is_whole((one, other): (i32, i32)) -> bool {
    let (more, fewer) = (one.max(other), one.min(other));
    match more {
        6 => fewer <= 4,
        7 => fewer == 5 || fewer == 6,
        8.. => more - fewer == 2,
        _ => false,
    }
}
