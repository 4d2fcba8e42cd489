"""Writes keras.json beside this file: what initializers and models of Keras draw on TensorFlow, JAX and PyTorch, for
keras.test.ts to compare with. A case is an initializer as an experiment has it, and the SHA-256 of the float32 numbers;
of an orthogonal kernel, whose QR factorization differs in the last bits, the numbers themselves.

`codes` are what the snippets give that are copied for the first layer of a model.

Run from the root of the project, with Node and a Python that has keras 3.15, tensorflow 2.21, jax 0.10 and torch 2.13, in a C library of glibc 2.28 or later:
    python3 test/golden/draws/makeKeras.py [number of random cases] [file]
"""
import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys

BACKENDS = ['tensorflow', 'jax', 'torch']
LARGEST = 4294967295


def digest(values):
    import numpy as np
    return hashlib.sha256(np.ascontiguousarray(values, dtype='<f4').tobytes()).hexdigest()


def single_laws():
    """Every initializer of Keras, with its defaults and other parameters."""
    yield {'kind': 'randomNormal'}
    yield {'kind': 'randomNormal', 'mean': 0.3, 'stddev': 1.7}
    yield {'kind': 'randomUniform'}
    yield {'kind': 'randomUniform', 'min': -0.3, 'max': 0.7}
    yield {'kind': 'truncatedNormal'}
    yield {'kind': 'truncatedNormal', 'mean': -1.1, 'stddev': 0.3}
    for kind in ('glorotUniform', 'glorotNormal', 'heNormal', 'heUniform', 'lecunNormal', 'lecunUniform', 'pytorchLinear'):
        yield {'kind': kind}
    yield {'kind': 'heNormal', 'mode': 'fanOut', 'truncated': False}
    for distribution in ('uniform', 'normal', 'truncatedNormal'):
        for scale, mode in ((1.3, 'fanIn'), (0.7, 'fanOut'), (3, 'fanAvg')):
            yield {'kind': 'varianceScaling', 'scale': scale, 'mode': mode, 'distribution': distribution}


def initializer(law, seed=None):
    """The initializer of Keras for a law; without a seed it takes the default one."""
    from keras import initializers as I
    seed = law.get('seed', seed)
    kind = law['kind']
    modes = {'fanIn': 'fan_in', 'fanOut': 'fan_out', 'fanAvg': 'fan_avg'}
    names = {'uniform': 'uniform', 'normal': 'untruncated_normal', 'truncatedNormal': 'truncated_normal'}
    if kind in ('zeros', 'ones'):
        return {'zeros': I.Zeros, 'ones': I.Ones}[kind]()
    if kind == 'constant':
        return I.Constant(law['value'])
    if kind == 'randomNormal':
        return I.RandomNormal(law.get('mean', 0.0), law.get('stddev', 0.05), seed=seed)
    if kind == 'randomUniform':
        return I.RandomUniform(law.get('min', -0.05), law.get('max', 0.05), seed=seed)
    if kind == 'truncatedNormal':
        return I.TruncatedNormal(law.get('mean', 0.0), law.get('stddev', 0.05), seed=seed)
    if kind == 'pytorchLinear':
        return I.VarianceScaling(1 / 3, 'fan_in', 'uniform', seed=seed)
    if kind == 'varianceScaling':
        return I.VarianceScaling(law['scale'], modes[law['mode']], names[law['distribution']], seed=seed)
    if kind == 'orthogonal':
        return I.Orthogonal(law.get('gain', 1.0), seed=seed)
    if kind == 'heNormal' and ('mode' in law or 'truncated' in law):
        distribution = 'truncated_normal' if law.get('truncated', True) else 'untruncated_normal'
        return I.VarianceScaling(2.0, modes[law.get('mode', 'fanIn')], distribution, seed=seed)
    return getattr(I, kind[0].upper() + kind[1:])(seed=seed)


def drawn(law, shape, seed):
    import keras
    import numpy as np
    values = np.asarray(keras.ops.convert_to_numpy(initializer(law, seed)(shape)))
    case = {'law': law, 'shape': list(shape), 'seed': seed}
    if law['kind'] == 'orthogonal':
        return {**case, 'values': [round(float(v), 6) for v in values.ravel()]}
    return {**case, 'sha256': digest(values)}


def model_weights(entry, inputs, layers, seed):
    """All kernels and biases of a model built after `set_random_seed`; a layer is a width or the rate of a dropout."""
    import keras
    import numpy as np
    keras.utils.set_random_seed(seed)
    shared = initializer(entry) if entry.get('shared') else None
    model = keras.Sequential([keras.Input((inputs,))])
    for index, layer in enumerate(layers):
        if isinstance(layer, float):
            model.add(keras.layers.Dropout(layer))
            continue
        own = entry.get('layers', {}).get('output' if index == len(layers) - 1 else str(index))
        kernel = initializer(own) if own else shared or initializer(entry)
        bias = initializer(entry['bias']) if 'bias' in entry else 'zeros'
        model.add(keras.layers.Dense(layer, kernel_initializer=kernel, bias_initializer=bias))
    flat = np.concatenate([np.asarray(keras.ops.convert_to_numpy(w)).ravel() for w in model.weights])
    return {'entry': entry, 'inputs': inputs, 'layers': layers, 'seed': seed, 'sha256': digest(flat)}


def shuffled(seed, n):
    import keras
    import numpy as np
    order = keras.ops.convert_to_numpy(keras.random.shuffle(np.arange(n), seed=seed))
    return {'seed': seed, 'n': n, 'order': [int(v) for v in order]}


def run_snippets(backend):
    root = pathlib.Path(__file__).parent.parent.parent.parent
    script = f"import {{ kerasCodeCases }} from './test/golden/draws/kerasCodeCases'; process.stdout.write(JSON.stringify(kerasCodeCases('{backend}')));"
    bundle = subprocess.run([root / 'node_modules/.bin/esbuild', '--bundle', '--platform=node', '--format=cjs'],
                            input=script, capture_output=True, text=True, check=True, cwd=root).stdout
    cases = json.loads(subprocess.run(['node', '-'], input=bundle, capture_output=True, text=True, check=True).stdout)
    out = []
    for case in cases:
        scope = {}
        exec(compile(case['code'], 'snippet', 'exec'), scope)
        assert scope['W'].shape == (7, 5), case
        out.append({'code': case['code'], 'sha256': digest(scope['W'])})
    return out


def fixed_cases():
    draws = [drawn(law, shape, seed) for law in single_laws() for shape, seed in (((13, 7), 5), ((1, 3), LARGEST))]
    draws += [drawn({'kind': kind}, shape, seed) for kind in ('heUniform', 'heNormal')
              for shape in ((1, 1), (1, 2), (3, 1), (1, 15), (4, 4), (257, 129)) for seed in (0, 2147483646, 2147483647)]
    draws += [drawn({'kind': 'varianceScaling', 'scale': 1, 'mode': 'fanIn', 'distribution': 'normal'}, shape, 11)
              for shape in ((1, 1), (3, 5), (4, 4), (17, 1), (300, 200))]
    draws += [drawn({'kind': 'orthogonal', 'gain': 1.5}, shape, 8) for shape in ((3, 5), (6, 4), (7, 7))]
    he, random_bias = {'kind': 'heNormal'}, {'kind': 'randomNormal', 'stddev': 0.1}
    entries = [
        {'kind': 'glorotUniform'},
        {**he, 'bias': random_bias},
        {**he, 'bias': {'kind': 'heUniform'}},
        {**he, 'bias': {'kind': 'constant', 'value': 0.1}},
        {**he, 'layers': {'0': {'kind': 'constant', 'value': 0.5}, 'output': random_bias}},
        {**he, 'seed': 7},
        {**he, 'shared': True},
        {**he, 'shared': True, 'bias': random_bias, 'layers': {'0': {'kind': 'lecunNormal', 'seed': 3}, 'output': {'kind': 'lecunNormal'}}},
        {'kind': 'zeros', 'shared': True, 'layers': {'output': he}},
    ]
    models = [model_weights(entry, 5, layers, seed) for entry in entries for seed in (0, 42)
              for layers in ([5, 5, 2], [5, 0.1, 5, 0.5, 2])]
    return {'draws': draws, 'models': models, 'shuffles': [shuffled(3, n) for n in (1, 10, 50)],
            'codes': run_snippets(os.environ['KERAS_BACKEND'])}


def random_cases(count):
    chance = random.Random(20)
    laws = list(single_laws())
    number = lambda: round(chance.uniform(0.01, 5), chance.randrange(1, 8))

    # That of PyTorch's layers brings a law of the bias along, which Keras has no name for.
    of_keras = [one for one in laws if one['kind'] != 'pytorchLinear']

    def law(of=laws):
        one = dict(chance.choice(of))
        for key in ('scale', 'stddev', 'max'):
            if key in one:
                one[key] = number()
        if 'mean' in one:
            one['mean'] = number() - 2.5
        return one

    def entry():
        one = law(of_keras)
        if chance.random() < 0.3:
            one['bias'] = chance.choice([{'kind': 'constant', 'value': number()}, {'kind': 'randomUniform', 'min': -1, 'max': 1}, {'kind': 'heNormal'}])
        one['layers'] = {key: law(of_keras) for key in ('1', 'output') if chance.random() < 0.4}
        if chance.random() < 0.3:
            one['shared'] = True
        elif chance.random() < 0.2:
            one['seed'] = chance.randrange(LARGEST + 1)
        return one

    side = lambda: chance.choice([1, 2, 3, 4, 7, 10, 16, 33, 100, 255, 784, 1001])
    draws = [drawn(law(), (side(), side()), chance.randrange(LARGEST + 1)) for _ in range(count)]
    models = [model_weights(entry(), chance.randrange(1, 40), [chance.randrange(1, 40) for _ in range(3)], chance.randrange(LARGEST + 1))
              for _ in range(count // 4)]
    return {'draws': draws, 'models': models, 'shuffles': [], 'codes': []}


def versions():
    import keras
    backend = keras.backend.backend()
    return f'keras {keras.__version__} on {backend} {__import__(backend).__version__}'


if __name__ == '__main__':
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    if len(sys.argv) > 3:
        print(json.dumps({'versions': versions(), **(random_cases(count) if count else fixed_cases())}))
    else:
        out = {}
        for name in BACKENDS:
            ran = subprocess.run([sys.executable, __file__, str(count), '-', 'child'], env={**os.environ, 'KERAS_BACKEND': name},
                                 check=True, capture_output=True, text=True)
            out[name] = json.loads(ran.stdout.splitlines()[-1])
        path = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path(__file__).with_name('keras.json')
        path.write_text(json.dumps(out, separators=(',', ':')).replace('},{', '},\n{') + '\n')
