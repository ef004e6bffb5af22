(library (scheme char) (export) (import))
