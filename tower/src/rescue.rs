//! What happens when a level meets an error that nobody handled.

use crate::hook::Hook;
use crate::moving::host_of;
use crate::primitive::Primitive;
use crate::tower::{Manner, Next, Stop, Tower};
use crate::voice::{Leads, News, Words};
use crate::waiting;
use levels::condition::Outcome;
use levels::value::Value;

impl Tower {
    /// At a callee position of level l, `object` was raised and nobody handled it.
    pub(crate) fn unhandled(&mut self, object: Value) -> Next {
        let Some(rescue) = self.replaced(Hook::Rescue).filter(|hook| self.may_rescue(*hook)) else {
            return self.move_up(object, true);
        };
        let level = self.running().above();
        let globals = self.globals(level);
        let paused = self.m.capture();
        let (expression, environment) = self.innermost();
        let paused = self.m.at_innermost(paused);
        self.define(globals, "old-exp", expression);
        let cont = self.m.new_host_procedure(&Primitive::Cont.description(), paused);
        self.rise();
        Next::Go(self.call_hook(rescue, &[object, environment, cont]))
    }

    /// Ctrl-C, or used-up fuel: what runs is paused, whatever the hooks are, and moves up. Who insists
    /// comes back to where the last input was read, so that nothing but the controller is needed.
    pub(crate) fn interrupted(&mut self, object: Value) -> Next {
        if self.manner == Manner::Script || !self.m.poll.take_insistence() {
            return self.move_up(object, false);
        }
        let news = self.news_from(object, self.running(), None);
        let paused = self.m.capture();
        let (expression, environment) = self.innermost();
        self.pause(paused, object, expression, environment);
        let level = self.back_to_prompt();
        let told = self.tell(news, object, Leads::Back(level));
        self.after(told, Next::Stop(Stop::Prompt(level)))
    }

    /// The pristine `rescue`, called by the tower itself. What failed is resumed as a whole; what was only
    /// stopped is not.
    pub(crate) fn move_up(&mut self, object: Value, failed: bool) -> Next {
        if self.manner == Manner::Script {
            self.tell_last(object, self.running());
            return Next::Stop(Stop::Exit(1));
        }
        let news = self.news(object);
        if self.is_flat {
            return self.come_back(news, object);
        }
        let paused = self.m.capture();
        let (expression, environment) = self.innermost();
        let paused = if failed { self.m.at_innermost(paused) } else { paused };
        let level = waiting::level(host_of(paused)).above();
        let next = self.pause(paused, object, expression, environment);
        let told = self.tell(news, object, Leads::Up(level));
        self.after(told, next)
    }

    /// The pristine `rescue`, called by a program at level l + 1. What `old-cont` resumes is a call of
    /// `cont` in the place of this call.
    pub(crate) fn pristine_rescue(&mut self, arguments: &[Value]) -> Next {
        let [condition, environment, cont] = [arguments[0], arguments[1], arguments[2]];
        let words = match self.words_of(&arguments[3..]) {
            Ok(words) => words,
            Err(refused) => return Next::Go(self.m.raise_condition(&refused)),
        };
        if self.manner == Manner::Script {
            let level = self.running().below();
            self.tell_last_in(condition, level, words);
            return Next::Stop(Stop::Exit(1));
        }
        let level = self.running();
        let below = level.below();
        if self.is_flat {
            let news = self.news_from(condition, below, words);
            return self.come_back(news, condition);
        }
        let list = waiting::waiting(self.m.dynamic.host);
        let caller = self.m.capture();
        let data = self.m.heap.cons(caller, cont);
        self.set_paused(level, condition, environment, data);
        self.begin(level, list);
        let news = self.news_from(condition, below, words);
        let told = self.tell(news, condition, Leads::Up(level));
        self.after(told, Next::Stop(Stop::Prompt(level)))
    }

    /// What a program has `rescue` say: texts.
    fn words_of(&self, texts: &[Value]) -> Outcome<Option<Words>> {
        let text = |at: usize| {
            let text = texts.get(at).map(|text| {
                levels::builtins::argument::text(&self.m.heap, "rescue", 4 + at, *text)
            });
            text.transpose()
        };
        let (sentence, notice) = (text(0)?, text(1)?);
        Ok(sentence.map(|sentence| Words { sentence, notice }))
    }

    /// There is no level to move up to: the prompt that was read from last comes again.
    fn come_back(&mut self, news: News, object: Value) -> Next {
        let level = self.back_to_prompt();
        let told = self.tell(news, object, Leads::Nowhere);
        self.after(told, Next::Stop(Stop::Prompt(level)))
    }

    /// `next`, after something has been said; a port that refuses it is an error of the level that is
    /// going to read.
    fn after(&mut self, said: Outcome<()>, next: Next) -> Next {
        match said {
            Ok(()) => next,
            Err(condition) => Next::Go(self.m.raise_condition(&condition)),
        }
    }
}
