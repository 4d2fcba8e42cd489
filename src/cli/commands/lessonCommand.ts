import { readFile, stat } from 'node:fs/promises';
import { experimentSuffix } from '../../experiment/format/experimentFile';
import { checkLesson } from '../../lessons/checkLesson';
import { lessonSuffix as suffix } from '../../lessons/fileNames';
import { longestLesson } from '../../lessons/limits';
import { BadInput } from '../badInput';
import { reasonOf } from '../output/outputTarget';
import { plain } from '../output/plain';
import { exitCodes } from '../runOutcome';
import { print } from '../output/terminal';

/** A text file that is no longer than a lesson, or an experiment beside one, can be. */
async function readText(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new BadInput(`${path} is no file.`);
    if (found.size > 10 * longestLesson)
      throw new BadInput(`${path} has ${found.size} bytes: a lesson has ${longestLesson} characters at most.`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw error instanceof BadInput ? error : new BadInput(`Cannot read ${path}: ${reasonOf(error)}.`);
  }
}

/** `initlab lesson FILE…`: what is wrong with lessons, a line for each mistake. */
export async function lessonCommand(files: readonly string[]): Promise<number> {
  const option = files.find((file) => file.startsWith('-'));
  if (option !== undefined)
    throw new BadInput(`Unexpected option ${JSON.stringify(option)}: initlab lesson FILE… has none.`);
  if (files.length === 0) throw new BadInput('A file is needed: initlab lesson FILE….');
  let mistakes = 0;
  for (const file of files) {
    if (!file.endsWith(suffix)) throw new BadInput(`${file}: the name of a lesson ends in ${suffix}.`);
    const text = await readText(file);
    const beside = await readText(`${file.slice(0, -suffix.length)}${experimentSuffix}`).catch(() => undefined);
    const { issues } = checkLesson(text, beside);
    mistakes += issues.length;
    for (const { line, column, message } of issues)
      await print(`${plain(file)}:${line}:${column}: ${plain(message)}\n`);
  }
  if (mistakes === 0)
    await print(files.length === 1 ? `${plain(files[0])}: no mistakes\n` : `${files.length} lessons: no mistakes\n`);
  return mistakes === 0 ? exitCodes.good : exitCodes.failed;
}
