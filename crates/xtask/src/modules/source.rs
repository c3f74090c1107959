//! What the files of one crate say: the modules, what each defines and imports, and the paths that
//! its code takes.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, Macro, Meta, UseTree, Visibility};

/// Where a module stands in its crate: its names from the root down.
pub(crate) type ModulePath = Vec<String>;

/// One module, in a file of its own or inline.
#[derive(Default)]
pub(crate) struct Module {
    /// The module whose file this one is written in.
    pub(crate) file: ModulePath,
    /// Names that it defines. What a macro may define there counts, since nothing is expanded.
    pub(crate) items: BTreeSet<String>,
    /// Names that it imports, with the paths they stand for.
    pub(crate) imports: BTreeMap<String, Vec<String>>,
    /// The modules it imports everything from.
    pub(crate) globs: Vec<Vec<String>>,
    /// Every path in its code, and every import that is no re-export.
    pub(crate) paths: BTreeSet<Vec<String>>,
    /// Macros that it calls by a bare name.
    pub(crate) called: BTreeSet<String>,
}

/// A crate, without what is compiled for its tests alone.
#[derive(Default)]
pub(crate) struct Source {
    pub(crate) modules: BTreeMap<ModulePath, Module>,
    /// The modules that define a macro of that name.
    pub(crate) macros: BTreeMap<String, Vec<ModulePath>>,
}

impl Source {
    /// Reads a crate from the path of its root file. `read` gives the text of a path, or `None`
    /// where there is no such file.
    ///
    /// # Errors
    /// When a file is missing or is not Rust.
    pub(crate) fn read(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let mut source = Self::default();
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut files = vec![(ModulePath::new(), root.to_owned())];
        while let Some((module, path)) = files.pop() {
            let text = read(&path).with_context(|| format!("{path} is missing"))?;
            let parsed = syn::parse_file(&text).with_context(|| format!("reading {path}"))?;
            let mut reader = Reader {
                source: &mut source,
                file: module.clone(),
                files: Vec::new(),
            };
            reader.module(&module, &parsed.items);
            for child in reader.files {
                let path = format!("{folder}/{}.rs", child.join("/"));
                files.push((child, path));
            }
        }
        Ok(source)
    }
}

struct Reader<'a> {
    source: &'a mut Source,
    file: ModulePath,
    /// Modules that are declared here and stand in files of their own.
    files: Vec<ModulePath>,
}

impl Reader<'_> {
    fn module(&mut self, path: &ModulePath, items: &[Item]) {
        let mut module = Module {
            file: self.file.clone(),
            ..Module::default()
        };
        for item in items.iter().filter(|it| !is_for_tests(attributes(it))) {
            if let Some(name) = defined(item) {
                module.items.insert(name);
            }
            match item {
                Item::Mod(child) => self.child(path, child),
                Item::Macro(it) => match &it.ident {
                    Some(name) => {
                        let all = self.source.macros.entry(name.to_string()).or_default();
                        all.push(path.clone());
                    }
                    None => module.items.extend(words(it.mac.tokens.clone())),
                },
                _ => {}
            }
            Code(&mut module).visit_item(item);
        }
        self.source.modules.insert(path.clone(), module);
    }

    fn child(&mut self, parent: &ModulePath, child: &ItemMod) {
        let mut path = parent.clone();
        path.push(child.ident.to_string());
        match &child.content {
            Some((_, items)) => self.module(&path, items),
            None => self.files.push(path),
        }
    }
}

/// Collects what the code of one module names. Inline modules are read apart.
struct Code<'a>(&'a mut Module);

impl<'ast> Visit<'ast> for Code<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(attributes(item)) && !matches!(item, Item::Mod(_)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if item.leading_colon.is_some() {
            return;
        }
        let is_shown = !matches!(item.vis, Visibility::Inherited);
        self.import(&item.tree, &mut Vec::new(), is_shown);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let names = path.segments.iter().map(|it| it.ident.to_string());
            self.0.paths.insert(names.collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        if let Some(name) = called.path.get_ident() {
            self.0.called.insert(name.to_string());
        }
        visit::visit_macro(self, called);
        self.tokens(called.tokens.clone());
    }

    /// Paths in attributes are strings: `#[serde(with = "crate::units")]`.
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta
            && list.path.is_ident("serde")
        {
            for literal in literals(list.tokens.clone()) {
                if let Ok(path) = literal.parse::<syn::Path>() {
                    self.visit_path(&path);
                }
            }
        }
    }
}

impl Code<'_> {
    fn import(&mut self, tree: &UseTree, before: &mut Vec<String>, is_shown: bool) {
        match tree {
            UseTree::Path(it) => {
                before.push(it.ident.to_string());
                self.import(&it.tree, before, is_shown);
                before.pop();
            }
            UseTree::Group(group) => {
                for it in &group.items {
                    self.import(it, before, is_shown);
                }
            }
            UseTree::Glob(_) => self.0.globs.push(before.clone()),
            UseTree::Name(it) => self.name(&it.ident.to_string(), None, before, is_shown),
            UseTree::Rename(it) => {
                let name = it.rename.to_string();
                self.name(&it.ident.to_string(), Some(name), before, is_shown);
            }
        }
    }

    fn name(&mut self, last: &str, renamed: Option<String>, before: &[String], is_shown: bool) {
        let mut path = before.to_vec();
        if last != "self" || before.is_empty() {
            path.push(last.to_owned());
        }
        let name = renamed.or_else(|| path.last().cloned()).unwrap_or_default();
        if !is_shown {
            self.0.paths.insert(path.clone());
        }
        self.0.imports.insert(name, path);
    }

    /// What a macro is given, and the body of one, are not parsed: whatever looks like a path is
    /// taken for one.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        let mut is_member = false;
        for token in tokens {
            match token {
                TokenTree::Ident(it) => {
                    if colons != 2 {
                        self.path_of_tokens(&mut path);
                    }
                    if !is_member {
                        path.push(it.to_string());
                    }
                    (colons, is_member) = (0, false);
                }
                TokenTree::Punct(it) if it.as_char() == ':' => colons += 1,
                TokenTree::Punct(it) => {
                    self.path_of_tokens(&mut path);
                    (colons, is_member) = (0, it.as_char() == '.');
                }
                TokenTree::Literal(_) => self.path_of_tokens(&mut path),
                TokenTree::Group(it) => {
                    // `use a::{b, c}` in a macro does not occur; `{` after `::` starts anew.
                    if it.delimiter() != Delimiter::None {
                        self.path_of_tokens(&mut path);
                    }
                    colons = 0;
                    self.tokens(it.stream());
                }
            }
        }
        self.path_of_tokens(&mut path);
    }

    fn path_of_tokens(&mut self, path: &mut Vec<String>) {
        if !path.is_empty() {
            self.0.paths.insert(std::mem::take(path));
        }
    }
}

fn words(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(it) => found.push(it.to_string()),
            TokenTree::Group(it) => found.extend(words(it.stream())),
            _ => {}
        }
    }
    found
}

fn literals(tokens: TokenStream) -> Vec<syn::LitStr> {
    let text = |it| match it {
        TokenTree::Literal(it) => syn::parse2(TokenTree::Literal(it).into()).ok(),
        _ => None,
    };
    tokens.into_iter().filter_map(text).collect()
}

fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Macro(it) => it.ident.as_ref()?,
        Item::Static(it) => &it.ident,
        Item::Struct(it) => &it.ident,
        Item::Trait(it) => &it.ident,
        Item::TraitAlias(it) => &it.ident,
        Item::Type(it) => &it.ident,
        Item::Union(it) => &it.ident,
        _ => return None,
    };
    Some(name.to_string())
}

pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

/// Whether an item is compiled for the crate's own tests alone. What a feature turns on as well
/// (`any(test, feature = "testing")`) is part of the crate.
pub(crate) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| match &it.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let words = words(list.tokens.clone());
            let names_test = words.iter().any(|it| it == "test");
            names_test && !words.iter().any(|it| it == "any" || it == "not")
        }
        _ => false,
    })
}
