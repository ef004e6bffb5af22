(define-library (tower language)
  (export assert call-with-output-string condition-kind defn em em-cont environment-assign! environment-bound?
          environment-bound-names environment-define environment-lookup environment? fn fresh-line init-tower
          list-head procedure-arity store-names store-ref store-set store? string-any string-concatenate
          string-every string-index string-join string-null? string-search-forward the-environment time
          trace untrace))
