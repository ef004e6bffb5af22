//! `,expand`: what the macros in a form make of it.

use super::evaluation::one_form;
use super::{Answer, Description, Takes};
use crate::tower::Tower;
use levels::condition::Outcome;
use levels::expander::expand_step;
use levels::expander::lookup::{Denotation, lookup};
use levels::expander::scope::is_identifier;
use levels::expander::whole::expand_whole;
use levels::printer::{Style, to_string};
use levels::value::Value;

/// All of it.
pub(super) const COMMAND: Description = Description {
    word: ",expand",
    takes: Takes::Needed("FORM"),
    summary: "FORM with its macros expanded; one step of that",
    details: "Nothing is evaluated or defined. Variables that a macro inserted show as their
names, with a number behind where FORM has the name already.
",
    perform: |tower, text| expand(tower, COMMAND.word, text, expand_whole),
};

/// A step.
pub(super) const ONE_STEP: Description = Description {
    word: ",expand1",
    takes: Takes::Needed("FORM"),
    summary: COMMAND.summary,
    details: "One step of the outermost one; FORM itself where it is no use of a macro.\n",
    perform: |tower, text| expand(tower, ONE_STEP.word, text, one_step),
};

type Expand = fn(&mut levels::machine::Machine, Value, Value) -> Outcome<Vec<Value>>;

fn expand(tower: &mut Tower, word: &str, text: &str, expand: Expand) -> Answer {
    let form = match one_form(tower, word, text) {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let level = tower.running();
    let scope = tower.scope(level);
    match expand(&mut tower.m, form, scope) {
        Ok(forms) => {
            let heap = &tower.m.heap;
            let lines = forms.iter().map(|form| to_string(heap, *form, Style::Write) + "\n");
            Answer::Lines(lines.collect())
        }
        Err(condition) => {
            tower.complain(&condition);
            Answer::Lines(String::new())
        }
    }
}

fn one_step(m: &mut levels::machine::Machine, form: Value, scope: Value) -> Outcome<Vec<Value>> {
    if form.is_pair()
        && is_identifier(form.car())
        && let Denotation::Macro(object) = lookup(m, form.car(), scope)
    {
        return expand_step(m, object, form, scope).map(|expansion| vec![expansion]);
    }
    Ok(vec![form])
}
