import { describe, expect, it } from 'vitest';
import { golden, numbersOf, openPath } from '../inspectSupport';

// test/golden/weights/makeLinks.py
describe('numbers that stand elsewhere, or otherwise', () => {
  it('the imaginary part of a conjugate has the other sign than its storage', async () => {
    const file = await openPath(golden('negated.pt'));
    const [imaginary, plain] = file.tensors;
    expect(await numbersOf(file, imaginary)).toEqual([-2, -4, -6]);
    expect(await numbersOf(file, plain)).toEqual([2, 4, 6]);
    // Not the same numbers, though they lie in the same place.
    expect(imaginary.shared).toBeUndefined();
    file.close();
  });

  it('links of HDF5 that lead nowhere, in a circle or out of the file are named, and so is what a virtual dataset would fill in', async () => {
    const file = await openPath(golden('links.h5'));
    expect(file.tensors.map(({ name }) => name)).toEqual(['layer.kernel']);
    expect(await numbersOf(file, file.tensors[0])).toEqual([0, 1, 2, 3, 4, 5]);
    const reasons = Object.fromEntries(file.skipped.map(({ name, reason }) => [name, reason]));
    expect(reasons).toEqual({
      nowhere: 'a dangling link',
      round: 'a dangling link',
      about: 'a dangling link',
      beside: 'a link to another file',
      virtual: 'numbers of other datasets',
    });
    file.close();
  });
});
