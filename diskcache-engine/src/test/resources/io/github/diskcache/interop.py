"""Runs each line of standard input, and answers it with a line of its own.

The answer is the representation of an expression's value, None for a statement, or
"raised" and the representation of the exception.
"""
import sys
import time
import warnings

import diskcache


def check(cache):
    """All that check finds; as warnings that are not errors, those like others are left out."""
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        return cache.check()


names = {'check': check, 'diskcache': diskcache, 'nan': float('nan'), 'time': time}

for line in sys.stdin:
    try:
        try:
            code = compile(line, '<line>', 'eval')
        except SyntaxError:
            code = compile(line, '<line>', 'exec')
        answer = ascii(eval(code, names))
    except Exception as error:
        answer = 'raised ' + ascii(error)
    print(answer, flush=True)
