(library (scheme process-context) (export) (import))
