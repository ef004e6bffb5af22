(library (scheme time) (export) (import))
