use std::collections::HashMap;

use super::*;

/// Words that say that a side is not the first of its club.
const OTHER_SIDES: &[&str] = &[
    "women",
    "ladies",
    "w",
    "femenino",
    "femeni",
    "feminines",
    "frauen",
    "femminile",
    "ii",
    "iii",
    "reserves",
    "u17",
    "u18",
    "u19",
    "u20",
    "u21",
    "u23",
    "youth",
    "castilla",
    "b",
];

fn overlap(one: Seasons, other: Seasons) -> bool {
    one.first <= other.last && other.first <= one.last
}

fn every() -> impl Iterator<Item = (&'static File, &'static Team)> {
    let files = files::all().iter();
    files.flat_map(|file| file.teams().iter().map(move |team| (file, team)))
}

#[test]
fn every_file_can_be_read_and_has_teams() {
    for (path, text) in files::TEXTS {
        let file = File::read(text).unwrap_or_else(|it| panic!("assets/teams/{path}: {it}"));
        assert!(!file.teams().is_empty(), "{path} has no team");
    }
    assert_eq!(files::all().len(), files::TEXTS.len());
}

#[test]
fn every_file_of_the_folder_is_compiled_in() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/teams");
    let mut found = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "txt") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                found.push(name.to_owned());
            }
        }
    }
    found.sort();
    let listed: Vec<_> = files::TEXTS.iter().map(|(path, _)| *path).collect();
    assert_eq!(found, listed);
}

#[test]
fn no_name_means_two_teams_of_a_sport_in_one_year() {
    let mut taken: HashMap<(Scope, &str), Vec<(&Team, Seasons)>> = HashMap::new();
    for (file, team) in every() {
        for alias in &team.names {
            let others = taken.entry((file.scope(), &alias.slug)).or_default();
            for (other, seasons) in others.iter() {
                assert!(
                    !overlap(*seasons, alias.seasons),
                    "{:?} stands on {} and on {}",
                    alias.slug,
                    other.name,
                    team.name
                );
            }
            others.push((team, alias.seasons));
        }
    }
}

#[test]
fn no_code_means_two_teams_of_a_file_in_one_year() {
    for file in files::all() {
        let mut taken: HashMap<&str, Vec<(&Team, Seasons)>> = HashMap::new();
        for team in file.teams() {
            for alias in &team.codes {
                let others = taken.entry(&alias.slug).or_default();
                let clash = others.iter().find(|(_, it)| overlap(*it, alias.seasons));
                assert_eq!(clash, None, "code {:?} of {}", alias.slug, team.name);
                others.push((team, alias.seasons));
            }
        }
    }
}

#[test]
fn every_team_of_a_sport_has_a_slug_of_its_own_women_included() {
    let mut taken = HashMap::new();
    for (file, team) in every() {
        let (sport, _) = file.scope();
        let other = taken.insert((sport, &team.slug), team.name);
        assert_eq!(other, None, "{} has the slug of another", team.name);
    }
}

#[test]
fn no_first_side_is_called_like_another_side_of_a_club() {
    for (file, team) in every().filter(|(file, _)| file.scope().1 == SideOfClub::First) {
        for alias in &team.names {
            let marked = alias.slug.split('-').find(|it| OTHER_SIDES.contains(it));
            assert_eq!(marked, None, "{} in {:?}", alias.slug, file.scope());
        }
    }
}

#[test]
fn two_spellings_of_a_team_come_to_one_slug() {
    for (league, one, other) in [
        ("NHL", "Montréal Canadiens", "montreal canadiens"),
        ("NBA", "LA Clippers", "Los Angeles Clippers"),
        ("MLB", "St.Louis Cardinals", "St. Louis Cardinals"),
        ("EPL", "Man United", "Manchester United"),
    ] {
        let slug = slug_of(league, one);
        assert!(slug.is_some(), "{one}");
        assert_eq!(slug, slug_of(league, other));
    }
}

#[test]
fn a_team_keeps_its_slug_when_it_moves_or_takes_another_name() {
    for (league, before, now) in [
        ("NFL", "Oakland Raiders", "Las Vegas Raiders"),
        ("NFL", "Washington Redskins", "Washington Commanders"),
        ("MLB", "Oakland Athletics", "Athletics"),
        ("MLB", "Cleveland Indians", "Cleveland Guardians"),
        ("NHL", "Utah Hockey Club", "Utah Mammoth"),
    ] {
        let slug = slug_of(league, before);
        assert!(slug.is_some(), "{before}");
        assert_eq!(slug, slug_of(league, now));
    }
    let renamed = "sport soccer\nleagues X\nNew Name | New | New | NEW\n  id old-name\n";
    let renamed = File::read(renamed).unwrap();
    assert_eq!(renamed.teams()[0].slug, "old-name");
}

#[test]
fn another_side_of_a_club_and_a_team_of_another_league_are_not_it() {
    assert_eq!(slug_of("NFL", "Chicago Bulls"), None);
    assert_eq!(slug_of("MLB", "American League All-Stars"), None);
    assert_eq!(slug_of("EPL", "Chelsea Women"), None);
    assert_eq!(slug_of("EPL", "Chelsea U21"), None);
    assert_eq!(slug_of("EPL", "Barcelona"), None);
    assert_eq!(slug_of("no league", "Chelsea"), None);
}

#[test]
fn a_team_that_is_not_listed_keeps_its_name_and_gets_a_code() {
    let club = named("EREDIVISIE", "FC Emmen".to_owned(), "FC Emmen");
    assert_eq!((club.name.as_str(), club.slug), ("FC Emmen", None));
    assert_eq!(club.code, "FCE");
    assert_eq!(named("EPL", "x".to_owned(), "Ž").code.len(), 2);
}

#[test]
fn a_code_is_believed_when_the_nickname_agrees() {
    let utah = |name| coded("NHL", "UTA", name).map(|it| it.name);
    assert_eq!(utah("Mammoth"), Some("Utah Mammoth"));
    assert_eq!(utah("Utah Hockey Club"), Some("Utah Mammoth"));
    assert_eq!(utah("Jazz"), None);
}

#[test]
fn a_code_that_meant_two_teams_means_the_one_of_its_season() {
    let los_angeles = |year| archived("NFL", "LosAngeles", year).map(|it| it.name);
    assert_eq!(los_angeles(2016).unwrap(), "Los Angeles Rams");
    assert!(los_angeles(2017).unwrap_err().contains("LosAngeles"));
    assert_eq!(archived("NFL", "OAK", 2015).unwrap().reference, "LV");
}

#[test]
fn a_line_that_cannot_be_read_is_named_with_the_reason() {
    for (line, reason) in [
        ("A | B | C", "3 cells"),
        ("A | B | C | abc", "no code"),
        ("A |  | C | ABC", "without a name"),
        ("A | B | C | ABC | red blue", "two colours"),
        ("A | B | C | ABC\n  also X (20)x", "years are"),
        ("A | B | C | ABC\n  also X (2013-2002)", "years are"),
        ("A | B | C | ABC\n  also ", "no name"),
        ("A | B | C | ABC\n  id Not plain", "no id"),
        ("A | B | C | ABC\n  called X", "none of"),
        ("  also X", "no team stands before it"),
        ("side girls", "not \"first\""),
        ("sport chess", "no sport"),
        ("what is this", "neither"),
    ] {
        let text = format!("sport soccer\nleagues X\n{line}\n");
        let refused = File::read(text.leak()).unwrap_err();
        assert!(refused.contains(reason), "{line:?}: {refused}");
        assert!(refused.starts_with("line "), "{refused}");
    }
    assert!(File::read("leagues X\n").unwrap_err().contains("sport"));
    assert!(
        File::read("sport soccer\n")
            .unwrap_err()
            .contains("leagues")
    );
}
