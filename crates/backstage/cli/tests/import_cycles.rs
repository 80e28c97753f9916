//! No two files of a crate import each other, not even by way of others.
//!
//! A file imports the file in which a name of it is defined. A face of a module (`lib.rs`,
//! `main.rs`, `mod.rs`) that only passes a name on does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

/// A module by its path within the crate; `[]` is the root.
type ModulePath = Vec<String>;

/// The modules of one crate that have a file of their own.
struct Crate {
    files: BTreeMap<ModulePath, (PathBuf, syn::File)>,
}

impl Crate {
    /// Reads the crate from its root file, such as `src/lib.rs`.
    fn read(root: &Path) -> Crate {
        let mut found = Crate {
            files: BTreeMap::new(),
        };
        found.add(Vec::new(), root.to_owned());
        found
    }

    fn add(&mut self, module: ModulePath, file: PathBuf) {
        let text = fs::read_to_string(&file).expect("a module has a file");
        let parsed = syn::parse_file(&text).expect("it compiles");
        let name = file.file_stem().unwrap_or_default().to_owned();
        let is_face = ["lib", "main", "mod"].iter().any(|face| name == *face);
        let folder = match is_face {
            true => file.with_file_name(""),
            false => file.with_extension(""),
        };
        for item in &parsed.items {
            let Item::Mod(child) = item else { continue };
            if child.content.is_some() {
                continue;
            }
            let name = child.ident.to_string();
            let flat = folder.join(format!("{name}.rs"));
            let nested = folder.join(&name).join("mod.rs");
            let file = if flat.exists() { flat } else { nested };
            let module = [&module[..], &[name]].concat();
            self.add(module, file);
        }
        self.files.insert(module, (file, parsed));
    }

    /// The module in whose file `path` is defined, followed through re-exports.
    fn defined_in(&self, path: &[String], depth: u32) -> Option<ModulePath> {
        let module = (0..=path.len())
            .rev()
            .map(|length| &path[..length])
            .find(|module| self.files.contains_key(*module))?;
        let Some(name) = path.get(module.len()) else {
            return Some(module.to_owned());
        };
        let (_, file) = &self.files[module];
        let reexport = file.items.iter().find_map(|item| match item {
            Item::Use(import) if !matches!(import.vis, Visibility::Inherited) => {
                let mut imported = Vec::new();
                names(&import.tree, Vec::new(), &mut imported);
                let mut imported = imported.into_iter();
                imported.find(|(_, alias)| alias == name)
            }
            _ => None,
        });
        match reexport {
            Some((target, _)) if depth < 8 => {
                let target = absolute(&target, module, self)?;
                self.defined_in(&target, depth + 1)
            }
            _ => Some(module.to_owned()),
        }
    }

    /// The modules that each module imports from.
    fn imports(&self) -> BTreeMap<ModulePath, BTreeSet<ModulePath>> {
        let modules = self.files.iter();
        let edges = modules.map(|(module, (_, file))| {
            let mut paths = Paths(Vec::new());
            paths.visit_file(file);
            let targets = paths.0.into_iter().filter_map(|path| {
                let path = absolute(&path, module, self)?;
                self.defined_in(&path, 0)
            });
            let targets = targets.filter(|target| target != module).collect();
            (module.clone(), targets)
        });
        edges.collect()
    }
}

/// All paths of a file that could lead to another file of the crate. Re-exports and tests
/// are passed over.
struct Paths(Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, import: &'ast syn::ItemUse) {
        if matches!(import.vis, Visibility::Inherited) {
            let mut imported = Vec::new();
            names(&import.tree, Vec::new(), &mut imported);
            self.0.extend(imported.into_iter().map(|(path, _)| path));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter();
        if path.segments.len() > 1 {
            self.0
                .push(segments.map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        // What a macro is given is not parsed; paths in it are rare, and named in full.
        let text = call.tokens.to_string().replace(' ', "");
        for (start, _) in text.match_indices("crate::") {
            let rest = &text[start..];
            let end = rest.find(|letter: char| {
                !(letter.is_alphanumeric() || letter == '_' || letter == ':')
            });
            let path = &rest[..end.unwrap_or(rest.len())];
            self.0.push(path.split("::").map(str::to_owned).collect());
        }
    }
}

/// The full path of each name that a `use` brings in, and what it is called then.
fn names(tree: &UseTree, before: Vec<String>, found: &mut Vec<(Vec<String>, String)>) {
    match tree {
        UseTree::Path(path) => {
            let before = [before, vec![path.ident.to_string()]].concat();
            names(&path.tree, before, found);
        }
        UseTree::Name(name) if name.ident == "self" => {
            let alias = before.last().cloned().unwrap_or_default();
            found.push((before, alias));
        }
        UseTree::Name(name) => {
            let alias = name.ident.to_string();
            found.push(([before, vec![alias.clone()]].concat(), alias));
        }
        UseTree::Rename(name) => {
            let path = [before, vec![name.ident.to_string()]].concat();
            found.push((path, name.rename.to_string()));
        }
        UseTree::Glob(_) => found.push((before, "*".to_owned())),
        UseTree::Group(group) => {
            for tree in &group.items {
                names(tree, before.clone(), found);
            }
        }
    }
}

/// The path from the root of the crate; `None` if it leads out of the crate.
fn absolute(path: &[String], module: &[String], of: &Crate) -> Option<Vec<String>> {
    let first = path.first()?;
    match first.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([module, &path[1..]].concat()),
        "super" => {
            let mut base = module.to_vec();
            let ups = path.iter().take_while(|part| *part == "super").count();
            for _ in 0..ups {
                base.pop();
            }
            Some([&base[..], &path[ups..]].concat())
        }
        _ => {
            let child = [module, std::slice::from_ref(first)].concat();
            of.files
                .contains_key(&child)
                .then(|| [module, path].concat())
        }
    }
}

/// A way from a module back to itself, if there is one.
fn cycle(imports: &BTreeMap<ModulePath, BTreeSet<ModulePath>>) -> Option<Vec<String>> {
    for start in imports.keys() {
        // Breadth first, so the shortest way is found.
        let mut came_from = BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(module) = queue.pop_front() {
            for next in &imports[module] {
                if next == start {
                    let mut way = vec![start.join("::"), module.join("::")];
                    let mut at = module;
                    while at != start {
                        at = came_from[at];
                        way.push(at.join("::"));
                    }
                    way.reverse();
                    return Some(way);
                }
                if !came_from.contains_key(next) {
                    came_from.insert(next, module);
                    queue.push_back(next);
                }
            }
        }
    }
    None
}

fn roots() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = crates.ancestors().find(|folder| folder.ends_with("crates"));
    let crates = crates.expect("the crate lies below crates/");
    let folders = [crates.to_owned(), crates.join("backstage")];
    let folders = folders.iter().flat_map(|folder| {
        let entries = fs::read_dir(folder).expect("it can be read");
        entries.flatten().map(|entry| entry.path().join("src"))
    });
    let roots = folders.flat_map(|src| [src.join("lib.rs"), src.join("main.rs")]);
    roots.filter(|root| root.exists()).collect()
}

#[test]
fn no_two_files_import_each_other() {
    let roots = roots();
    assert!(roots.len() > 15, "{roots:?}");
    let mut cycles = Vec::new();
    for root in roots {
        let found = Crate::read(&root);
        if let Some(way) = cycle(&found.imports()) {
            cycles.push(format!("{}: {}", root.display(), way.join(" -> ")));
        }
    }
    assert!(cycles.is_empty(), "{}", cycles.join("\n"));
}

#[test]
fn a_cycle_is_found() {
    let folder = tempfile::tempdir().expect("the temporary folder can be written to");
    let write = |file: &str, text: &str| {
        fs::write(folder.path().join(file), text).expect("it can be written to");
    };
    write("lib.rs", "mod a; mod b; mod c; pub use a::A; pub use b::B;");
    write("a.rs", "use crate::B; pub struct A(B);");
    write("b.rs", "pub struct B; fn f() { crate::c::g() }");
    write("c.rs", "pub fn g() { let _: super::A; }");
    let imports = Crate::read(&folder.path().join("lib.rs")).imports();
    assert_eq!(
        cycle(&imports),
        Some(["a", "b", "c", "a"].map(str::to_owned).to_vec())
    );

    write("c.rs", "pub fn g() {}");
    let imports = Crate::read(&folder.path().join("lib.rs")).imports();
    assert_eq!(cycle(&imports), None);
}
