//! The evaluator functions: by what the level above has a level evaluated.
//!
//! Each level's store binds them; what level l + 1 binds governs level l. A function that has its
//! pristine value is performed at once, or, where a program calls it or level l is governed by others, by
//! the text of `meta_interpreter`, which runs at level l + 1 as an opaque step.
//!
//! Invariants:
//! 1. `Level::governs` says which functions of a level are replaced, unless `m.governed.is_stale`.
//! 2. The code of the text (see `text`) belongs to no level: nobody's functions govern it.

use crate::text::Text;
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::environment::{self, GlobalsId, UNIVERSE, cell};
use levels::layout::flag;
use levels::machine::call::Flow;
use levels::step::{Step, Steps};
use levels::value::Value;
use meta_interpreter::Function;

/// What a level keeps of its evaluator functions.
#[derive(Default)]
pub(crate) struct Functions {
    /// The cells of the functions in the level's store, in the order of `Function::ALL`.
    pub(crate) cells: Vec<Value>,
    /// Which of them are replaced: the steps of the level below that are theirs.
    pub(crate) governs: Steps,
    /// The text, once it has been used here.
    pub(crate) text: Option<Text>,
}

impl Tower {
    /// Binds the functions in the store that a level is born with.
    pub(crate) fn bind_functions(&mut self, globals: GlobalsId) -> Functions {
        let cells = Function::ALL.iter().map(|function| {
            let pristine = self.m.global_value(UNIVERSE, function.name());
            self.define(globals, function.name(), pristine);
            let symbol = self.m.intern(function.name());
            let cell = environment::own_cell(&mut self.m, globals, symbol);
            let flags = (cell.header().flags() | flag::HOOK) & !flag::PLAIN;
            self.m.heap.set_flags(cell, flags);
            cell
        });
        Functions { cells: cells.collect(), ..Functions::default() }
    }

    /// Has the machine know which steps are governed where it runs.
    pub(crate) fn settle(&mut self) {
        if std::mem::take(&mut self.m.governed.is_stale) {
            self.look_at_functions();
            self.show_to_texts();
        }
        let level = self.running();
        self.m.governed.here = self.steps_above(level);
        self.m.governed.by_text = level.0 < self.honest;
        let is_ordinary = level.0 >= self.honest.max(0);
        self.m.light.look_at(is_ordinary.then_some(level.above().index()));
    }

    /// The variable of a level that holds what performs the steps of this kind of the level below.
    pub(crate) fn hook_cell(&self, level: LevelId, step: Step) -> Option<Value> {
        self.levels.get(level.index())?.functions.cells.get(step as usize).copied()
    }

    /// The steps of a level that the level above performs.
    pub(crate) fn steps_above(&self, level: LevelId) -> Steps {
        if level.0 < self.honest {
            return Steps::ALL;
        }
        let governor = self.levels.get(level.above().index());
        governor.map_or(Steps::NONE, |level| level.functions.governs)
    }

    /// From the next step on the levels below this number, and no others, are interpreted step by step,
    /// whatever is changed: what `--honest` and `init-tower` ask for.
    pub fn interpret(&mut self, levels: i64) {
        self.m.governed.is_stale |= levels != self.honest;
        self.honest = levels;
    }

    /// The same, and the texts that do it are interpreted, too, each by as many others as there are levels
    /// between it and that number. To be told before anything runs.
    pub fn interpret_texts(&mut self, levels: i64) {
        self.interpret(levels);
        self.honest_texts = levels;
    }

    fn look_at_functions(&mut self) {
        let pristine = &self.pristine;
        let honest = if self.honest > 0 { Steps::ALL } else { Steps::NONE };
        let mut anywhere = honest;
        let mut changed = false;
        for level in &mut self.levels {
            let cells = level.functions.cells.iter().zip(pristine).enumerate();
            let replaced = cells.filter(|(_, (cell, own))| cell.field(cell::VALUE) != **own);
            let steps = replaced.map(|(index, _)| Steps(1 << index)).fold(Steps::NONE, Steps::with);
            changed |= steps != level.functions.governs;
            level.functions.governs = steps;
            anywhere = anywhere.with(steps);
        }
        if changed || anywhere != self.m.governed.anywhere() {
            self.m.govern_anywhere(anywhere);
        }
    }

    /// At a callee position of level m: calls the function of that name, which acts for level m - 1.
    pub(crate) fn call_function(&mut self, function: Function, arguments: &[Value]) -> Flow {
        let level = self.running();
        self.globals(level);
        let cell = self.levels[level.index()].functions.cells[function as usize];
        let value = cell.field(cell::VALUE);
        if value == self.pristine[function as usize] {
            return self.call_pristine(function, arguments);
        }
        self.call_hook(value, arguments)
    }

    /// At a callee position: the pristine function, as the text has it.
    pub(crate) fn call_pristine(&mut self, function: Function, arguments: &[Value]) -> Flow {
        let procedure = self.text_of(self.running()).functions[function as usize];
        self.m.enter_call(procedure, arguments)
    }

    /// At a callee position: the text goes on with what is left of an application.
    pub(crate) fn call_resumption(&mut self, arguments: &[Value]) -> Flow {
        let procedure = self.text_of(self.running()).resumption;
        self.m.enter_call(procedure, arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tower::{Manner, Stop};
    use levels::machine::boot::Settings;
    use levels::machine::points::points_of;
    use levels::ops::PointKind;
    use levels::procedure::{code, raw_field, version};

    /// Gives the REPL an input that it evaluates.
    fn input(tower: &mut Tower, text: &str) {
        tower.note_prompt();
        assert!(matches!(tower.input(text), Stop::Prompt(LevelId(0))), "{text}");
    }

    /// Each code that has a version: where it is entered, the version, whether it is put aside, and what
    /// stands at its return points.
    fn versions(tower: &Tower) -> Vec<(Value, Value, Value, u8, Vec<u64>)> {
        let codes = tower.m.registered_codes().into_iter();
        let compiled = codes.filter(|template| template.field(code::VERSION).is_true());
        compiled
            .map(|template| {
                let present = template.field(code::VERSION);
                let points = points_of(present);
                let returns = points.filter(|point| point.key.kind() != PointKind::Instruction);
                let words = returns
                    .map(|point| raw_field(present, version::FIRST + point.index()))
                    .collect();
                let entry = template.field(code::ENTRY);
                let aside = present.header().flags() & (version::PARKED | version::RETIRED);
                (template, entry, present, aside, words)
            })
            .collect()
    }

    const PROGRAM: &str = "
        (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
        (define (sums l) (let loop ((l l) (sum 0)) (if (pair? l) (loop (cdr l) (+ sum (car l))) sum)))
        (define (run) (list (fib 10) (sums (map fib '(1 2 3)))))
        (define (toggled change) (let ((before (run))) (change) (let ((after (run))) (list before after))))";

    /// Code that a hook governed is the very same code again once the hook is gone: the version, where it is
    /// entered, and each of its return points.
    #[test]
    fn restored_code_is_the_very_same() {
        let mut tower = Tower::new(Settings::default(), Manner::Interactive);
        crate::prelude::load(&mut tower);
        let content = levels::port::Content::Textual;
        tower.m.standard_output = levels::port::open_output_memory(&mut tower.m.heap, content);
        tower.begin(LevelId(0), Value::NIL);
        input(&mut tower, PROGRAM);
        for name in ["eval-var", "eval-if", "eval-application", "base-apply", "base-eval"] {
            let parameters = if name == "base-apply" { "o l e k" } else { "x e k" };
            input(&mut tower, &format!("(EM (define original {name}))"));
            let hook =
                format!("(EM (set! {name} (lambda ({parameters}) (original {parameters}))))");
            input(&mut tower, &format!("(define (hook) {hook})"));
            input(&mut tower, &format!("(define (unhook) (EM (set! {name} original)))"));
            input(&mut tower, "(begin (run) (hook) (unhook) (toggled (lambda () 'nothing)))");
            let before = versions(&tower);
            assert!(before.iter().all(|(.., aside, _)| *aside == 0), "{name}");
            for toggling in ["(toggled hook)", "(run)", "(toggled unhook)"] {
                input(&mut tower, toggling);
            }
            let after = versions(&tower);
            for known in &before {
                let template = known.0;
                if let Some(found) = after.iter().find(|found| found.0 == template) {
                    assert_eq!(known, found, "{name}");
                }
            }
            assert!(before.iter().filter(|known| after.contains(known)).count() > 5, "{name}");
        }
    }
}
