//! How a game's points come about: drive by drive, by the sides' strengths and its special.

use super::{Game, QUARTERS, Score, Side};
use crate::dice::Dice;
use crate::schedule::Special;

/// Times a side has the ball in a quarter.
const DRIVES_PER_QUARTER: u64 = 3;
/// Plays of a game to choose from where its margin is given.
const PLAYS_TRIED: u64 = 24;

/// A score on its way: who, in which period, how far into it (in thousandths), and how much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drive {
    pub(super) side: Side,
    pub(super) period: u8,
    pub(super) into: i64,
    pub(super) points: u32,
}

impl Game {
    /// Every score of the game, and the touchdown that a correction takes away again.
    pub(super) fn drives(&self, dice: Dice) -> (Vec<Drive>, Option<Drive>) {
        let extra = dice.part(2);
        let side = if extra.below(0, 2) == 0 {
            Side::Home
        } else {
            Side::Away
        };
        match self.special {
            Special::Overtime => {
                let mut drives = self.drives_to(0, dice);
                let points = if extra.below(1, 3) == 0 { 6 } else { 3 };
                let into = 500 + extra.below(2, 400) as i64;
                drives.push(Drive {
                    side,
                    period: QUARTERS + 1,
                    into,
                    points,
                });
                (drives, None)
            }
            Special::Corrected => {
                let drives = self.drives_to(self.margin_to_correct_to(side), dice);
                let into = 900 + extra.below(1, 80) as i64;
                (
                    drives,
                    Some(Drive {
                        side,
                        period: QUARTERS,
                        into,
                        points: 7,
                    }),
                )
            }
            Special::Plain | Special::Postponed => {
                let mut drives = self.drives_by_strength(dice.part(1));
                if margin(&drives) == 0 {
                    drives.extend(late_drives(&[(side, 3)], extra));
                }
                (drives, None)
            }
        }
    }

    /// Four quarters that end with this margin: of many that the sides might play, the one that
    /// needs the fewest points to get there.
    fn drives_to(&self, wanted: i64, dice: Dice) -> Vec<Drive> {
        let (mut drives, missing) = (0..PLAYS_TRIED)
            .map(|play| {
                let drives = self.drives_by_strength(dice.part(1).part(play));
                let missing = scores_for(wanted - margin(&drives));
                (drives, missing)
            })
            .min_by_key(|(_, missing)| missing.iter().map(|(_, points)| points).sum::<u32>())
            .unwrap_or_default();
        drives.extend(late_drives(&missing, dice.part(2)));
        drives
    }

    fn drives_by_strength(&self, dice: Dice) -> Vec<Drive> {
        let expected = [
            (Side::Home, self.expected_total + self.expected_margin),
            (Side::Away, self.expected_total - self.expected_margin),
        ];
        let mut drives = Vec::new();
        for (slot, (side, quarter_points)) in expected.into_iter().enumerate() {
            // Six scores in ten are touchdowns, the others field goals: 5.4 points a score.
            let drives_a_game = i64::from(QUARTERS) * DRIVES_PER_QUARTER as i64;
            let chance = quarter_points * 10_000 / 4 * 10 / (54 * drives_a_game);
            for period in 1..=QUARTERS {
                for drive in 0..DRIVES_PER_QUARTER {
                    let place = drive * 2 + slot as u64;
                    let dice = dice.part(u64::from(period) * 16 + place);
                    if (dice.below(0, 10_000) as i64) < chance {
                        // Sides have the ball in turn, so no two scores share a moment.
                        let into = (place * 160 + 20 + dice.below(1, 120)) as i64;
                        let points = touchdown_or_goal(dice.part(2));
                        drives.push(Drive {
                            side,
                            period,
                            into,
                            points,
                        });
                    }
                }
            }
        }
        drives
    }

    /// The home side's margin after the correction: `side` covers every spread that was offered
    /// with the touchdown that it loses, and none without. Lines stay within a point of what was
    /// expected, so two points of room on one side and three on the other suffice. Neither
    /// final is a draw.
    fn margin_to_correct_to(&self, side: Side) -> i64 {
        // From here on as if the home side lost the touchdown; turned round at the end.
        let sign = if side == Side::Home { 1 } else { -1 };
        let expected = (sign * self.expected_margin).div_euclid(2);
        let fair = [3, 4, 2].map(|short| expected - short);
        let draws = |margin: &&i64| **margin == 0 || **margin == -7;
        sign * fair
            .iter()
            .find(|margin| !draws(margin))
            .copied()
            .unwrap_or(expected - 3)
    }
}

/// By how many points the home side leads after these drives.
fn margin(drives: &[Drive]) -> i64 {
    let mut score = Score::default();
    for drive in drives {
        score.add(drive.side, drive.points);
    }
    score.margin()
}

fn touchdown_or_goal(dice: Dice) -> u32 {
    match dice.below(0, 100) {
        0..40 => 3,
        40..46 => 6,
        46..50 => 8,
        _ => 7,
    }
}

/// Scores that let the home side's margin grow by `by` (shrink, if that is negative).
fn scores_for(by: i64) -> Vec<(Side, u32)> {
    let (ahead, behind) = if by > 0 {
        (Side::Home, Side::Away)
    } else {
        (Side::Away, Side::Home)
    };
    let by = by.unsigned_abs();
    let mut scores: Vec<(Side, u32)> = (0..by / 7).map(|_| (ahead, 7)).collect();
    match by % 7 {
        1 => scores.extend([(ahead, 8), (behind, 7)]),
        2 => scores.push((ahead, 2)),
        3 => scores.push((ahead, 3)),
        4 => scores.extend([(ahead, 7), (behind, 3)]),
        5 => scores.extend([(ahead, 8), (behind, 3)]),
        6 => scores.push((ahead, 6)),
        _ => {}
    }
    scores
}

/// These scores, somewhere in the last three quarters.
fn late_drives(scores: &[(Side, u32)], dice: Dice) -> Vec<Drive> {
    let drive = |(nth, (side, points)): (usize, &(Side, u32))| {
        let dice = dice.part(100 + nth as u64);
        let period = 2 + dice.below(0, 3) as u8;
        let into = 20 + dice.below(1, 860) as i64;
        Drive {
            side: *side,
            period,
            into,
            points: *points,
        }
    };
    scores.iter().enumerate().map(drive).collect()
}
