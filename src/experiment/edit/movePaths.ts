import { changeText } from './edit';
import { dataPaths, pythonPaths, type NamedPath } from './filePaths';

/** Whether `path` starts at the root of a file system, on any of them. */
const isAbsolute = (path: string): boolean => /^([/\\]|[A-Za-z]:[/\\])/.test(path);

/**
 * The text of an experiment whose file moves: every relative path of its dataset and initializers, swept ones too, goes
 * through `rebase`. A text that cannot be read is left as it is.
 */
export function moveText(text: string, rebase: (path: string) => string): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return text;
  }
  const relative: (NamedPath & { name?: string })[] = [...dataPaths(document), ...pythonPaths(document)].filter(
    ({ value }) => !isAbsolute(value),
  );
  const changes = relative.map(({ path, value, name = '' }) => ({ path, value: rebase(value) + name }));
  return changeText(text, changes).text ?? text;
}
