"""Writes negated.pt (PyTorch) and links.h5 (h5py): numbers that stand elsewhere, or with the other sign."""
import h5py
import numpy as np
import torch

folder = 'test/golden/weights/'
complex_numbers = torch.tensor([1 + 2j, 3 + 4j, 5 + 6j])
negated = complex_numbers.conj().imag
assert negated.is_neg() and negated.tolist() == [-2, -4, -6]
torch.save({'imaginary': negated, 'plain': complex_numbers.imag}, folder + 'negated.pt')

with h5py.File(folder + 'links.h5', 'w', libver='latest') as file:
    file['layer/kernel'] = np.arange(6, dtype='f4').reshape(2, 3)
    file['nowhere'] = h5py.SoftLink('/missing')
    file['round'] = h5py.SoftLink('/about')
    file['about'] = h5py.SoftLink('/round')
    file['beside'] = h5py.ExternalLink('other.h5', '/kernel')
    layout = h5py.VirtualLayout((3,), 'f4')
    layout[:] = h5py.VirtualSource('other.h5', 'kernel', (3,))
    file.create_virtual_dataset('virtual', layout)
