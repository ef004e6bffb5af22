(library (scheme inexact) (export) (import))
