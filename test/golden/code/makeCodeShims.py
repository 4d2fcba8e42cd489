"""Writes codeShims.json: mean, spread and ends of what the snippets of Keras and JAX give on the stand-ins of frameworkShims.py.

Run from the root of the project, with Node and a Python that has numpy: /usr/bin/python3 test/golden/code/makeCodeShims.py
"""
import json
import pathlib
import subprocess

import numpy as np

import frameworkShims

here = pathlib.Path(__file__).parent
root = here.parent.parent.parent
script = "import { shimCases } from './test/golden/code/codeCases'; process.stdout.write(JSON.stringify(shimCases));"
bundle = subprocess.run([root / 'node_modules/.bin/esbuild', '--bundle', '--platform=node', '--format=cjs'], input=script, capture_output=True, text=True, check=True, cwd=root).stdout
cases = json.loads(subprocess.run(['node', '-'], input=bundle, capture_output=True, text=True, check=True).stdout)
frameworkShims.install()

out = []
for case in cases:
    scope = {}
    exec(compile(case['code'], 'snippet', 'exec'), scope)
    w = np.asarray(scope['W'])
    fans = case['shape']
    assert w.shape == (fans['fanIn'], fans['fanOut']) and w.dtype == np.float32, (case, w.shape, w.dtype)
    w = w.astype(float)
    out.append({'code': case['code'], 'mean': w.mean(), 'std': w.std(), 'min': w.min(), 'max': w.max()})
(here / 'codeShims.json').write_text('[\n' + ',\n'.join(json.dumps(case, allow_nan=False) for case in out) + '\n]\n')
