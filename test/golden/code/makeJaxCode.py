"""Writes jaxCode.json beside this file: what JAX and Flax give for the copied snippets, for jaxCode.test.ts to compare with.

Run with Node and a Python that has jax and flax (jax 0.10.2 and flax 0.12.8 made the file):
    python3 test/golden/code/makeJaxCode.py
"""
import hashlib
import json
import pathlib
import subprocess

import flax
import jax
import numpy as np

here = pathlib.Path(__file__).parent
root = here.parent.parent.parent
script = "import { jaxCodeCases } from './test/golden/code/jaxCodeCases'; process.stdout.write(JSON.stringify(jaxCodeCases()));"
bundle = subprocess.run([root / 'node_modules/.bin/esbuild', '--bundle', '--platform=node', '--format=cjs'],
                        input=script, capture_output=True, text=True, check=True, cwd=root).stdout
cases = json.loads(subprocess.run(['node', '-'], input=bundle, capture_output=True, text=True, check=True).stdout)

out = []
for case in cases:
    jax.config.update('jax_threefry_partitionable', True)
    scope = {}
    exec(compile(case['code'], 'snippet', 'exec'), scope)
    w = np.asarray(scope['W'], '<f4')
    assert scope['W'].dtype == np.float32 and w.shape == (7, 5), case
    out.append({'code': case['code'], 'sha256': hashlib.sha256(w.tobytes()).hexdigest()})
versions = {'jax': jax.__version__, 'flax': flax.__version__}
(here / 'jaxCode.json').write_text('{"versions": ' + json.dumps(versions) + ',\n"codes": [\n' + ',\n'.join(map(json.dumps, out)) + '\n]}\n')
