//! The frames that the tower leaves in the machine: what happens to the value that comes back.

/// Kinds of frames. A frame of the first group waits at level l for what level l + 1 does: its data
/// are what was in force at level l (see `moving`), its host state, and a datum of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i64)]
pub enum FrameKind {
    /// A level waits for what it had the level above evaluate. No datum.
    Em,
    /// The forms of an input. Datum: the call of `read-forms`.
    ReadForms,
    /// The forms of a whole text. Datum: `#f`, the scope, the call of `read-forms`, as a vector.
    ReadFile,
    /// The forms of an input, rewritten. Datum: the call of `transform`.
    Transform,
    /// The forms that one form of a file becomes. Datum: the reader's number, the scope, the call of
    /// `transform`, as a vector.
    TransformFile,
    /// A value of an input has been printed. Datum: the forms of the input that are left.
    PrintedOfInput,
    /// The value of what was to be run has been printed. Datum: the value.
    PrintedLast,

    /// A level has come to the value that the level above had it find. Data: the `cont` that gets it, and
    /// what was in force at the step that the level above was at work for.
    Down,
    /// What is in force below the running level is what it was. Data: that.
    Below,
    /// A value of an input. Data: the forms of the input that are left.
    Input,
    /// A value of a file's form. Data: the reader's number, or the list of the forms that are left of a
    /// text that was read as a whole; the scope; the forms that are left of what the last form of the
    /// file became.
    File,
    /// The value that ends a part of the run: a file or an expression. Datum: whether it is printed.
    Part,
    /// A library that an import needs has been loaded. Data: the import's form and environment.
    Import,
    /// The same for an import of a `define-library` form.
    DefineLibrary,
    /// A value of a form of a library's body. Data: see `Tower::next_of_library`.
    LibraryBody,
    /// The imports of a new environment are there. Data: the environment.
    Environment,
    /// The value of an expression of a command. Data: what the command does with it, and its note.
    Command,
}

impl FrameKind {
    /// Every kind, in the order of its number.
    pub const ALL: [FrameKind; 17] = [
        FrameKind::Em,
        FrameKind::ReadForms,
        FrameKind::ReadFile,
        FrameKind::Transform,
        FrameKind::TransformFile,
        FrameKind::PrintedOfInput,
        FrameKind::PrintedLast,
        FrameKind::Down,
        FrameKind::Below,
        FrameKind::Input,
        FrameKind::File,
        FrameKind::Part,
        FrameKind::Import,
        FrameKind::DefineLibrary,
        FrameKind::LibraryBody,
        FrameKind::Environment,
        FrameKind::Command,
    ];

    /// Whether a level waits in such a frame for what the level above it does.
    pub fn is_climbed(self) -> bool {
        (self as i64) < FrameKind::Down as i64
    }
}

#[test]
fn a_kind_is_its_number() {
    for (number, kind) in FrameKind::ALL.into_iter().enumerate() {
        assert_eq!(kind as usize, number);
    }
}
