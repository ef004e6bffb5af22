//! The steps of evaluation, by which code is known to whoever governs it.
//!
//! A host may perform some steps itself (`Machine::govern`). Each code knows the kinds of steps that it
//! takes; the code that takes a governed one is left to the host, all other code runs as ever.

/// A kind of step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Step {
    /// The evaluation of any expression.
    Eval,
    /// A reference to a variable.
    Var,
    /// `quote`.
    Quote,
    /// `if`.
    If,
    /// `set!`.
    Set,
    /// `define`.
    Define,
    /// `lambda`.
    Lambda,
    /// `delta`.
    Delta,
    /// The expressions of a body or of a `begin`.
    Begin,
    /// The operands of an application.
    List,
    /// `define-syntax`.
    DefineSyntax,
    /// `let-syntax` and `letrec-syntax`.
    LetSyntax,
    /// `import`.
    Import,
    /// One step of the expansion of a macro use.
    MacroUse,
    /// An application: its operator, its operands.
    Application,
    /// The call of a procedure.
    Apply,
    /// The call of a procedure of another language.
    ForeignApply,
}

impl Step {
    /// Every kind, in the order of its number.
    pub const ALL: [Step; 17] = [
        Step::Eval,
        Step::Var,
        Step::Quote,
        Step::If,
        Step::Set,
        Step::Define,
        Step::Lambda,
        Step::Delta,
        Step::Begin,
        Step::List,
        Step::DefineSyntax,
        Step::LetSyntax,
        Step::Import,
        Step::MacroUse,
        Step::Application,
        Step::Apply,
        Step::ForeignApply,
    ];
}

/// A set of kinds of steps.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Steps(pub u32);

impl Steps {
    /// Every kind.
    pub const ALL: Steps = Steps((1 << Step::ALL.len()) - 1);

    /// No kind.
    pub const NONE: Steps = Steps(0);

    /// This kind only.
    pub const fn of(step: Step) -> Steps {
        Steps(1 << step as u8)
    }

    /// The kinds of both.
    #[must_use]
    pub const fn with(self, other: Steps) -> Steps {
        Steps(self.0 | other.0)
    }

    /// The kinds that are in both.
    #[must_use]
    pub const fn both(self, other: Steps) -> Steps {
        Steps(self.0 & other.0)
    }

    /// Whether a kind is in both.
    #[inline(always)]
    pub const fn meets(self, other: Steps) -> bool {
        self.0 & other.0 != 0
    }
}
