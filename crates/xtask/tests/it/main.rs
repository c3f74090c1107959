//! The repository keeps its own rules.

use xtask::files::{cargo_metadata, root};

fn none(findings: Vec<String>) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn arrows_between_crates_point_down() {
    none(xtask::layers::findings(&cargo_metadata(&root()).unwrap()));
}

#[test]
fn dependencies_are_one_tree_and_may_be_used() {
    let rules = xtask::tree::Rules::read(&root()).unwrap();
    none(xtask::tree::findings(
        &rules,
        &cargo_metadata(&root()).unwrap(),
    ));
}

#[test]
fn the_list_of_licences_is_that_of_the_programs() {
    none(xtask::licences::findings(&root()).unwrap());
}

#[test]
fn the_source_is_tidy() {
    none(xtask::tidy::findings(&root()).unwrap());
}

#[test]
fn every_asset_has_an_origin_and_a_licence() {
    none(xtask::assets::findings(&root()).unwrap());
}

#[test]
fn every_migration_says_when_and_what() {
    none(xtask::migrations::findings(&root()).unwrap());
}

#[test]
fn every_statement_works_on_one_server_or_is_listed() {
    none(xtask::statements::findings(&root()).unwrap());
}

#[test]
fn every_source_file_is_compiled() {
    let metadata = cargo_metadata(&root()).unwrap();
    none(xtask::orphans::findings(&root(), &metadata).unwrap());
}

#[test]
fn every_dependency_is_used() {
    let metadata = cargo_metadata(&root()).unwrap();
    none(xtask::unused::findings(&root(), &metadata).unwrap());
}

#[test]
fn modules_of_a_crate_do_not_use_each_other_in_circles() {
    let metadata = cargo_metadata(&root()).unwrap();
    none(xtask::circles::findings(&root(), &metadata).unwrap());
}

#[test]
fn use_cases_build_on_those_below_them() {
    let metadata = cargo_metadata(&root()).unwrap();
    none(xtask::areas::findings(&root(), &metadata).unwrap());
}

#[test]
fn features_know_the_buttons_of_each_other_and_nothing_else() {
    let metadata = cargo_metadata(&root()).unwrap();
    none(xtask::features::findings(&root(), &metadata).unwrap());
}

#[test]
fn use_cases_have_no_words_for_members() {
    none(xtask::speech::findings(&root()).unwrap());
}
