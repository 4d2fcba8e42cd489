"""Writes the small files of weights/ and weights.json beside this file: tensors as NumPy, PyTorch, h5py and the safetensors layout
store them, with their numbers and NumPy's statistics, for inspectReaders.test.ts to compare with.

Run with a Python that has numpy, torch and h5py (Debian: python3-numpy python3-torch python3-h5py):
    /usr/bin/python3 test/golden/weights/makeWeights.py
"""
import collections
import io
import json
import pathlib
import struct
import zipfile

import h5py
import numpy as np
import torch

folder = pathlib.Path(__file__).parent
random = np.random.RandomState(3)
files = {}


def number(x):
    x = float(x)
    return x if np.isfinite(x) else str(x)


def describe(a):
    """Shape, numbers and statistics; mean, std, min and max are those of the finite numbers in float64."""
    a = np.asarray(a)
    x = a.astype(np.float64)
    finite = x[np.isfinite(x)]
    some = finite.size > 0
    centred = finite - finite.mean() if some else finite
    variance = (centred ** 2).mean() if some else 0
    return {
        'shape': list(a.shape),
        'values': [number(v) for v in x.ravel()[:600]],
        'count': int(x.size), 'zeros': int((x == 0).sum()), 'nan': int(np.isnan(x).sum()), 'inf': int(np.isinf(x).sum()),
        'mean': finite.mean() if some else None, 'std': finite.std() if some else None, 'min': finite.min() if some else None, 'max': finite.max() if some else None,
        'skewness': (centred ** 3).mean() / variance ** 1.5 if variance > 0 else None,
        'kurtosis': (centred ** 4).mean() / variance ** 2 - 3 if variance > 0 else None,
    }


def record(name, tensors, skipped=()):
    files[name] = {'tensors': {key: {'dtype': dtype, **describe(a)} for key, (dtype, a) in tensors.items()}, 'skipped': list(skipped)}


def npy(name, array, dtype, version=None):
    with open(folder / name, 'wb') as f:
        np.lib.format.write_array(f, array, version=version)
    record(name, {'': (dtype, array)})


names = {'f8': 'f64', 'f4': 'f32', 'f2': 'f16', 'b1': 'bool', 'i1': 'i8', 'i2': 'i16', 'i4': 'i32', 'i8': 'i64', 'u1': 'u8', 'u2': 'u16', 'u4': 'u32', 'u8': 'u64'}
special = np.array([0.0, -0.0, 1.5, -2.25, np.nan, np.inf, -np.inf, 3e-5, 65504, 1e-7, -3.14159265, 0.1])
arrays = {
    'normal': 0.05 * random.randn(12, 7), 'special': special,
    'cube': random.rand(3, 4, 5).astype('f4'), 'scalar': np.float32(2.5), 'empty': np.zeros((0, 4), 'f4'),
}
npy('plain.npy', arrays['normal'], 'f64')
npy('version2.npy', arrays['cube'], 'f32', (2, 0))
npy('version3.npy', arrays['cube'], 'f32', (3, 0))
npy('fortran.npy', np.asfortranarray(arrays['cube']), 'f32')
npy('fortranBig.npy', np.asfortranarray(arrays['normal'].astype('>f4')), 'f32')
for code, dtype in names.items():
    a = special[:4] if code[0] == 'f' else None
    if code[0] == 'f':
        values = special.astype(code) if code != 'f2' else np.clip(special, -65504, 65504).astype('f2')
    elif code == 'b1':
        values = np.array([True, False, True])
    else:
        info = np.iinfo(code)
        values = np.array([0, 1, 17, info.max if code[1] != '8' else 2 ** 53 - 1, info.min if code[1] != '8' or code[0] == 'u' else -2 ** 53 + 1], code)
    arrays['little_' + code] = values
    arrays['big_' + code] = values.astype('>' + code)
keep = {key: (names[a.dtype.str[1:]], a) for key, a in arrays.items() if isinstance(a, (np.ndarray, np.generic))}
np.savez(folder / 'stored.npz', **arrays)
record('stored.npz', keep)
large = {'a.weight': random.randn(40, 50).astype('f4'), 'a.bias': np.zeros(40, 'f4'), 'text': np.array(['x', 'yy']), 'points': np.zeros(3, [('x', 'f4'), ('y', 'i2')]), 'f': np.asfortranarray(arrays['cube'])}
np.savez_compressed(folder / 'packed.npz', **large)
record('packed.npz', {key: (names[large[key].dtype.str[1:]], large[key]) for key in ['a.weight', 'a.bias', 'f']}, ['text', 'points'])
with zipfile.ZipFile(folder / 'zip64.npz', 'w', zipfile.ZIP_DEFLATED) as z:
    with z.open('w.npy', 'w', force_zip64=True) as f:
        np.lib.format.write_array(f, arrays['normal'])
record('zip64.npz', {'w': ('f64', arrays['normal'])})


# PyTorch: what torch.save writes.
torch.manual_seed(3)
torch_names = {torch.float64: 'f64', torch.float32: 'f32', torch.float16: 'f16', torch.bfloat16: 'bf16', torch.int64: 'i64', torch.int32: 'i32', torch.int16: 'i16', torch.int8: 'i8', torch.uint8: 'u8', torch.bool: 'bool'}


def save(name, value, tensors, skipped=(), **options):
    torch.save(value, folder / name, **options)
    record(name, {key: (torch_names[t.dtype], t.detach().to(torch.float64).numpy()) for key, t in tensors.items()}, skipped)


net = torch.nn.Sequential(torch.nn.Linear(7, 5), torch.nn.ReLU(), torch.nn.BatchNorm1d(5), torch.nn.Linear(5, 3))
state = net.state_dict()
save('state.pt', state, dict(state))
base = torch.randn(6, 8)
mixed = collections.OrderedDict(
    half=torch.randn(9).half(), brain=torch.randn(4, 3).bfloat16(), double=torch.randn(3, dtype=torch.float64), turned=base.t(), part=base[1:5:2, 3:],
    channels=torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last), expanded=torch.randn(1, 4).expand(3, 4), parameter=torch.nn.Parameter(torch.randn(2, 2)),
    long=torch.tensor([1, -2, 3]), flag=torch.tensor([True, False]), byte=torch.arange(4, dtype=torch.uint8), scalar=torch.tensor(1.5), empty=torch.zeros(0, 3),
    short=torch.tensor([-7, 8], dtype=torch.int16), bad=torch.tensor([float('nan'), float('inf'), -1.0]))
mixed['complex'] = torch.zeros(2, dtype=torch.complex64)
save('mixed.pth', mixed, {key: t for key, t in mixed.items() if key != 'complex'}, ['complex'])
tied = collections.OrderedDict()
tied['embed.weight'] = torch.randn(6, 4)
tied['norm.weight'] = torch.ones(4)
tied['head.weight'] = tied['embed.weight']
save('tied.pt', tied, dict(tied))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
net(torch.randn(8, 7)).sum().backward()
optimizer.step()
checkpoint = {'model': net.state_dict(), 'optimizer': optimizer.state_dict(), 'epoch': 3, 'best': 0.25, 'name': 'a net', 'history': [0.5, 0.25], 'sizes': torch.Size([2, 3]), 'score': np.float64(0.5), 'device': torch.device('cpu'), 'dtype': torch.float32}
flat = {f'model.{key}': t for key, t in checkpoint['model'].items()}
for index, entry in checkpoint['optimizer']['state'].items():
    for key, t in entry.items():
        flat[f'optimizer.state.{index}.{key}'] = t
save('checkpoint.pt', checkpoint, flat)
torch.save(net.state_dict(), folder / 'legacy.pt', _use_new_zipfile_serialization=False)


class Evil:
    def __reduce__(self):
        return (__import__('os').system, ('echo executed > /tmp/initlab-executed',))


torch.save({'w': torch.zeros(2), 'x': Evil()}, folder / 'evil.pt')
torch.save(net, folder / 'module.pt')
torch.jit.script(torch.nn.Linear(2, 2)).save(str(folder / 'script.pt'))


# The safetensors layout, by its description.
def safetensors(name, tensors, metadata=None):
    header = {'__metadata__': metadata} if metadata else {}
    data = b''
    for key, (code, shape, raw) in tensors.items():
        header[key] = {'dtype': code, 'shape': list(shape), 'data_offsets': [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    (folder / name).write_bytes(struct.pack('<Q', len(text)) + text + data)


def e4m3(bits):
    sign, exponent, fraction = (-1 if bits & 128 else 1), (bits >> 3) & 15, bits & 7
    if bits & 127 == 127:
        return np.nan
    return sign * (fraction * 2.0 ** -9 if exponent == 0 else (1 + fraction / 8) * 2.0 ** (exponent - 7))


brain = torch.randn(5, 6).bfloat16()
tensors, known = {}, {}
for code, numpy_code in {'F64': 'f8', 'F32': 'f4', 'F16': 'f2', 'I8': 'i1', 'I16': 'i2', 'I32': 'i4', 'I64': 'i8', 'U8': 'u1', 'U16': 'u2', 'U32': 'u4', 'U64': 'u8', 'BOOL': 'b1'}.items():
    a = arrays['little_' + numpy_code]
    tensors[f'a.{code}'] = (code, a.shape, a.tobytes())
    known[f'a.{code}'] = (names[numpy_code], a)
tensors['brain'] = ('BF16', (5, 6), brain.view(torch.int16).numpy().tobytes())
known['brain'] = ('bf16', brain.to(torch.float64).numpy())
every = np.arange(256, dtype='u1')
tensors['e4m3'] = ('F8_E4M3', (256,), every.tobytes())
known['e4m3'] = ('f8e4m3', np.array([e4m3(int(b)) for b in every]))
tensors['e5m2'] = ('F8_E5M2', (16, 16), every.tobytes())
# E5M2 is the upper byte of a half.
known['e5m2'] = ('f8e5m2', (every.astype('u2') << 8).view('f2').astype('f8').reshape(16, 16))
tensors['complex'] = ('C64', (1,), bytes(8))
safetensors('every.safetensors', tensors, {'format': 'pt', 'note': 'every type'})
record('every.safetensors', known, ['complex'])


# HDF5 as Keras writes it: weights.h5 of Keras 3, the older form, and .keras.
dense = [random.uniform(-0.5, 0.5, (7, 5)).astype('f4'), np.zeros(5, 'f4')]


def keras_weights(file):
    with h5py.File(file, 'w') as f:
        for i, a in enumerate(dense):
            f[f'layers/dense/vars/{i}'] = a
        f.create_dataset('layers/dense_1/vars/0', data=random.randn(5, 300).astype('f4') * 0 + np.arange(1500).reshape(5, 300).astype('f4'), chunks=(2, 100), compression='gzip', shuffle=True)
        f.create_group('layers/re_lu/vars')
        f['optimizer/vars/0'] = np.int64(12)
        f['half'] = np.arange(6).astype('f2').reshape(2, 3)
        f['big'] = arrays['normal'].astype('>f8')
        f['flags'] = np.array([True, False])
        f['words'] = 'text'
        f['elsewhere'] = h5py.ExternalLink('/etc/hostname', '/x')
        f['loop'] = h5py.SoftLink('/')
        f.attrs['keras_version'] = '3.0.0'


second = np.arange(1500).reshape(5, 300).astype('f4')
known = {'layers.dense.vars.0': ('f32', dense[0]), 'layers.dense.vars.1': ('f32', dense[1]), 'layers.dense_1.vars.0': ('f32', second), 'optimizer.vars.0': ('i64', np.int64(12)), 'half': ('f16', np.arange(6).reshape(2, 3)), 'big': ('f64', arrays['normal']), 'flags': ('bool', np.array([1, 0]))}
keras_weights(folder / 'net.weights.h5')
record('net.weights.h5', known, ['elsewhere', 'words'])
blob = io.BytesIO()
keras_weights(blob)
for name, method in {'net.keras': zipfile.ZIP_STORED, 'packed.keras': zipfile.ZIP_DEFLATED}.items():
    with zipfile.ZipFile(folder / name, 'w', method) as z:
        z.writestr('metadata.json', json.dumps({'keras_version': '3.0.0', 'date_saved': 'x'}))
        z.writestr('config.json', '{}')
        z.writestr('model.weights.h5', blob.getvalue())
    record(name, known, ['elsewhere', 'words'])
with h5py.File(folder / 'old.h5', 'w') as f:
    f.attrs['backend'] = 'tensorflow'
    group = f.create_group('model_weights/dense/dense')
    group['kernel:0'], group['bias:0'] = dense
record('old.h5', {'dense.dense.kernel': ('f32', dense[0]), 'dense.dense.bias': ('f32', dense[1])})

# Singular values, and two tensors against each other.
matrices = [random.randn(*shape).astype('f4') for shape in [(1, 5), (7, 7), (40, 12), (12, 40), (33, 64)]]
matrices.append((random.randn(30, 3) @ random.randn(3, 20)).astype('f4'))
singular = [{'shape': list(m.shape), 'values': [float(v) for v in m.ravel()], 'singular': [float(v) for v in np.linalg.svd(m.astype('f8'), compute_uv=False)], 'rank': int(np.linalg.matrix_rank(m))} for m in matrices]
a, b = random.randn(50), None
b = a * 1.1 + 0.01 * random.randn(50)
b[:10] = a[:10]
change = {'a': list(a), 'b': list(b), 'distance': np.linalg.norm(b - a), 'relative': np.linalg.norm(b - a) / np.linalg.norm(a), 'cosine': a @ b / np.linalg.norm(a) / np.linalg.norm(b), 'normRatio': np.linalg.norm(b) / np.linalg.norm(a), 'meanShift': (b - a).mean(), 'largest': np.abs(b - a).max(), 'unchanged': 0.2}
quantiles = {'seed': 3, 'probabilities': [0, 0.001, 0.25, 0.5, 0.999, 1]}
normal = 0.1 * np.random.RandomState(3).randn(5000)
quantiles['values'] = [float(v) for v in np.quantile(normal, quantiles['probabilities'])]
quantiles['counts'] = [int(c) for c in np.histogram(normal, 16)[0]]

target = pathlib.Path(__file__).with_name('weights.json')
lines = ',\n'.join(f'{json.dumps(key)}: {json.dumps(value, allow_nan=False)}' for key, value in files.items())
target.write_text('{"versions": ' + json.dumps({'numpy': np.__version__, 'torch': torch.__version__, 'h5py': h5py.__version__}) + ', "singular": ' + json.dumps(singular) + ', "change": ' + json.dumps(change) + ', "quantiles": ' + json.dumps(quantiles) + ',\n"files": {\n' + lines + '\n}}\n')
