(library (scheme repl) (export) (import))
