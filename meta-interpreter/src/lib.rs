//! What a level runs: the evaluator as a program in the language, and the table of its functions.
//!
//! Invariant: the text defines each function of the table, and nothing else but `conclude`; what it needs
//! beside is `OPERATIONS`, which the machine has, and `PRIMITIVES`, which whoever runs it gives.

mod definition;

pub use definition::definition_of;

macro_rules! functions {
    ($($(#[$doc:meta])* $function:ident = $name:literal, $arity:literal;)*) => {
        /// A function that every store binds, by which the level above governs how a level evaluates.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(usize)]
        pub enum Function { $($(#[$doc])* $function,)* }

        impl Function {
            /// All of them, in the order of the text's contents.
            pub const ALL: &'static [Function] = &[$(Function::$function,)*];

            /// The name that stores bind.
            pub const fn name(self) -> &'static str {
                match self { $(Function::$function => $name,)* }
            }

            /// How many arguments it takes.
            pub const fn arity(self) -> usize {
                match self { $(Function::$function => $arity,)* }
            }
        }
    };
}

functions! {
    /// Looks at a form and calls the function for it.
    BaseEval = "base-eval", 3;
    /// A variable.
    EvalVar = "eval-var", 3;
    /// `quote`
    EvalQuote = "eval-quote", 3;
    /// `if`
    EvalIf = "eval-if", 3;
    /// `set!`
    EvalSet = "eval-set!", 3;
    /// `define`
    EvalDefine = "eval-define", 3;
    /// `lambda`
    EvalLambda = "eval-lambda", 3;
    /// `delta`
    EvalDelta = "eval-delta", 3;
    /// The body of a `begin` or of a procedure.
    EvalBegin = "eval-begin", 3;
    /// Operands.
    EvalList = "eval-list", 3;
    /// `define-syntax`
    EvalDefineSyntax = "eval-define-syntax", 3;
    /// `let-syntax` and `letrec-syntax`
    EvalLetSyntax = "eval-let-syntax", 3;
    /// `import`
    EvalImport = "eval-import", 3;
    /// A use of a macro.
    EvalMacroUse = "eval-macro-use", 3;
    /// What is neither special nor the use of a macro.
    EvalApplication = "eval-application", 3;
    /// The application of a procedure to the values of the operands.
    BaseApply = "base-apply", 4;
    /// That of a procedure that lives in another language.
    ForeignApply = "foreign-apply", 4;
}

impl Function {
    /// The function of this name.
    pub fn named(name: &str) -> Option<Function> {
        Function::ALL.iter().copied().find(|function| function.name() == name)
    }
}

/// The evaluator.
pub const TEXT: &str = include_str!("../scheme/evaluator.scm");

/// How the evaluator goes on with what compiled code has begun.
pub const RESUMPTION: &str = include_str!("../scheme/resumption.scm");

/// What the text calls where it interprets the text of a level, beside `PRIMITIVES` that only a program can
/// want, and `LAYER_OPERATIONS`. It is given the `subject`, the environment of that text.
pub const LAYER: &str = include_str!("../scheme/layer.scm");

/// What `LAYER` calls that whoever runs it has, bound with `%` before each name.
pub const LAYER_OPERATIONS: &[&str] = &["closed-in?", "apply-plainly", "apply-last"];

/// What the text calls that the machine has: the universe binds each with `%` before its name, and the
/// library `(tower evaluator)` gives them out by their names.
pub const OPERATIONS: &[&str] = &[
    "form-kind",
    "malformation",
    "look-up",
    "assign!",
    "define!",
    "definition-name",
    "definition-value",
    "define-macro!",
    "macro-environment",
    "expand",
    "make-procedure",
    "procedure-body",
    "procedure-environment",
    "closed-environment",
    "within",
    "failure?",
    "failure-condition",
    "delta?",
    "foreign-procedure?",
];

/// What the text calls that is for whoever runs it to define.
pub const PRIMITIVES: &[&str] =
    &["fail", "apply-below", "interpreted?", "load-library", "make-delta", "delta-procedure"];

#[cfg(test)]
mod tests;
