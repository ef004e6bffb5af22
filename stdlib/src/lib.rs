//! The standard library's Scheme text, carried inside the executable.
//!
//! Invariant: no logic lives here. A library `(scheme base)` is named `scheme/base`; its text is the
//! file `scheme/base.sld` of this package, and `scheme/base.scm` if it includes one: the same places
//! as under a folder given with `-L`. The table is sorted by name.

macro_rules! part {
    ($name:literal) => {
        (
            concat!("prelude/", $name, ".scm"),
            include_str!(concat!("../scheme/prelude/", $name, ".scm")),
        )
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

/// Every library, sorted by name.
pub const LIBRARIES: &[LibraryText] = &[];

/// The text of universal procedures, in the order of loading: file name, text.
pub const PRELUDE: &[(&str, &str)] = &[
    part!("exceptions"),
    part!("control"),
    part!("procedures"),
    part!("parameters"),
    part!("map"),
    part!("fold"),
    part!("search"),
    part!("sets"),
    part!("sort"),
    part!("vectors"),
    part!("strings"),
    part!("tables"),
    part!("promises"),
    part!("ports"),
    part!("numbers"),
];

/// The library of that name. Cost: logarithmic in the number of libraries.
pub fn library(name: &str) -> Option<&'static LibraryText> {
    let at = LIBRARIES.binary_search_by(|library| library.name.cmp(name)).ok()?;
    LIBRARIES.get(at)
}
