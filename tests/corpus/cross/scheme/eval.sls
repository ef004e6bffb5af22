(library (scheme eval) (export) (import))
