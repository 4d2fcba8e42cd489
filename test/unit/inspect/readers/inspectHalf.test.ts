import { expect, it } from 'vitest';
import { drawKernel } from '../../../../src/engine/initializers/draw';
import type { KernelInitializer } from '../../../../src/engine/spec/initializerSpec';
import { createSource } from '../../../../src/engine/random/sources';
import { Inspection } from '../../../../src/inspect/report/inspection';
import { memorySource } from '../../../../src/inspect/files/sources';
import { openTensorFile } from '../../../../src/inspect/open/openTensorFile';

/** A safetensors file of one 300 × 210 kernel, each number rounded to the upper half of its float32 (bfloat16). */
function bfloat16File(spec: KernelInitializer): Uint8Array {
  const drawn = Float32Array.from(
    drawKernel(spec, { fanIn: 210, fanOut: 300, layout: 'out-in' }, createSource('torch', 1)),
  );
  const words = new Uint32Array(drawn.buffer);
  const halves = Uint16Array.from(words, (word) => (word + 0x7fff + ((word >>> 16) & 1)) >>> 16);
  const header = new TextEncoder().encode(
    JSON.stringify({
      __metadata__: { format: 'pt' },
      'w.weight': { dtype: 'BF16', shape: [300, 210], data_offsets: [0, halves.byteLength] },
    }),
  );
  const bytes = new Uint8Array(8 + header.length + halves.byteLength);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 8);
  bytes.set(new Uint8Array(halves.buffer), 8 + header.length);
  return bytes;
}

it.each<KernelInitializer>([
  { kind: 'heNormal' },
  { kind: 'heUniform' },
  { kind: 'pytorchLinear' },
  { kind: 'randomNormal', stddev: 0.02 },
  { kind: 'truncatedNormal', stddev: 0.02 },
  { kind: 'orthogonal' },
  { kind: 'glorotUniform' },
])('a law is recognised through the rounding of bfloat16: %j', async (spec) => {
  const inspection = new Inspection(await openTensorFile(memorySource(bfloat16File(spec)), 'w.safetensors'));
  expect(inspection.file.tensors[0].dtype).toBe('bf16');
  expect((await inspection.report(0)).recognition.laws.map(({ law }) => law)).toEqual([spec]);
});
