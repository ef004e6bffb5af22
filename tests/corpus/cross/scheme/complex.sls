(library (scheme complex) (export) (import))
