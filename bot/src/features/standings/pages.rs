//! A table cut into pages. Its parts stay whole as far as they fit, and small ones share a page.

use store::standings::Standing;

/// How many rows a page shows. A row is a line on a phone.
const ROWS_PER_PAGE: usize = 20;

/// A part of a table, or as much of it as a page has room for.
pub(super) struct Part<'a> {
    /// Its name. Empty where there is one table for all.
    pub(super) group: &'a str,
    /// Its rows.
    pub(super) rows: &'a [Standing],
}

/// The pages of a table: none without rows.
pub(super) fn pages(rows: &[Standing]) -> Vec<Vec<Part<'_>>> {
    let mut pages: Vec<Vec<Part<'_>>> = Vec::new();
    let mut room = 0;
    for part in rows.chunk_by(|a, b| a.group == b.group) {
        for rows in part.chunks(ROWS_PER_PAGE) {
            let group = rows.first().map_or("", |it| it.group.as_str());
            let part = Part { group, rows };
            match pages.last_mut().filter(|_| rows.len() <= room) {
                Some(page) => {
                    page.push(part);
                    room -= rows.len();
                }
                None => {
                    pages.push(vec![part]);
                    room = ROWS_PER_PAGE - rows.len();
                }
            }
        }
    }
    pages
}

/// The parts of a table with the page on which each begins, if there are several.
pub(super) fn beginnings<'a>(pages: &[Vec<Part<'a>>]) -> Vec<(&'a str, usize)> {
    let numbered = pages.iter().enumerate();
    let parts = numbered.flat_map(|(page, parts)| parts.iter().map(move |it| (it.group, page)));
    let mut found: Vec<(&str, usize)> = Vec::new();
    for (group, page) in parts {
        if found.last().is_none_or(|it| it.0 != group) {
            found.push((group, page));
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}

#[cfg(test)]
pub(super) mod tests {
    use shared::feed::SeasonRecord;
    use shared::id::CompetitorId;
    use shared::testing::noon;

    use super::*;

    /// A row without figures.
    pub(in super::super) fn row(group: &str, rank: u16, name: &str) -> Standing {
        Standing {
            group: group.to_owned(),
            rank,
            competitor: CompetitorId::derive(name),
            name: format!("Team {name}"),
            short_name: name.to_owned(),
            record: SeasonRecord::default(),
            provider: "espn".to_owned(),
            changed_at: noon(),
        }
    }

    fn table(parts: &[(&str, u16)]) -> Vec<Standing> {
        let rows = parts.iter().flat_map(|(group, count)| {
            (1..=*count).map(move |rank| row(group, rank, &format!("{group}{rank}")))
        });
        rows.collect()
    }

    fn cut(parts: &[(&str, u16)]) -> Vec<String> {
        let rows = table(parts);
        let said = |it: &Part<'_>| format!("{}:{}", it.group, it.rows.len());
        let pages = pages(&rows);
        let pages = pages
            .iter()
            .map(|it| it.iter().map(said).collect::<Vec<_>>());
        pages.map(|it| it.join(" ")).collect()
    }

    #[test]
    fn parts_stay_whole_and_small_ones_share_a_page() {
        assert_eq!(cut(&[("AFC", 16), ("NFC", 16)]), ["AFC:16", "NFC:16"]);
        assert_eq!(cut(&[("", 20)]), [":20"]);
        assert_eq!(cut(&[("", 24)]), [":20", ":4"]);
        let groups = ["A", "B", "C", "D", "E", "F"].map(|it| (it, 4));
        assert_eq!(cut(&groups), ["A:4 B:4 C:4 D:4 E:4", "F:4"]);
        assert!(cut(&[]).is_empty());
    }

    #[test]
    fn each_part_is_found_on_the_page_where_it_begins() {
        let rows = table(&[("A", 25), ("B", 3), ("C", 30)]);
        assert_eq!(
            beginnings(&pages(&rows)),
            [("A", 0), ("B", 1), ("C", 2)],
            "the rest of the first part has room for the second"
        );
        assert!(beginnings(&pages(&table(&[("", 30)]))).is_empty());
    }
}
