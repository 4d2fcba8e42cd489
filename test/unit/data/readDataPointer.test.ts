import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readData } from '../../../src/data/readData';

it.each(['a.csv', 'train-images-idx3-ubyte.gz', 'x.npy'])(
  'a dataset that Git LFS has not fetched is named as a pointer: %s',
  async (name) => {
    const file = join(mkdtempSync(join(tmpdir(), 'initlab-pointer-')), name);
    writeFileSync(file, `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12\n`);
    await expect(readData(file)).rejects.toThrow(
      `Cannot read ${file}: it is a Git LFS pointer; run git lfs pull to fetch the file.`,
    );
  },
);
