(library (scheme file) (export) (import))
