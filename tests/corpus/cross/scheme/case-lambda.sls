(library (scheme case-lambda) (export) (import))
