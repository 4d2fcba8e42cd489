import { describe, expect, it } from 'vitest';
import { Arena } from '../../../../src/engine/arena';
import { checkLayouts, LayoutError, precisionOf } from '../../../../src/engine/kernels/layouts/checkLayouts';
import { placesOf, structure, writeFields } from '../../../../src/engine/kernels/layouts/structure';
import { argumentCounts } from '../../../../src/engine/kernels/wasm/kernelCalls';
import { instantiate } from '../../../../src/engine/kernels/wasm/kernelModule';
import { builds, doubleBuilds } from './kernelsWasmSupport';

describe('a structure', () => {
  const mixed = structure('mixed', { a: 'i32', b: 'f64', c: ['f32', 3], d: 'u32' });

  it('has each field at a multiple of its width', () => {
    expect(mixed.at).toEqual({ a: 0, b: 8, c: 16, d: 28 });
    expect([mixed.bytes, mixed.stride]).toEqual([32, 32]);
    expect(placesOf(mixed, 4)).toEqual({ a: 0, b: 2, c: 4, d: 7 });
    expect(structure('short', { a: 'i32' }, 64).stride).toBe(64);
  });

  it('is written field by field', () => {
    const view = new DataView(new ArrayBuffer(64));
    writeFields(view, 16, mixed, { a: -2, b: 0.1, d: 0xffff_fffe });
    expect([view.getInt32(16, true), view.getFloat64(24, true), view.getUint32(44, true)]).toEqual([
      -2, 0.1, 0xffff_fffe,
    ]);
  });
});

describe.each([...builds, ...doubleBuilds])('the $name build', ({ name, module }) => {
  it.skipIf(module === undefined)('is held against the layouts', () => {
    const exports = instantiate(module!, Arena.create(4096).memory!);
    expect(precisionOf(exports)).toBe(name.includes('double') ? 'float64' : 'float32');
    expect(() => checkLayouts(exports, argumentCounts[precisionOf(exports)])).not.toThrow();
    const other = {
      ...exports,
      smallPlan_cost: { value: 100 },
      twister_words: undefined,
      activation_tanh: { value: 6 },
    };
    expect(() => checkLayouts(other, new Map([['sgd', 6]]))).toThrow(
      new LayoutError(
        'The kernel module was built for other memory layouts: smallPlan_cost 100, expected 96; twister_words undefined, expected 4; activation_tanh 6, expected 7; sgd of 5 arguments, expected 6.',
      ),
    );
  });
});
