(library (scheme write) (export) (import))
