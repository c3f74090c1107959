//! Which module defines what a path names.

use super::source::{ModulePath, Source};

/// Imports that lead to imports, in a chain no longer than this.
const HOPS_MAX: usize = 16;

/// What a path names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Module(ModulePath),
    /// Something that this module defines.
    Item(ModulePath),
    /// Nothing of this crate, or a name of a function's body.
    Outside,
}

impl Source {
    /// Follows a path in the code of `module` through imports and re-exports to the module that
    /// defines what it names.
    pub(crate) fn named(&self, module: &ModulePath, path: &[String]) -> Named {
        self.from(module, path, HOPS_MAX)
    }

    fn from(&self, module: &ModulePath, path: &[String], hops: usize) -> Named {
        let Some((first, rest)) = path.split_first() else {
            return Named::Module(module.clone());
        };
        match first.as_str() {
            "crate" => self.below(&ModulePath::new(), rest, hops),
            "self" => self.below(module, rest, hops),
            "super" => {
                let mut parent = module.clone();
                parent.pop();
                // What follows may be `super` again.
                match rest.first().map(String::as_str) {
                    Some("super") => self.from(&parent, rest, hops),
                    _ => self.below(&parent, rest, hops),
                }
            }
            _ => self
                .step(module, first, rest, hops)
                .unwrap_or(Named::Outside),
        }
    }

    /// The rest of a path whose beginning names a module. A name that is not found there was made
    /// by a macro, and belongs to that module.
    fn below(&self, module: &ModulePath, path: &[String], hops: usize) -> Named {
        let Some((first, rest)) = path.split_first() else {
            return Named::Module(module.clone());
        };
        self.step(module, first, rest, hops)
            .unwrap_or_else(|| Named::Item(module.clone()))
    }

    /// One name, and what follows it. A module and a function may share a name: the module is
    /// meant where the path goes on.
    fn step(&self, module: &ModulePath, name: &str, rest: &[String], hops: usize) -> Option<Named> {
        let here = self.modules.get(module)?;
        let mut child = module.clone();
        child.push(name.to_owned());
        let is_module = self.modules.contains_key(&child);
        if is_module && !rest.is_empty() {
            return Some(self.below(&child, rest, hops));
        }
        if here.items.contains(name) {
            return Some(Named::Item(module.clone()));
        }
        if is_module {
            return Some(Named::Module(child));
        }
        let hops = hops.checked_sub(1)?;
        if let Some(import) = here.imports.get(name)
            // `use serde_json;` names itself.
            && import.first().is_none_or(|it| it != name)
        {
            return Some(match self.from(module, import, hops) {
                Named::Module(it) => self.below(&it, rest, hops),
                named => named,
            });
        }
        here.globs.iter().find_map(|glob| {
            let all_of = self.from(module, glob, hops);
            match all_of {
                Named::Module(it) if it != *module => self.step(&it, name, rest, hops),
                _ => None,
            }
        })
    }

    /// Where a path in the code of `module` leads to as it is written, from the root down: through
    /// imports of that module, and not through re-exports. `None` for what lies outside, and for
    /// names of the module itself.
    pub(crate) fn written(&self, module: &ModulePath, path: &[String]) -> Option<Vec<String>> {
        self.absolute(module, path, HOPS_MAX)
    }

    fn absolute(&self, module: &ModulePath, path: &[String], hops: usize) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let mut base = match first.as_str() {
            "crate" => ModulePath::new(),
            "self" => module.clone(),
            "super" => {
                let mut parent = module.clone();
                parent.pop();
                if rest.first().is_some_and(|it| it == "super") {
                    return self.absolute(&parent, rest, hops);
                }
                parent
            }
            name => {
                let hops = hops.checked_sub(1)?;
                let import = self.modules.get(module)?.imports.get(name);
                match import.filter(|it| it.first().is_none_or(|it| it != name)) {
                    Some(import) => self.absolute(module, import, hops)?,
                    None => {
                        let mut child = module.clone();
                        child.push(name.to_owned());
                        self.modules.contains_key(&child).then_some(child)?
                    }
                }
            }
        };
        base.extend(rest.iter().cloned());
        Some(base)
    }
}
