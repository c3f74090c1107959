//! Every way in which all words of a line can be read.

use crate::answer::Reason;
use crate::board::Board;
use crate::lexicon::lexicon;
use crate::number::readings;
use crate::token::Atom;
use crate::word::Word;

/// More readings of one line than this are too many to be asked about.
const PATHS_MAX: usize = 192;

/// One thing that a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) item: Item,
    pub(crate) bracket: bool,
    /// Whether it is a name as it is not written.
    pub(crate) typo: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// A name, and whom it can mean.
    Name(Vec<usize>),
    Word(Word),
}

struct Edge {
    length: usize,
    items: Vec<Item>,
    typo: bool,
}

/// All readings of a line. Fails on a word that is not read, and on a line that can be read in too
/// many ways.
pub(crate) fn paths(board: &Board, line: &[Atom]) -> Result<Vec<Vec<Piece>>, Reason> {
    let edges = edges(board, line);
    let ends = ends(&edges, line.len());
    if !ends.first().copied().unwrap_or(true) {
        return Err(unread(&edges, line));
    }
    let mut walk = Walk {
        line,
        edges: &edges,
        ends: &ends,
        path: Vec::new(),
        paths: Vec::new(),
    };
    walk.go(0)?;
    Ok(walk.paths)
}

/// What can be read at each place that can be reached.
fn edges(board: &Board, line: &[Atom]) -> Vec<Vec<Edge>> {
    let mut reached = vec![false; line.len() + 1];
    let mut all = Vec::with_capacity(line.len());
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for at in 0..line.len() {
        let mut here = Vec::new();
        if reached.get(at).copied().unwrap_or(false) {
            here = edges_at(board, line, at);
        }
        for edge in &here {
            if let Some(next) = reached.get_mut(at + edge.length) {
                *next = true;
            }
        }
        all.push(here);
    }
    all
}

fn edges_at(board: &Board, line: &[Atom], at: usize) -> Vec<Edge> {
    let rest = line.get(at..).unwrap_or_default();
    let words = |it: Vec<Word>| it.into_iter().map(Item::Word).collect();
    let mut edges: Vec<Edge> = readings(line, at)
        .into_iter()
        .map(|(length, meaning)| Edge {
            length,
            items: words(meaning),
            typo: false,
        })
        .collect();
    let priced = edges.iter().any(|it| it.length > 1) && !rest.first().is_some_and(Atom::is_word);
    let (phrase, meanings) = lexicon().at(rest);
    let (name, meant) = board.names.at(rest).unwrap_or((0, Vec::new()));
    edges.retain(|it| it.length >= phrase.max(name));
    if phrase >= name && !(priced && phrase == 1) {
        edges.extend(meanings.into_iter().map(|it| Edge {
            length: phrase,
            items: words(it.to_vec()),
            typo: false,
        }));
    }
    if name >= phrase && name > 0 {
        edges.push(Edge {
            length: name,
            items: vec![Item::Name(meant)],
            typo: false,
        });
    }
    separators(rest, &mut edges);
    if edges.is_empty() && rest.first().is_some_and(Atom::is_word) {
        let near = board.names.near(rest);
        edges.extend(near.map(|(length, meant)| Edge {
            length,
            items: vec![Item::Name(meant)],
            typo: true,
        }));
    }
    edges
}

fn separators(rest: &[Atom], edges: &mut Vec<Edge>) {
    let Some(first) = rest.first() else {
        return;
    };
    let text = first.text.as_str();
    let separates = matches!(text, "," | "&" | "/" | "+") && edges.iter().all(|it| it.length < 2);
    let item = match text {
        ";" => Word::Nothing(Reason::Several),
        _ if separates => Word::Separator,
        _ => return,
    };
    edges.push(Edge {
        length: 1,
        items: vec![Item::Word(item)],
        typo: false,
    });
}

/// From which places the end of the line can be reached.
fn ends(edges: &[Vec<Edge>], length: usize) -> Vec<bool> {
    let mut ends = vec![false; length + 1];
    if let Some(last) = ends.last_mut() {
        *last = true;
    }
    for (at, here) in edges.iter().enumerate().rev() {
        let reaches = |it: &Edge| ends.get(at + it.length).copied().unwrap_or(false);
        let any = here.iter().any(reaches);
        if let Some(place) = ends.get_mut(at) {
            *place = any;
        }
    }
    ends
}

/// The last of the words at which reading stops.
fn unread(edges: &[Vec<Edge>], line: &[Atom]) -> Reason {
    let mut reached = vec![false; line.len() + 1];
    let mut stuck = String::new();
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for (at, (here, atom)) in edges.iter().zip(line).enumerate() {
        if !reached.get(at).copied().unwrap_or(false) {
            continue;
        }
        if here.is_empty() {
            stuck.clone_from(&atom.text);
        }
        for edge in here {
            if let Some(next) = reached.get_mut(at + edge.length) {
                *next = true;
            }
        }
    }
    Reason::Unknown(stuck)
}

struct Walk<'a> {
    line: &'a [Atom],
    edges: &'a [Vec<Edge>],
    ends: &'a [bool],
    path: Vec<Piece>,
    paths: Vec<Vec<Piece>>,
}

impl Walk<'_> {
    fn go(&mut self, at: usize) -> Result<(), Reason> {
        if at >= self.line.len() {
            if self.paths.len() >= PATHS_MAX {
                return Err(Reason::TooLong);
            }
            self.paths.push(self.path.clone());
            return Ok(());
        }
        let bracket = self.line.get(at).is_some_and(|it| it.bracket);
        let edges = self.edges;
        for edge in edges.get(at).into_iter().flatten() {
            let next = at + edge.length;
            if !self.ends.get(next).copied().unwrap_or(false) {
                continue;
            }
            let before = self.path.len();
            let pieces = edge.items.iter().map(|item| Piece {
                item: item.clone(),
                bracket,
                typo: edge.typo,
            });
            self.path.extend(pieces);
            self.go(next)?;
            self.path.truncate(before);
        }
        Ok(())
    }
}
