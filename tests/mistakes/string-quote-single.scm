; Single quotes make no string.
(display 'hello world')
