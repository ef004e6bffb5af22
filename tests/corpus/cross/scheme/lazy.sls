(library (scheme lazy) (export) (import))
