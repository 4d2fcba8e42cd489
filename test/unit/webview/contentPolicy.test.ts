import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('no template has a style attribute, which the content security policy of the pages forbids', () => {
  const files = readdirSync('webview', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(100);
  // A property binding, `.style=${…}`, is allowed.
  const wrong = files.filter((file) => /\sstyle=["'$]/.test(readFileSync(join('webview', file), 'utf8')));
  expect(wrong).toEqual([]);
});
