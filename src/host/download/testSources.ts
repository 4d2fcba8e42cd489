import { readFileSync } from 'node:fs';
import { ExtensionMode } from 'vscode';
import type { ImageKind } from '../../experiment/format/defaults';
import { sources, type Source } from './sources';

/** Names a JSON file with some of the sources, for tests of downloads against a server of their own. */
const variable = 'INIT_LAB_TEST_SOURCES';

/**
 * The published sources; while the extension is developed or tested, those of a test in their place where it gives
 * some. An installed extension never looks.
 */
export function sourcesFor(mode: ExtensionMode): Readonly<Record<ImageKind, Source>> {
  const file = mode === ExtensionMode.Production ? undefined : process.env[variable];
  if (file === undefined) return sources;
  return { ...sources, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<ImageKind, Source>>) };
}
