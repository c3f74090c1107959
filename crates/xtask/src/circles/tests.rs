use super::*;

/// The circles of a crate of these files, by what they are called.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let read = |path: &str| {
        let path = path.strip_prefix("src/")?;
        let found = files.iter().find(|(it, _)| *it == path)?;
        Some(found.1.to_owned())
    };
    let source = Source::read("src/lib.rs", &read).unwrap();
    let found = of_crate("x", &source);
    found.into_iter().map(|(title, _)| title).collect()
}

/// The same of a crate of two modules.
fn of_two(a: &str, b: &str) -> Vec<String> {
    found(&[("lib.rs", "mod a;\nmod b;\n"), ("a.rs", a), ("b.rs", b)])
}

#[test]
fn two_modules_that_use_each_other_are_a_circle_and_the_way_of_writing_it_does_not_matter() {
    let b = "use crate::a::A;\npub struct B(A);\n";
    let ways = [
        "use crate::b::B;\npub struct A;\nfn a() -> B { todo!() }\n",
        "use super::b::B as Other;\npub struct A;\n",
        "use crate::{b::{self, B}, c};\npub struct A;\n",
        "pub struct A;\nfn a(it: &crate::b::B) {}\n",
        "pub struct A;\nfn a() { let it = super::b::B::new(); }\n",
        "use crate::b;\npub struct A;\nfn a() { b::B::new(); }\n",
        "pub struct A;\nfn a() { if let Some(crate::b::B(_)) = None {} }\n",
        "pub struct A;\nfn a() { println!(\"{}\", crate::b::B::new()); }\n",
        "pub struct A;\nmod inner { use super::super::b::B; }\n",
        "pub struct A;\nfn a() { use crate::b::B; }\n",
        "#[derive(Deserialize)]\npub struct A { #[serde(with = \"crate::b::B\")] it: u8 }\n",
        "pub struct A;\nimpl From<crate::b::B> for A {}\n",
        "use crate::b::*;\npub struct A;\nfn a() -> B { todo!() }\n",
    ];
    for a in ways {
        assert_eq!(of_two(a, b), ["x: a, b"], "{a}");
    }
}

#[test]
fn one_direction_is_no_circle() {
    let b = "use crate::a::A;\npub struct B(A);\n";
    let ways = [
        "pub struct A;\n",
        "// use crate::b::B;\npub struct A;\n",
        "pub struct A;\n#[cfg(test)]\nmod tests { use crate::b::B; }\n",
        "pub struct A;\n#[cfg(test)]\nuse crate::b::B;\n",
        "pub struct A;\nfn a() { let text = \"crate::b::B\"; }\n",
        "use b::B;\npub struct A;\nfn a() { ::b::B::new(); }\n",
        "use crate::b;\npub struct A;\n",
    ];
    for a in ways {
        assert!(of_two(a, b).is_empty(), "{a}");
    }
}

#[test]
fn what_a_feature_turns_on_is_part_of_the_crate() {
    let a =
        "pub struct A;\n#[cfg(any(test, feature = \"testing\"))]\nmod it { use crate::b::B; }\n";
    let b = "use crate::a::A;\npub struct B(A);\n";
    assert_eq!(of_two(a, b), ["x: a, b"]);
}

#[test]
fn a_circle_of_three_is_one() {
    let files = [
        ("lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\n"),
        ("a.rs", "use crate::b::B;\npub struct A;\n"),
        ("b.rs", "use crate::c::C;\npub struct B;\n"),
        ("c.rs", "use crate::a::A;\npub struct C;\n"),
        ("d.rs", "use crate::a::A;\n"),
    ];
    assert_eq!(found(&files), ["x: a, b, c"]);
}

#[test]
fn a_parent_that_shows_what_its_children_define_is_in_no_circle() {
    let files = [
        ("lib.rs", "mod a;\npub use a::one::One;\n"),
        (
            "a.rs",
            "mod one;\nmod two;\npub use one::One;\npub use two::*;\n",
        ),
        ("a/one.rs", "use super::Two;\npub struct One(Two);\n"),
        ("a/two.rs", "pub struct Two;\n"),
    ];
    assert!(found(&files).is_empty());
}

#[test]
fn who_takes_a_siblings_thing_through_the_parent_uses_the_sibling() {
    for show in [
        "pub use one::One;",
        "pub use one::*;",
        "use one::One as One;",
    ] {
        let parent = format!("mod one;\nmod two;\n{show}\n");
        let files = [
            ("lib.rs", "mod a;\n"),
            ("a.rs", &parent),
            ("a/one.rs", "use super::two::Two;\npub struct One;\n"),
            ("a/two.rs", "use super::One;\npub struct Two;\n"),
        ];
        assert_eq!(found(&files), ["x::a: one, two"], "{show}");
    }
}

#[test]
fn what_parent_and_children_share_is_one_idea() {
    let files = [
        ("lib.rs", "mod a;\n"),
        (
            "a.rs",
            "mod one;\npub struct Own;\nfn run() { one::go(); }\n",
        ),
        ("a/one.rs", "use super::Own;\npub fn go() {}\n"),
    ];
    assert!(found(&files).is_empty());
}

#[test]
fn the_root_of_a_crate_is_a_module_like_others() {
    let root = "mod a;\npub struct Own;\nfn run() { a::go(); }\n";
    let a = "use crate::Own;\npub fn go() {}\n";
    let circle = found(&[("lib.rs", root), ("a.rs", a)]);
    assert_eq!(circle, ["x: a, the root"]);
    let shows = "mod a;\npub use a::go;\npub struct Own;\n";
    assert!(found(&[("lib.rs", shows), ("a.rs", a)]).is_empty());
}

#[test]
fn two_folders_are_a_circle_where_no_two_of_their_files_are() {
    let files = [
        ("lib.rs", "mod a;\nmod b;\n"),
        ("a.rs", "mod low;\npub(crate) mod high;\n"),
        ("a/low.rs", "pub struct Low;\n"),
        ("a/high.rs", "use crate::b::low::Low;\npub struct High;\n"),
        ("b.rs", "pub(crate) mod low;\nmod high;\n"),
        ("b/low.rs", "pub struct Low;\n"),
        (
            "b/high.rs",
            "use crate::a::high::High;\npub struct Higher;\n",
        ),
    ];
    assert_eq!(found(&files), ["x: a, b"]);
}

#[test]
fn names_that_macros_make_are_found_where_they_are_made() {
    let ids = "macro_rules! id { ($it:ident) => { pub struct $it; } }\npub(crate) use id;\n";
    let files = [
        ("lib.rs", "mod a;\nmod b;\n"),
        ("a.rs", ids),
        ("b.rs", "crate::a::id!(Made);\n"),
    ];
    assert!(found(&files).is_empty());
    let back = format!("{ids}fn a(it: crate::b::Made) {{}}\n");
    let files = [files[0], ("a.rs", back.as_str()), files[2]];
    assert_eq!(found(&files), ["x: a, b"]);
}

#[test]
fn a_macro_that_is_called_by_its_bare_name_is_used() {
    let a = "macro_rules! made { () => {} }\nfn a() { crate::b::b(); }\n";
    assert_eq!(of_two(a, "pub fn b() { made!(); }\n"), ["x: a, b"]);
}

#[test]
fn what_is_no_rust_or_is_missing_is_an_error() {
    let read = |text: &'static str| move |path: &str| (path == "lib.rs").then(|| text.to_owned());
    assert!(Source::read("lib.rs", &read("mod a;\n")).is_err());
    assert!(Source::read("lib.rs", &read("fn (\n")).is_err());
    assert!(Source::read("lib.rs", &read("fn a() {}\n")).is_ok());
}
