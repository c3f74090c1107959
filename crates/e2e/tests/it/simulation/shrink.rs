//! From a list that fails to a short one: delta debugging by leaving out ever smaller parts.

/// The shortest list found that still fails, in at most `tries` tries.
pub(crate) fn shrink<T: Clone>(
    ops: &[T],
    mut tries: usize,
    mut fails: impl FnMut(&[T]) -> bool,
) -> Vec<T> {
    let mut kept = ops.to_vec();
    let mut part = kept.len().div_ceil(2).max(1);
    loop {
        let mut from = 0;
        let mut dropped = false;
        while from < kept.len() && tries > 0 {
            let to = (from + part).min(kept.len());
            let mut shorter = kept[..from].to_vec();
            shorter.extend_from_slice(&kept[to..]);
            tries -= 1;
            if fails(&shorter) {
                kept = shorter;
                dropped = true;
            } else {
                from = to;
            }
        }
        if tries == 0 || (part == 1 && !dropped) {
            return kept;
        }
        part = if part > 1 { part.div_ceil(2) } else { 1 };
    }
}

#[test]
fn a_failing_list_shrinks_to_what_makes_it_fail() {
    let ops: Vec<_> = (0..100).collect();
    let mut runs = 0;
    let kept = shrink(&ops, 1_000, |ops| {
        runs += 1;
        ops.contains(&17) && ops.contains(&90)
    });
    assert_eq!(kept, [17, 90]);
    assert!(runs < 120, "{runs}");
}
