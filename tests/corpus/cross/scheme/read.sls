(library (scheme read) (export) (import))
