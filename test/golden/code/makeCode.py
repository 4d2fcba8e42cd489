"""Writes code.json beside this file: what the copied snippets give when NumPy and PyTorch run them, for code.test.ts to compare with.

The snippets of Keras and JAX are compiled only. Run from the root of the project, with Node and a Python that has numpy and torch:
    /usr/bin/python3 test/golden/code/makeCode.py
"""
import json
import pathlib
import subprocess

import numpy as np
import torch

here = pathlib.Path(__file__).parent
root = here.parent.parent.parent
script = "import { codeCases } from './test/golden/code/codeCases'; process.stdout.write(JSON.stringify(codeCases));"
bundle = subprocess.run([root / 'node_modules/.bin/esbuild', '--bundle', '--platform=node', '--format=cjs'], input=script, capture_output=True, text=True, check=True, cwd=root).stdout
cases = json.loads(subprocess.run(['node', '-'], input=bundle, capture_output=True, text=True, check=True).stdout)

out = []
for case in cases:
    compiled = compile(case['code'], 'snippet', 'exec')
    values = None
    if case['framework'] in ('numpy', 'pytorch') and case['law']['kind'] != 'fromFile':
        scope = {}
        exec(compiled, scope)
        w = np.asarray(scope['W'] if case['framework'] == 'numpy' else scope['w'])
        fans = case['shape']
        out_in = case['framework'] == 'pytorch' or fans['layout'] == 'out-in'
        assert w.shape == ((fans['fanOut'], fans['fanIn']) if out_in else (fans['fanIn'], fans['fanOut'])), case
        single = case['framework'] == 'pytorch' or case.get('random', {}).get('dtype') == 'float32'
        assert w.dtype == (np.float32 if single else np.float64), (case, w.dtype)
        values = [float(v) for v in w.ravel()]
    out.append({'code': case['code'], 'values': values})
(here / 'code.json').write_text('{"versions": ' + json.dumps({'numpy': np.__version__, 'torch': torch.__version__}) + ',\n"cases": [\n' + ',\n'.join(json.dumps(case, allow_nan=False) for case in out) + '\n]}\n')
