import { env, Uri, workspace } from 'vscode';
import { experimentSuffix, isExperimentPath } from '../../experiment/format/experimentFile';
import { lessonSuffix } from '../../lessons/fileNames';

const languageTag = /\.(zh-cn|zh-tw)$/;

/** Bytes of a lesson, or of an experiment beside one, at most: what is longer is none. */
const mostBytes = 4e6;

/** A text file; undefined where there is none, or nothing that can be read. */
export async function readText(uri: Uri): Promise<string | undefined> {
  try {
    const { size } = await workspace.fs.stat(uri);
    return size > mostBytes ? undefined : new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** The names of the lessons that come along. */
export async function shippedNames(folder: Uri): Promise<string[]> {
  try {
    const files = (await workspace.fs.readDirectory(folder))
      .map(([name]) => name)
      .filter((name) => name.endsWith(lessonSuffix));
    return files
      .map((name) => name.slice(0, -lessonSuffix.length))
      .filter((name) => !languageTag.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** The text of a lesson that comes along, in the display language where it has it, else in English. */
export async function readShipped(folder: Uri, name: string): Promise<string | undefined> {
  const spoken = await readText(Uri.joinPath(folder, `${name}.${env.language.toLowerCase()}${lessonSuffix}`));
  return spoken ?? readText(Uri.joinPath(folder, `${name}${lessonSuffix}`));
}

/** `circles.lesson.md` for `circles.initlab.json`; undefined for what is no experiment's file. */
export function lessonBeside(experiment: Uri): Uri | undefined {
  return experiment.scheme !== 'untitled' && isExperimentPath(experiment.path)
    ? experiment.with({ path: `${experiment.path.slice(0, -experimentSuffix.length)}${lessonSuffix}` })
    : undefined;
}

/** `circles.initlab.json` for `circles.lesson.md`. */
export const experimentBeside = (lesson: Uri): Uri =>
  lesson.with({ path: `${lesson.path.slice(0, -lessonSuffix.length)}${experimentSuffix}` });
