//! The standard library's Scheme text, carried inside the executable.
//!
//! Invariant: no logic lives here. A library `(scheme base)` is named `scheme/base`; its text is
//! `scheme/base.sld` in this package's folder `scheme`, and `scheme/base.scm` if it includes one: the
//! same places as under a folder given with `-L`. The table is sorted by name. A library that has
//! neither imports nor a body gives out universal procedures and forms, which are the prelude's or
//! builtins. `scheme/base-test.sld` holds the tests of `scheme/base`; the executable does not carry it.
//! `tower/prelude` gives out what only libraries of the standard library import. The dialect `hlisp` is
//! `dialects/hlisp/hlisp.scm`, which includes the files beside it.

macro_rules! part {
    ($name:literal) => {
        (
            concat!("prelude/", $name, ".scm"),
            include_str!(concat!("../scheme/prelude/", $name, ".scm")),
        )
    };
}

macro_rules! library {
    ($name:literal) => {
        LibraryText {
            name: $name,
            sld: include_str!(concat!("../scheme/", $name, ".sld")),
            scm: None,
        }
    };
    ($name:literal, included) => {
        LibraryText {
            name: $name,
            sld: include_str!(concat!("../scheme/", $name, ".sld")),
            scm: Some(include_str!(concat!("../scheme/", $name, ".scm"))),
        }
    };
}

macro_rules! dialect {
    ($name:literal $(, $part:literal)*) => {
        DialectText {
            name: $name,
            text: include_str!(concat!("../dialects/", $name, "/", $name, ".scm")),
            parts: &[$((
                concat!($part, ".scm"),
                include_str!(concat!("../dialects/", $name, "/", $part, ".scm")),
            ),)*],
        }
    };
}

/// The text of one library.
#[derive(Clone, Copy, Debug)]
pub struct LibraryText {
    /// The parts of its name with slashes between: `scheme/base`, `srfi/1`.
    pub name: &'static str,
    /// Its `define-library` form.
    pub sld: &'static str,
    /// The file it includes, named like it, if there is one.
    pub scm: Option<&'static str>,
}

/// The text of one dialect.
#[derive(Clone, Copy, Debug)]
pub struct DialectText {
    /// What it is called.
    pub name: &'static str,
    /// What is run to have it.
    pub text: &'static str,
    /// The files that the text includes: file name, text.
    pub parts: &'static [(&'static str, &'static str)],
}

/// Every dialect, sorted by name.
pub const DIALECTS: &[DialectText] = &[
    dialect!(
        "hlisp",
        "text",
        "reader",
        "writer",
        "names",
        "dicts",
        "tasks",
        "programs",
        "forms",
        "interpreter",
        "towers"
    ),
    dialect!("sicp"),
];

/// Every library, sorted by name.
pub const LIBRARIES: &[LibraryText] = &[
    library!("scheme/base"),
    library!("scheme/case-lambda"),
    library!("scheme/char"),
    library!("scheme/complex"),
    library!("scheme/cxr"),
    library!("scheme/eval"),
    library!("scheme/file"),
    library!("scheme/inexact"),
    library!("scheme/lazy"),
    library!("scheme/load"),
    library!("scheme/process-context"),
    library!("scheme/r5rs"),
    library!("scheme/read"),
    library!("scheme/repl"),
    library!("scheme/time"),
    library!("scheme/write"),
    library!("sicp"),
    library!("sicp/builtins"),
    library!("sicp/picture"),
    library!("sicp/processes"),
    library!("srfi/1"),
    library!("srfi/11"),
    library!("srfi/111"),
    library!("srfi/128", included),
    library!("srfi/132", included),
    library!("srfi/133", included),
    library!("srfi/152", included),
    library!("srfi/158", included),
    library!("srfi/16"),
    library!("srfi/2"),
    library!("srfi/23"),
    library!("srfi/26"),
    library!("srfi/28", included),
    library!("srfi/31"),
    library!("srfi/34"),
    library!("srfi/39"),
    library!("srfi/41"),
    library!("srfi/41/derived", included),
    library!("srfi/41/primitive", included),
    library!("srfi/6"),
    library!("srfi/64", included),
    library!("srfi/69"),
    library!("srfi/8"),
    library!("srfi/87"),
    library!("srfi/9"),
    library!("srfi/98"),
    library!("tower/accumulators", included),
    library!("tower/checks", included),
    library!("tower/comparators", included),
    library!("tower/consumers", included),
    library!("tower/csv", included),
    library!("tower/evaluator"),
    library!("tower/json", included),
    library!("tower/language"),
    library!("tower/prelude"),
    library!("tower/sources", included),
    library!("tower/string-builder"),
];

/// The text of universal procedures, in the order of loading: file name, text.
pub const PRELUDE: &[(&str, &str)] = &[
    part!("exceptions"),
    part!("control"),
    part!("procedures"),
    part!("parameters"),
    part!("map"),
    part!("fold"),
    part!("governing"),
    part!("stepping"),
    part!("lists"),
    part!("search"),
    part!("sets"),
    part!("sort"),
    part!("vectors"),
    part!("strings"),
    part!("tables"),
    part!("promises"),
    part!("ports"),
    part!("numbers"),
    part!("environments"),
    part!("watching"),
];

/// The library of that name. Cost: logarithmic in the number of libraries.
pub fn library(name: &str) -> Option<&'static LibraryText> {
    let at = LIBRARIES.binary_search_by(|library| library.name.cmp(name)).ok()?;
    LIBRARIES.get(at)
}

/// The dialect of that name.
pub fn dialect(name: &str) -> Option<&'static DialectText> {
    DIALECTS.iter().find(|dialect| dialect.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn libraries_are_sorted_and_are_called_what_they_are_named() {
        assert!(LIBRARIES.is_sorted_by(|a, b| a.name < b.name));
        for LibraryText { name, sld, .. } in LIBRARIES {
            let head = format!("(define-library ({})\n", name.replace('/', " "));
            assert!(sld.starts_with(&head), "{name}");
            assert_eq!(library(name).map(|found| found.name), Some(*name));
        }
        assert!(library("scheme/none").is_none());
    }

    #[test]
    fn every_file_is_in_a_table() {
        let included = LIBRARIES.iter().filter(|library| library.scm.is_some()).count();
        assert_eq!(files("scheme"), PRELUDE.len() + LIBRARIES.len() + included);
        let parts: usize = DIALECTS.iter().map(|dialect| 1 + dialect.parts.len()).sum();
        assert_eq!(files("dialects"), parts);
        assert!(DIALECTS.is_sorted_by(|a, b| a.name < b.name));
    }

    /// The number of files of Scheme text in a folder, but tests.
    fn files(folder: &str) -> usize {
        let mut files = 0;
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the folder is there") {
                let path = entry.expect("it can be read").path();
                let ending = path.extension().unwrap_or_default();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.to_string_lossy().ends_with("-test.sld") {
                    files += usize::from(ending == "scm" || ending == "sld");
                }
            }
        }
        files
    }
}
