//! How Scheme's forms are laid out: which operands stay on the first line, and what the lists in
//! them are.

/// What a list is to the one around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// As much on a line as goes there.
    Data,
    /// An expression: a form of the table, or a call.
    Code,
    /// The list of `let`'s bindings: one on a line.
    Bindings,
    /// A name and what it is bound to.
    Binding,
    /// A test or a pattern and what follows it, on lines of their own.
    Clause,
    /// `guard`'s name and clauses.
    Handlers,
}

/// A form: its keyword, and the roles of its operands.
pub(super) struct Form {
    keyword: &'static str,
    /// Operands that begin on the first line.
    pub first: &'static [Role],
    /// The operands after them.
    pub rest: Role,
    /// Where those begin.
    pub place: Place,
    /// How many operands tell a use of the form from other lists that begin like it.
    least: usize,
    most: usize,
    /// The operand that is a list or a vector in each use, if there is one: from 0.
    list: Option<usize>,
}

/// Where the later operands of a form begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Two columns to the right of the parenthesis.
    Body,
    /// Under the first operand.
    Aligned,
}

use Place::{Aligned, Body};
use Role::{Bindings, Clause, Code, Data, Handlers};

const fn form(
    keyword: &'static str,
    first: &'static [Role],
    (rest, place): (Role, Place),
    (least, list): (usize, Option<usize>),
) -> Form {
    Form { keyword, first, rest, place, least, most: LOOKED_AT, list }
}

/// The same for a form of at most so many operands.
const fn short(form: Form, most: usize) -> Form {
    Form { most, ..form }
}

/// Sorted by keyword; of several for one keyword, the first that fits counts.
const FORMS: &[Form] = &[
    form("and", &[Code], (Code, Aligned), (2, None)),
    form("begin", &[], (Code, Body), (1, Some(0))),
    form("call-with-values", &[Code], (Code, Aligned), (2, Some(0))),
    form("case", &[Code], (Clause, Body), (2, Some(1))),
    form("case-lambda", &[], (Clause, Body), (1, Some(0))),
    form("cond", &[Clause], (Clause, Aligned), (1, Some(0))),
    form("define", &[Data], (Code, Body), (2, None)),
    form("define-library", &[Data], (Code, Body), (2, Some(0))),
    form("define-record-type", &[Data], (Data, Body), (3, None)),
    form("define-syntax", &[Data], (Code, Body), (2, Some(1))),
    form("define-values", &[Data], (Code, Body), (2, None)),
    form("defn", &[Data, Data], (Code, Body), (3, Some(1))),
    form("delta", &[Data], (Code, Body), (2, Some(0))),
    form("do", &[Bindings, Clause], (Code, Body), (2, Some(0))),
    form("fn", &[Data], (Code, Body), (2, Some(0))),
    form("guard", &[Handlers], (Code, Body), (2, Some(0))),
    short(form("if", &[Code], (Code, Aligned), (2, None)), 3),
    form("lambda", &[Data], (Code, Body), (2, None)),
    form("let", &[Bindings], (Code, Body), (2, Some(0))),
    form("let", &[Data, Bindings], (Code, Body), (3, Some(1))),
    form("let*", &[Bindings], (Code, Body), (2, Some(0))),
    form("let*-values", &[Bindings], (Code, Body), (2, Some(0))),
    form("let-syntax", &[Bindings], (Code, Body), (2, Some(0))),
    form("let-values", &[Bindings], (Code, Body), (2, Some(0))),
    form("letrec", &[Bindings], (Code, Body), (2, Some(0))),
    form("letrec*", &[Bindings], (Code, Body), (2, Some(0))),
    form("letrec-syntax", &[Bindings], (Code, Body), (2, Some(0))),
    form("named-lambda", &[Data], (Code, Body), (2, Some(0))),
    form("or", &[Code], (Code, Aligned), (2, None)),
    form("parameterize", &[Bindings], (Code, Body), (2, Some(0))),
    form("receive", &[Data, Code], (Code, Body), (3, None)),
    short(form("set!", &[Data, Code], (Code, Body), (2, None)), 2),
    form("syntax-rules", &[Data], (Clause, Body), (2, Some(0))),
    form("unless", &[Code], (Code, Body), (2, None)),
    form("when", &[Code], (Code, Body), (2, None)),
    form("with-exception-handler", &[Code], (Code, Body), (2, Some(0))),
];

/// Operands of a list that are looked at: more are not counted.
pub(super) const LOOKED_AT: usize = 4;

/// The form that a list with this first symbol is a use of. `is_list` says of each of the first
/// `LOOKED_AT` operands, as far as there are so many, whether it is a list or a vector.
pub(super) fn of(keyword: &str, is_list: &[bool]) -> Option<&'static Form> {
    let from = FORMS.partition_point(|form| form.keyword < keyword);
    let named = FORMS[from..].iter().take_while(|form| form.keyword == keyword);
    named.into_iter().find(|form| {
        let listed = form.list.is_none_or(|index| is_list.get(index) == Some(&true));
        listed && (form.least..=form.most).contains(&is_list.len())
    })
}

#[test]
fn forms_are_sorted() {
    assert!(FORMS.is_sorted_by(|a, b| a.keyword <= b.keyword));
    assert!(FORMS.iter().all(|form| form.least <= LOOKED_AT));
}
