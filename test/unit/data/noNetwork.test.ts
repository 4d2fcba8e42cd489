import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** What opens a connection in Node or in a page. */
const network =
  /\bfetch\s*\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b|['"](?:node:)?(?:https?|http2|net|tls|dgram|dns|bullmq|ioredis)['"]|createTelemetryLogger/;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => join(folder, file));
}

it('only the download that the user agrees to, and the library of queues, open a connection', () => {
  const files = [...sources('src'), ...sources('webview').filter((file) => !file.startsWith(join('webview', 'dev')))];
  expect(files.length).toBeGreaterThan(200);
  const text = (file: string) => readFileSync(join(root, file), 'utf8').replace("import { isIP } from 'node:net';", '');
  const found = files.filter((file) => network.test(text(file)));
  expect(found.map((file) => relative('.', file)).sort()).toEqual([
    join('src', 'host', 'download', 'downloadFile.ts'),
    join('src', 'python', 'pythonProcess.ts'),
    join('src', 'queue', 'library.ts'),
  ]);
});

it('the channel to Python listens on this machine alone, and connects to nothing', () => {
  const text = readFileSync(join(root, 'src', 'python', 'pythonProcess.ts'), 'utf8');
  expect(text.match(/\.listen\([^)]*\)/g)).toEqual([".listen(0, '127.0.0.1', resolve)"]);
  expect(text).not.toMatch(/\b(?:connect|createConnection)\s*\(/);
});
