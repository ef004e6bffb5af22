(library (scheme cxr) (export) (import))
