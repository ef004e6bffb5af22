//! Programs that stop, and whose variables are assigned from the level above wherever they stop.
//!
//! Invariant: with `Keeping::Kept` the same program keeps, of each scope, a closure that assigns all its
//! variables, so that all of them live in contexts from the start, and no loop is a jump.

use crate::random::Random;

/// Whether closures keep the variables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// As the program is.
    Plain,
    /// Each scope keeps a closure over its variables.
    Kept,
}

/// What programs run after: `stops` says what happens where they stop. What happened is counted, so that
/// no program runs for ever.
pub const PRELUDE: &str = include_str!("environment.scm");

/// A program under construction.
struct Writer {
    random: Random,
    keeping: Keeping,
    /// Names and values in sight: numbers, and the names of loops and procedures.
    numbers: Vec<String>,
    procedures: Vec<String>,
    /// What happens at each stop so far.
    stops: Vec<String>,
    names: u64,
}

/// The program of that seed.
pub fn program(seed: u64, keeping: Keeping) -> String {
    let mut writer = Writer {
        random: Random::new(seed),
        keeping,
        numbers: Vec::new(),
        procedures: Vec::new(),
        stops: Vec::new(),
        names: 0,
    };
    let procedure = writer.procedure("main", 4);
    let stops = writer.stops.concat();
    format!(
        "(define {procedure}\n(em '(begin (set! left 12) (set! waiting #f) (set! stops '({stops}))))\n(show (main 3 4))\n"
    )
}

impl Writer {
    fn below(&mut self, bound: u64) -> u64 {
        self.random.below(bound)
    }

    fn name(&mut self, letter: &str) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    /// A body that keeps these variables if that is the manner.
    fn keeping(&self, names: &[&str], body: &str) -> String {
        if self.keeping == Keeping::Plain {
            return body.to_owned();
        }
        let sets: Vec<String> = names.iter().map(|name| format!("(set! {name} {name})")).collect();
        format!("(keep (lambda () {})) {body}", sets.join(" "))
    }

    /// A body in which the numbers are in sight.
    fn within(&mut self, names: &[&str], body: impl FnOnce(&mut Writer) -> String) -> String {
        let before = self.numbers.len();
        self.numbers.extend(names.iter().map(|name| (*name).to_owned()));
        let body = body(self);
        self.numbers.truncate(before);
        body
    }

    /// `(name x y) body)`: what is outside of a procedure is not in sight.
    fn procedure(&mut self, name: &str, depth: u32) -> String {
        let numbers = std::mem::take(&mut self.numbers);
        let procedures = std::mem::take(&mut self.procedures);
        let (x, y) = (self.name("x"), self.name("y"));
        let body = self.within(&[&x, &y], |w| {
            let end = w.number(depth.saturating_sub(1));
            if name == "main" {
                return end;
            }
            let next = w.number(depth.saturating_sub(1));
            let call = match w.below(3) {
                0 => format!("(+ 1 ({name} (- {x} 1) {next}))"),
                1 => format!("({name} (- {x} 1) {next})"),
                _ => format!("({name} (- {x} (* 0 {next}) 1) {y})"),
            };
            format!("(if (< {x} 1) {end} {call})")
        });
        (self.numbers, self.procedures) = (numbers, procedures);
        format!("({name} {x} {y}) {})", self.keeping(&[&x, &y], &body))
    }

    /// An expression whose value is a number.
    fn number(&mut self, depth: u32) -> String {
        if depth == 0 {
            return self.leaf();
        }
        let depth = depth - 1;
        match self.below(8) {
            0 => format!("(+ {} {})", self.number(depth), self.number(depth)),
            1 => {
                let (a, b) = (self.number(depth), self.number(depth));
                format!("(if (< {a} {b}) {} {})", self.number(depth), self.number(depth))
            }
            2 => self.let_form(depth),
            3 | 4 => self.loop_form(depth),
            5 => self.definition(depth),
            6 => format!("(begin {} {})", self.number(depth), self.number(depth)),
            _ => format!("(- {} {})", self.number(depth), self.stop()),
        }
    }

    fn leaf(&mut self) -> String {
        let count = self.numbers.len() as u64;
        match self.below(4) {
            0 => self.below(10).to_string(),
            1 => self.stop(),
            _ => self.numbers[self.random.below(count) as usize].clone(),
        }
    }

    fn let_form(&mut self, depth: u32) -> String {
        let (a, b) = (self.name("a"), self.name("b"));
        let (first, second) = (self.number(depth), self.number(depth));
        let body = self.within(&[&a, &b], |w| w.number(depth));
        format!("(let (({a} {first}) ({b} {second})) {})", self.keeping(&[&a, &b], &body))
    }

    fn loop_form(&mut self, depth: u32) -> String {
        let (name, i, v) = (self.name("loop"), self.name("i"), self.name("v"));
        let first = self.number(depth);
        let body = self.within(&[&i, &v], |w| {
            w.procedures.push(name.clone());
            let next = w.number(depth);
            let next = match w.below(2) {
                0 => format!("({name} (+ {i} 1) {next})"),
                _ => format!("({name} (- (+ {i} 1) (* 0 {next})) {v})"),
            };
            let end = w.number(depth.saturating_sub(1));
            w.procedures.pop();
            format!("(if (>= {i} 3) {end} {next})")
        });
        let body = self.keeping(&[&i, &v, &name], &body);
        format!("(let {name} (({i} 0) ({v} {first})) {body})")
    }

    fn definition(&mut self, depth: u32) -> String {
        let name = self.name("f");
        let procedure = self.procedure(&name, depth);
        self.procedures.push(name.clone());
        let (before, argument) = (self.number(depth), self.number(0));
        let again = self.number(0);
        self.procedures.pop();
        let call = format!("(begin {before} (+ ({name} 2 {argument}) ({name} 1 {again})))");
        format!("(let () (define {procedure} {})", self.keeping(&[&name], &call))
    }

    /// An expression that fails, and what happens then: the numbers in sight are shown, and a variable is
    /// assigned, in the environment of this stop or of one before.
    fn stop(&mut self) -> String {
        let number = self.stops.len() as u64;
        let targets = self.numbers.len() as u64;
        let form = match self.below(6) {
            0 => format!("(car {number})"),
            1 => format!("(vector-ref {number} 0)"),
            2 => {
                let variable = &self.numbers[self.random.below(targets) as usize];
                format!("(set! stop{number} {variable})")
            }
            // The builtin leaves it to the library.
            3 => format!("(member {number} {number} =)"),
            _ => format!("stop{number}"),
        };
        let value = self.below(6);
        let procedures = self.procedures.len() as u64;
        let shown = self.numbers.join(" ");
        let later = self.below(3) == 0;
        let assigned = if procedures > 0 && self.below(3) == 0 {
            let name = self.procedures[self.random.below(procedures) as usize].clone();
            format!("{name} procedure")
        } else {
            let name = self.numbers[self.random.below(targets) as usize].clone();
            format!("{name} {}", self.below(10))
        };
        let when = if later { "later" } else { "at-once" };
        self.stops.push(format!("({form} {value} ({shown}) {when} {assigned})\n"));
        form
    }
}
