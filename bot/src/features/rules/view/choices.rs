//! What a server chose where bookmakers disagree, in words.

use grading::rules::{self, CHOICES, Choice, Options, Printed};
use shared::league::Sport;
use twilight_model::channel::message::component::SelectMenuOption;
use wording::{Catalogue, Said};

use crate::discord::reply::long_option;

/// Each choice that changes one of these rules, as it is made.
pub(super) fn of(catalogue: Catalogue, rules: &[Printed], options: &Options) -> Vec<Said> {
    let said = mattering(rules).filter_map(|it| key(it.name, options.word(it.name)?));
    said.map(|key| catalogue.say(key)).collect()
}

/// What the server could go by instead, to be chosen from: `name=value`.
pub(super) fn others(
    catalogue: Catalogue,
    sport: Sport,
    options: &Options,
) -> Vec<SelectMenuOption> {
    let printed = rules::of(sport);
    let all =
        mattering(&printed).flat_map(|it| it.values.iter().map(move |value| (it.name, *value)));
    all.filter(|(name, value)| options.word(name) != Some(*value))
        .filter_map(|(name, value)| {
            let said = catalogue.say(key(name, value)?);
            Some(long_option(&said, format!("{name}={value}")))
        })
        .collect()
}

fn mattering(rules: &[Printed]) -> impl Iterator<Item = &'static Choice> {
    let matters = |name: &str| rules.iter().any(|it| it.option == Some(name));
    CHOICES.iter().filter(move |it| matters(it.name))
}

/// The line that says a choice. Nothing: there is no such choice.
#[rustfmt::skip]
pub(super) fn key(name: &str, value: &str) -> Option<&'static str> {
    Some(match (name, value) {
        ("tennis_retirement", "one_set") => "rules-choice-tennis-retirement-one-set",
        ("tennis_retirement", "two_sets") => "rules-choice-tennis-retirement-two-sets",
        ("tennis_retirement", "any") => "rules-choice-tennis-retirement-any",
        ("tennis_retirement", "finished_match") => "rules-choice-tennis-retirement-finished-match",
        ("tennis_retirement", "finished_or_disqualified") => {
            "rules-choice-tennis-retirement-finished-or-disqualified"
        }
        ("tennis_retirement_totals", "void_all") => "rules-choice-tennis-totals-void-all",
        ("tennis_retirement_totals", "keep_determined") => {
            "rules-choice-tennis-totals-keep-determined"
        }
        ("listed_pitchers", "false") => "rules-choice-pitchers-action",
        ("listed_pitchers", "true") => "rules-choice-pitchers-listed",
        ("knockout_includes_disqualification", "true") => {
            "rules-choice-knockout-with-disqualification"
        }
        ("knockout_includes_disqualification", "false") => "rules-choice-knockout-alone",
        ("half_round_exact", "over") => "rules-choice-half-round-over",
        ("half_round_exact", "under") => "rules-choice-half-round-under",
        ("half_round_exact", "push") => "rules-choice-half-round-push",
        ("never_started", "void") => "rules-choice-never-started-void",
        ("never_started", "lose") => "rules-choice-never-started-lose",
        ("same_lap_retirement", "classification") => "rules-choice-same-lap-classification",
        ("same_lap_retirement", "void") => "rules-choice-same-lap-void",
        ("dead_heat", "reduce") => "rules-choice-dead-heat-reduce",
        ("dead_heat", "pay_full") => "rules-choice-dead-heat-pay-full",
        ("fourth_quarter", "alone") => "rules-choice-fourth-quarter-alone",
        ("fourth_quarter", "with_overtime") => "rules-choice-fourth-quarter-with-overtime",
        ("baseball_moneyline", "five_innings") => "rules-choice-baseball-five-innings",
        ("baseball_moneyline", "full_length") => "rules-choice-baseball-full-length",
        ("baseball_player", "starts") => "rules-choice-baseball-player-starts",
        ("baseball_player", "plays") => "rules-choice-baseball-player-plays",
        ("hockey_team_total", "regulation") => "rules-choice-hockey-regulation",
        ("hockey_team_total", "with_overtime") => "rules-choice-hockey-with-overtime",
        ("hockey_team_total", "without_shootout") => "rules-choice-hockey-without-shootout",
        ("hockey_called_level", "void") => "rules-choice-hockey-level-void",
        ("hockey_called_level", "dead_heat") => "rules-choice-hockey-level-dead-heat",
        ("soccer_substitutes", "count") => "rules-choice-substitutes-count",
        ("soccer_substitutes", "void") => "rules-choice-substitutes-void",
        ("card_points", "one_two") => "rules-choice-cards-one-two",
        ("card_points", "ten_twenty_five") => "rules-choice-cards-ten-twenty-five",
        ("golf_minimum", "36_holes") => "rules-choice-golf-holes",
        ("golf_minimum", "one_round") => "rules-choice-golf-round",
        ("esports_forfeit", "void") => "rules-choice-forfeit-void",
        ("esports_forfeit", "winner") => "rules-choice-forfeit-winner",
        ("cricket_tie", "super_over") => "rules-choice-cricket-super-over",
        ("cricket_tie", "dead_heat") => "rules-choice-cricket-dead-heat",
        ("cricket_tie", "void") => "rules-choice-cricket-void",
        ("rugby_player", "must_play") => "rules-choice-rugby-player-plays",
        ("rugby_player", "in_squad") => "rules-choice-rugby-player-squad",
        ("level_without_draw", "dead_heat") => "rules-choice-level-dead-heat",
        ("level_without_draw", "push") => "rules-choice-level-push",
        _ => return None,
    })
}
