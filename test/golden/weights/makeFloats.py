"""Writes floats of other widths than IEEE 754 has, and of its own, as HDF5 keeps them: floats.h5, floatsLatest.h5 (the
newest form of the file), a Keras model in bfloat16 as brain.keras and brain.weights.h5, and what they hold as floats.json.

KERAS_BACKEND=torch python3 test/golden/weights/makeFloats.py   (h5py 3.16, Keras 3.15, NumPy 2.4, ml_dtypes 0.6, PyTorch 2.13)
"""
import json
from pathlib import Path

import h5py
import keras
import ml_dtypes
import numpy as np

folder = Path(__file__).parent
draws = np.random.RandomState(5)
wide = draws.standard_normal((3, 4))


def float_type(size, precision, sign, exponent_at, exponent_bits, mantissa_at, mantissa_bits, bias, order=h5py.h5t.ORDER_LE):
    made = h5py.h5t.IEEE_F64LE.copy() if size > 4 else h5py.h5t.IEEE_F32LE.copy()
    made.set_fields(sign, exponent_at, exponent_bits, mantissa_at, mantissa_bits)
    made.set_precision(precision)
    made.set_size(size)
    made.set_ebias(bias)
    made.set_order(order)
    return made


def write(file, name, kind):
    dataset = h5py.h5d.create(file.id, name, kind, h5py.h5s.create_simple(wide.shape))
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, wide)


brain = (2, 16, 15, 7, 8, 0, 7, 127)
for name, version in [('floats.h5', 'earliest'), ('floatsLatest.h5', 'latest')]:
    with h5py.File(folder / name, 'w', libver=version) as file:
        for kind in ['<f2', '>f2', '<f4', '>f4', '<f8', '>f8']:
            file[f'{"big" if kind[0] == ">" else "little"}{kind[2]}'] = wide.astype(kind)
        write(file, b'brain', float_type(*brain))
        write(file, b'brainBig', float_type(*brain, order=h5py.h5t.ORDER_BE))
        committed = float_type(*brain)
        committed.commit(file.id, b'kind')
        write(file, b'committed', h5py.h5t.open(file.id, b'kind'))
        write(file, b'float20', float_type(4, 20, 19, 13, 6, 0, 13, 31))
        write(file, b'float19', float_type(4, 19, 18, 10, 8, 0, 10, 127))
        write(file, b'biased', float_type(2, 16, 15, 10, 5, 0, 10, 14))
        file['described'] = wide.astype('f2')
        for i in range(20):
            file['described'].attrs[f'note{i}'] = 'x' * 100
        file.create_dataset('endless', shape=(2 ** 20, 2 ** 20), dtype='f4', chunks=(1024, 1024))
inputs = keras.Input((3,))
keras.utils.set_random_seed(1)
model = keras.Model(inputs, keras.layers.Dense(2, dtype='bfloat16')(inputs))
model.save(folder / 'brain.keras')
model.save_weights(folder / 'brain.weights.h5')
half = wide.astype('f2').astype('f8').ravel().tolist()
single = wide.astype('f4').astype('f8').ravel().tolist()
rounded = wide.astype(ml_dtypes.bfloat16).astype('f8').ravel().tolist()
expected = {
    'little2': ['f16', half], 'big2': ['f16', half], 'described': ['f16', half], 'little4': ['f32', single], 'big4': ['f32', single],
    'little8': ['f64', wide.ravel().tolist()], 'big8': ['f64', wide.ravel().tolist()],
    'brain': ['bf16', rounded], 'brainBig': ['bf16', rounded], 'committed': ['bf16', rounded],
}
keras_values = [np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(weight, 'float32')), dtype='f8').ravel().tolist() for weight in model.weights]
(folder / 'floats.json').write_text(json.dumps({'tensors': expected, 'keras': keras_values}, indent=1) + '\n')
