//! Libraries: finding them, running their bodies once, and importing what they export.
//!
//! A library `(a b)` is defined by a `define-library` form, which is looked for in the program
//! itself, in the folders of `-L` and `TOWER_PATH` as `a/b.sld`, and in the standard library. A
//! library of the standard library that only exports names gives out the universe's.

use crate::frame::FrameKind;
use crate::source_file;
use crate::tower::Tower;
use levels::condition::{Condition, Outcome};
use levels::environment::{self, CellState, GlobalsId, Owner, UNIVERSE, cell};
use levels::expander::library::{
    Binding, Declaration, ImportSet, ImportSource, exported, import_into, name_text, parse_imports,
    parse_library,
};
use levels::expander::scope;
use levels::level::local;
use levels::machine::Machine;
use levels::machine::call::Flow;
use levels::reader::Reader;
use levels::source::SourceId;
use levels::symbol;
use levels::value::Value;
use std::path::PathBuf;
use std::rc::Rc;

/// What the places of the standard library's texts begin with, in diagnostics and for `include`.
const CARRIED: &str = "<library>/";

/// The libraries of a tower.
#[derive(Clone, Default)]
pub struct Libraries {
    known: im::HashMap<String, Library>,
    /// The texts of the standard library that have been read.
    carried: im::HashSet<SourceId>,
    /// Folders in which libraries are looked for.
    pub folders: Vec<PathBuf>,
}

impl Libraries {
    /// What the libraries that are there export: each name with its library's, as `(srfi 1)`.
    pub fn exports<'a>(&'a self, m: &'a Machine) -> impl Iterator<Item = (String, String)> + 'a {
        let mut names: Vec<&String> = self.known.keys().collect();
        names.sort_unstable();
        names.into_iter().flat_map(move |library| {
            let exports = match &self.known[library] {
                Library::Ready(exports) => &exports[..],
                Library::Loading => &[],
            };
            let name = |export: Value| symbol::name(&m.heap, scope::symbol_of(export)).to_owned();
            exports.iter().map(move |(export, _)| (name(*export), format!("({library})")))
        })
    }
}

#[derive(Clone)]
enum Library {
    /// Its text is being evaluated.
    Loading,
    /// What it exports.
    Ready(Rc<[Binding]>),
}

impl Tower {
    /// `(import set …)` in a global scope, at a callee position. `loaded` is the name of the library
    /// whose file has been read for it, or `#f`.
    pub fn import(&mut self, form: Value, environment: Value, loaded: Value) -> Flow {
        let sets = match parse_imports(&mut self.m, form) {
            Ok(sets) => sets,
            Err(condition) => return self.m.raise_condition(&condition),
        };
        if let Some(flow) = self.load_missing(&sets, FrameKind::Import, [form, environment, loaded])
        {
            return flow;
        }
        let target = scope::globals_id(scope::outermost(environment.field(0)));
        match self.import_sets(&sets, target) {
            Ok(()) => self.m.deliver(Value::UNSPECIFIED),
            Err(condition) => self.m.raise_condition(&condition),
        }
    }

    /// What a library exports that has been imported, as `(srfi 1)` is by `srfi 1`: each name, and
    /// whether it is the universe's; sorted. `None` for a library that nobody imported.
    pub fn exports(&self, library: &str) -> Option<Vec<(String, bool)>> {
        let Some(Library::Ready(bindings)) = self.libraries.known.get(library) else {
            return None;
        };
        let universe = environment::globals(&self.m, UNIVERSE);
        let named = |&(name, cell): &Binding| {
            let text = symbol::name(&self.m.heap, scope::symbol_of(name)).to_owned();
            (text, universe.find(name) == Some(cell))
        };
        let mut exports: Vec<(String, bool)> = bindings.iter().map(named).collect();
        exports.sort();
        Some(exports)
    }

    /// `(environment set …)`, at a callee position.
    pub fn environment_of_imports(&mut self, sets: &[Value]) -> Flow {
        let name = self.m.intern("environment");
        let globals = environment::new_globals(&mut self.m, name, None);
        environment::end_birth(&mut self.m, globals);
        let scope = environment::globals(&self.m, globals).scope;
        let environment = local::global(&mut self.m.heap, scope);
        self.m.push_host_frame(FrameKind::Environment as i64, [environment; 3]);
        let sets = self.m.heap.list(sets);
        let form = self.m.heap.cons(name, sets);
        self.import(form, environment, Value::FALSE)
    }

    /// `(define-library name declaration …)`, at a callee position; `loaded` as for `import`.
    pub fn define_library(&mut self, form: Value, environment: Value, loaded: Value) -> Flow {
        let library = match parse_library(&mut self.m, form) {
            Ok(library) => library,
            Err(condition) => return self.m.raise_condition(&condition),
        };
        let again = [form, environment, loaded];
        if let Some(flow) = self.load_missing(&library.imports, FrameKind::DefineLibrary, again) {
            return flow;
        }
        if library.body.is_empty() && library.imports.is_empty() {
            return self.settle_library(&library, UNIVERSE);
        }
        let globals = environment::new_globals(&mut self.m, library.name, None);
        environment::end_birth(&mut self.m, globals);
        self.m.globals[globals.0 as usize].owner = self.owner_of(form);
        if let Err(condition) = self.import_sets(&library.imports, globals) {
            return self.m.raise_condition(&condition);
        }
        self.known_as(&library, Library::Loading);
        let body = self.m.heap.list(&library.body);
        self.next_of_library([body, form, globals.to_value()])
    }

    /// Notes that a text is one that the executable carries: the libraries that it defines are the
    /// standard library's.
    pub(crate) fn note_carried(&mut self, reader: &Reader) {
        self.libraries.carried.extend(reader.source());
    }

    /// Whose library a `define-library` form defines.
    fn owner_of(&self, form: Value) -> Owner {
        let span = self.m.sources.form_span(form);
        match span.is_some_and(|span| self.libraries.carried.contains(&span.source)) {
            true => Owner::Library,
            false => Owner::Program,
        }
    }

    /// At a callee position: evaluates the next form of a library's body. Data: the forms left, the
    /// `define-library` form, the globals.
    pub fn next_of_library(&mut self, data: [Value; 3]) -> Flow {
        let [forms, form, globals] = data;
        let globals = GlobalsId::from_value(globals);
        if forms.is_pair() {
            let rest = [forms.cdr(), form, globals.to_value()];
            self.m.push_host_frame(FrameKind::LibraryBody as i64, rest);
            let scope = environment::globals(&self.m, globals).scope;
            return self.m.enter_evaluation(forms.car(), scope, Value::NIL);
        }
        match parse_library(&mut self.m, form) {
            Ok(library) => self.settle_library(&library, globals),
            Err(condition) => self.m.raise_condition(&condition),
        }
    }

    /// The body has run: what the library exports is known.
    fn settle_library(&mut self, library: &Declaration, globals: GlobalsId) -> Flow {
        match exported(&mut self.m, library, globals) {
            Ok(bindings) => {
                let names: Vec<Value> = bindings.iter().map(|(name, _)| *name).collect();
                let names = self.m.heap.list(&names);
                self.m.roots.push(names);
                self.known_as(library, Library::Ready(bindings.into()));
                self.m.deliver(Value::UNSPECIFIED)
            }
            Err(condition) => {
                self.libraries.known.remove(&name_text(&self.m, library.name));
                self.m.raise_condition(&condition)
            }
        }
    }

    fn known_as(&mut self, library: &Declaration, state: Library) {
        let name = name_text(&self.m, library.name);
        if !self.m.expander.defined_libraries.contains(&name) {
            self.m.expander.defined_libraries.push(name.clone());
        }
        self.libraries.known.insert(name, state);
    }

    /// Starts loading the first library of `sets` that is not there yet; `kind` and `again` are the
    /// frame that tries again afterwards: the last of its data is the library that was loaded before.
    fn load_missing(
        &mut self,
        sets: &[ImportSet],
        kind: FrameKind,
        again: [Value; 3],
    ) -> Option<Flow> {
        for set in sets {
            let ImportSource::Library(name) = set.source else {
                let message = "import :from another language needs a bridge to it".to_string();
                let condition = Condition::Message { message, irritants: vec![set.form] };
                return Some(self.m.raise_condition(&condition));
            };
            let text = name_text(&self.m, name);
            let [form, environment, loaded] = again;
            let inner = (kind == FrameKind::DefineLibrary).then_some(form);
            let is_loading = match self.libraries.known.get(&text) {
                Some(Library::Ready(_)) => continue,
                Some(Library::Loading) => true,
                None => false,
            };
            if is_loading && let Some(cycle) = self.cycle_to(&text, inner) {
                return Some(self.refuse_cycle(cycle));
            }
            if is_loading && equal_names(&self.m, loaded, name) {
                return Some(self.refuse_file(&text, name));
            }
            // One that is loading and not being defined was given up.
            let again = [form, environment, name];
            return Some(self.start_loading(&text, name, kind, again));
        }
        None
    }

    /// The libraries that wait for each other, from the one of this name to that whose `define-library`
    /// form is `inner`, or else the innermost that waits; `None` if that name waits for nothing.
    fn cycle_to(&self, text: &str, inner: Option<Value>) -> Option<Vec<Value>> {
        let waiting = self.m.host_frames().filter_map(|(kind, data)| {
            let kind = FrameKind::ALL[kind as usize];
            let form = (kind == FrameKind::DefineLibrary).then_some(data[0]);
            form.or((kind == FrameKind::LibraryBody).then_some(data[1]))
        });
        let names = inner.into_iter().chain(waiting).map(|form| form.cdr().car());
        let mut names: Vec<Value> = names.collect();
        let end = names.iter().position(|name| name_text(&self.m, *name) == text)?;
        names.truncate(end + 1);
        names.reverse();
        Some(names)
    }

    fn refuse_cycle(&mut self, libraries: Vec<Value>) -> Flow {
        let message = match libraries.len() {
            1 => "import: the library imports itself",
            _ => "import: each of these libraries imports the next, and the last the first",
        };
        let condition = Condition::Message { message: message.to_owned(), irritants: libraries };
        self.m.raise_condition(&condition)
    }

    /// The file that should define the library of this name does not.
    fn refuse_file(&mut self, text: &str, name: Value) -> Flow {
        self.libraries.known.remove(text);
        let place = self.paths(text).into_iter().find(|path| self.m.world.exists(path));
        let place = place.unwrap_or_else(|| format!("{CARRIED}{text}"));
        let message = format!("import: the file {place} does not define the library");
        self.m.raise_condition(&Condition::Message { message, irritants: vec![name] })
    }

    /// Where the file of a library may be, in the order in which it is looked for.
    fn paths(&self, text: &str) -> Vec<String> {
        let place = text.replace(' ', "/");
        let folders = self.libraries.folders.iter();
        let path = |folder: &PathBuf| folder.join(format!("{place}.sld"));
        folders.map(|folder| path(folder).to_string_lossy().into_owned()).collect()
    }

    fn start_loading(
        &mut self,
        text: &str,
        name: Value,
        kind: FrameKind,
        again: [Value; 3],
    ) -> Flow {
        match self.find_library(text, name) {
            Ok(reader) => {
                self.libraries.known.insert(text.to_string(), Library::Loading);
                self.m.push_host_frame(kind as i64, again);
                let universe = environment::globals(&self.m, UNIVERSE).scope;
                self.start_reader(reader, universe)
            }
            Err(condition) => self.m.raise_condition(&condition),
        }
    }

    /// The text of a library that no form has defined yet.
    fn find_library(&mut self, text: &str, name: Value) -> Outcome<Reader> {
        let place = text.replace(' ', "/");
        let paths = self.paths(text);
        if let Some(path) = paths.iter().find(|path| self.m.world.exists(path)) {
            return source_file::open(&mut self.m, path);
        }
        match stdlib::library(&place) {
            Some(library) => {
                let content = library.sld.as_bytes().to_vec();
                let place = format!("{CARRIED}{place}.sld");
                let reader = source_file::reader(&mut self.m, &place, content)?;
                self.note_carried(&reader);
                Ok(reader)
            }
            None => {
                let mut message = "import: there is no library of this name".to_string();
                if !paths.is_empty() {
                    message += &format!(", carried or in {}", paths.join(", "));
                }
                Err(Box::new(Condition::Message { message, irritants: vec![name] }))
            }
        }
    }

    fn import_sets(&mut self, sets: &[ImportSet], target: GlobalsId) -> Outcome<()> {
        for set in sets {
            let ImportSource::Library(name) = set.source else {
                continue;
            };
            let Some(Library::Ready(exports)) = self.libraries.known.get(&name_text(&self.m, name))
            else {
                continue;
            };
            let exports = exports.clone();
            let mut bindings = set.resolve(&mut self.m, &exports)?;
            bindings.retain(|binding| !is_there_already(&self.m, target, *binding));
            let replaced = import_into(&mut self.m, target, &bindings);
            levels::compiler::retire_all_dependents(&mut self.m, &replaced);
        }
        Ok(())
    }
}

/// Whether two names of libraries, the first of which may be `#f`, are the same.
fn equal_names(m: &Machine, a: Value, b: Value) -> bool {
    a.is_true() && name_text(m, a) == name_text(m, b)
}

/// Whether `(import name)` would find a library: what `cond-expand` asks.
pub fn exists(m: &mut Machine, name: Value) -> bool {
    let text = name_text(m, name);
    let place = text.replace(' ', "/");
    let folders = m.expander.library_folders.clone();
    m.expander.defined_libraries.contains(&text)
        || stdlib::library(&place).is_some()
        || folders.iter().any(|folder| m.world.exists(&format!("{folder}/{place}.sld")))
}

/// `srfi-N` for each SRFI that the standard library carries.
pub fn carried_srfis() -> impl Iterator<Item = String> {
    let number = |place: &'static str| place.strip_prefix("srfi/").filter(|n| !n.contains('/'));
    stdlib::LIBRARIES
        .iter()
        .filter_map(move |library| Some(format!("srfi-{}", number(library.name)?)))
}

/// The text at this place, if it is one that a library of the standard library, or a dialect, includes.
pub fn carried_text(place: &str) -> Option<&'static str> {
    match place.strip_prefix(CARRIED) {
        Some(place) => stdlib::library(place.strip_suffix(".scm")?)?.scm,
        None => crate::dialect::carried_part(place),
    }
}

/// Whether a name has the value of this cell of the universe's already: by inheritance, or as every
/// level is born with it. The universe's cells are nobody's to assign.
fn is_there_already(m: &Machine, target: GlobalsId, (name, imported): Binding) -> bool {
    let globals = environment::globals(m, target);
    if globals.parent.is_none() {
        return false;
    }
    let of_universe = environment::globals(m, UNIVERSE).find(name) == Some(imported);
    let has_value = |own: Value| {
        let value = imported.field(cell::VALUE);
        cell::state(own) == CellState::Inherited
            || cell::home(own) == target && own.field(cell::VALUE) == value
    };
    of_universe && globals.find(name).is_none_or(has_value)
}
