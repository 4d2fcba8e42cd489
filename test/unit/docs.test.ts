import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['src', 'webview', 'python', 'scripts', 'test']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => !file.includes('node_modules'))
      .map((file) => `/${folder}/${file.replaceAll('\\', '/')}`),
  )
  .concat(readdirSync(root).map((file) => `/${file}`));

it.each(readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md')))(
  'docs/%s names source files that are there',
  (file) => {
    const text = readFileSync(join(root, 'docs', file), 'utf8');
    const named = [...text.matchAll(/`([\w./-]+\/[\w.-]+\.(?:ts|mjs|py|css))`/g)].map(([, path]) => path);
    expect(named.filter((path) => !sources.some((source) => source.endsWith(`/${path}`)))).toEqual([]);
  },
);
