//! `define-library` (R7RS 5.6).

use super::import::parse_rename;
use super::{Binding, ImportSet, library_name, parse_imports, text};
use crate::condition::Outcome;
use crate::environment::{self, CellState, GlobalsId, cell};
use crate::expander::derived::feature::{chosen_clause, included};
use crate::expander::include::FoldCase;
use crate::expander::scope::{is_identifier, symbol_of};
use crate::expander::shape::{list, operands, refuse, refuse_part};
use crate::machine::Machine;
use crate::symbol;
use crate::value::Value;

/// How many files of declarations one library may include, directly and through one another.
const INCLUDES: usize = 1000;

/// What a library exports under which name: symbols.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Export {
    /// Its name in the library.
    pub internal: Value,
    /// Its name for those who import it.
    pub external: Value,
}

/// What a `define-library` form says.
#[derive(Clone, PartialEq, Debug)]
pub struct Declaration {
    /// The whole form, for messages.
    pub form: Value,
    /// The library's name: a list of symbols and integers.
    pub name: Value,
    /// What it exports.
    pub exports: Vec<Export>,
    /// What it imports, in the order of the text.
    pub imports: Vec<ImportSet>,
    /// The forms of its body, in the order of the text, included ones in their place.
    pub body: Vec<Value>,
}

/// Reads a `define-library` form: chooses among `cond-expand`'s clauses and reads what is included.
pub fn parse_library(m: &mut Machine, form: Value) -> Outcome<Declaration> {
    let parts = operands(form, "define-library")?;
    let Some((name, declarations)) = parts.split_first() else {
        return refuse(form, "define-library: there is no name: (define-library (name …) …)");
    };
    let name = library_name(m, form, *name)?;
    let (exports, imports, body) = (Vec::new(), Vec::new(), Vec::new());
    let mut library = Declaration { form, name, exports, imports, body };
    let mut pending: Vec<Value> = declarations.iter().rev().copied().collect();
    let mut includes = 0;
    while let Some(declaration) = pending.pop() {
        let more = library.declare(m, declaration)?;
        includes += usize::from(text(m, declaration.car()) == "include-library-declarations");
        if includes > INCLUDES {
            return refuse(form, "include-library-declarations: the files include one another");
        }
        pending.extend(more.into_iter().rev());
    }
    Ok(library)
}

impl Declaration {
    /// Takes in one declaration; gives the declarations that it stands for, if it does.
    fn declare(&mut self, m: &mut Machine, declaration: Value) -> Outcome<Vec<Value>> {
        let reason = "define-library: expected a declaration such as (export …) or (begin …)";
        if !declaration.is_pair() {
            return refuse_part(m, self.form, reason, declaration);
        }
        match text(m, declaration.car()) {
            "export" => self.export(m, declaration)?,
            "import" => self.imports.extend(parse_imports(m, declaration)?),
            "begin" => self.body.extend(operands(declaration, "begin")?),
            "include" => self.body.extend(included(m, declaration, FoldCase::No)?),
            "include-ci" => self.body.extend(included(m, declaration, FoldCase::Yes)?),
            "include-library-declarations" => return included(m, declaration, FoldCase::No),
            "cond-expand" => {
                let chosen = chosen_clause(m, declaration)?.unwrap_or(Value::NIL);
                return list(declaration, chosen, "cond-expand: the declarations of a clause");
            }
            _ => return refuse_part(m, self.form, reason, declaration.car()),
        }
        Ok(Vec::new())
    }

    fn export(&mut self, m: &Machine, declaration: Value) -> Outcome<()> {
        for spec in operands(declaration, "export")? {
            let (internal, external) = match spec.is_pair() && text(m, spec.car()) == "rename" {
                true => parse_rename(m, declaration, spec.cdr())?,
                false if is_identifier(spec) => (symbol_of(spec), symbol_of(spec)),
                false => {
                    let reason = "export: expected a name or (rename name new-name)";
                    return refuse_part(m, declaration, reason, spec);
                }
            };
            self.exports.push(Export { internal, external });
        }
        Ok(())
    }
}

/// The cells that a library exports, its body having run in these globals. Errors: a name that it
/// does not bind; a name exported twice for different variables.
pub fn exported(m: &mut Machine, library: &Declaration, id: GlobalsId) -> Outcome<Vec<Binding>> {
    let mut bindings: Vec<Binding> = Vec::with_capacity(library.exports.len());
    let set = ImportSet {
        form: library.form,
        source: super::ImportSource::Library(library.name),
        steps: Vec::new(),
    };
    for Export { internal, external } in &library.exports {
        let found = environment::cell_for(m, id, *internal);
        if cell::state(found) == CellState::Unbound {
            let name = symbol::name(&m.heap, *internal);
            return refuse(library.form, format!("export: the library does not define {name}"));
        }
        bindings.push((*external, found));
    }
    set.resolve(m, &bindings)
}
