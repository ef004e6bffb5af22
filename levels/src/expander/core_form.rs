//! The forms that the evaluator itself knows.

use super::scope::{MacroKind, macro_field, macro_kind};
use crate::value::Value;

macro_rules! core_forms {
    ($($(#[$doc:meta])* $form:ident = $first:literal $(, $other:literal)*;)*) => {
        /// A core form.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum CoreForm { $($(#[$doc])* $form,)* }

        impl CoreForm {
            /// Every name of a core form; the payload of its macro object is the index here.
            pub const NAMES: &'static [&'static str] = &[$($first, $($other,)*)*];
            const FORMS: &'static [CoreForm] = &[
                $(CoreForm::$form, $({ let _ = $other; CoreForm::$form },)*)*
            ];
        }
    };
}

core_forms! {
    /// `(quote datum)`
    Quote = "quote";
    /// `(if test consequent [alternative])`
    If = "if";
    /// `(set! name expression)`
    Set = "set!";
    /// `(define name expression)`, `(define (name . formals) body …)`
    Define = "define";
    /// `(lambda formals body …)`
    Lambda = "lambda";
    /// `(begin form …)`
    Begin = "begin";
    /// `(define-syntax name transformer)`
    DefineSyntax = "define-syntax";
    /// `(let-syntax ((name transformer) …) body …)`
    LetSyntax = "let-syntax";
    /// `(letrec-syntax ((name transformer) …) body …)`
    LetrecSyntax = "letrec-syntax";
    /// `(delta (exp env cont) body …)`
    Delta = "delta";
    /// `(EM expression)`
    Em = "EM", "exec-at-metalevel";
    /// `(import set …)`
    Import = "import";
    /// `(define-library name declaration …)`
    DefineLibrary = "define-library";
}

impl CoreForm {
    /// The core form that a macro object stands for, if it does.
    pub fn of(object: Value) -> Option<CoreForm> {
        if macro_kind(object) != MacroKind::Core {
            return None;
        }
        CoreForm::FORMS.get(object.field(macro_field::PAYLOAD).as_index()?).copied()
    }
}
