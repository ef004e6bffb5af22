(library (scheme load) (export) (import))
