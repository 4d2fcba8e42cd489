import { dirname, join, resolve } from 'node:path';
import { RunRefused } from '../../data/refused';
import { isModelExperiment } from '../../experiment/format/forms';
import { checkModel } from '../../python/checkModel';
import type { ModelFinding } from '../../experiment/record/record';
import type { ModelReport } from '../../python/modelReport';
import { probeRequest } from '../../python/probeRequest';
import { BadInput } from '../badInput';
import { interruptedCode, stopsWith } from '../interrupt';
import { oneOf, readOptions, wholeNumber } from '../options';
import { alignedTable } from '../output/alignedTable';
import { OutputTarget } from '../output/outputTarget';
import { plain } from '../output/plain';
import { complain, print } from '../output/terminal';
import { pythonPlaces } from '../pythonPlaces';
import { readExperiment } from '../readExperiment';
import { exitCodes } from '../runOutcome';

/** From the least to the worst. */
const severities = ['info', 'warning', 'error'] as const;
/** Columns that hold no figures, at the left of the table. */
const namesLeft = 3;

const placeText = ({ file, line }: ModelFinding): string =>
  file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;

function reportText({ model, framework, python, loss, findings }: ModelReport): string {
  const lines = [`${model.target}, ${framework.name} ${framework.version}, Python ${python}`];
  if (loss)
    lines.push(
      `loss before training: ${loss.mean.toPrecision(4)}${typeof loss.expected !== 'number' ? '' : `; of guessing: ${loss.expected.toPrecision(4)}`}`,
    );
  if (findings.length === 0) lines.push('No problems found.');
  else
    lines.push(
      alignedTable(
        [
          ['severity', 'finding', 'where', 'what'],
          ...findings.map((finding) => [
            finding.severity,
            finding.kind,
            finding.path,
            `${finding.message}${placeText(finding)}`,
          ]),
        ],
        namesLeft + 1,
      ),
    );
  return `${lines.join('\n')}\n`;
}

/** `initlab check`: what there is to say of the initialization of a model in Python, as a table and as JSON. */
export async function checkCommand(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, {
    python: { type: 'string' },
    json: { type: 'string' },
    'fail-on': { type: 'string' },
    'max-memory': { type: 'string' },
    data: { type: 'string' },
  });
  if (positionals.length !== 1)
    throw new BadInput(
      positionals.length === 0
        ? 'FILE: expected an experiment with a model, got nothing (initlab --help).'
        : `Expected one FILE, got also ${JSON.stringify(positionals[1])}.`,
    );
  const [file] = positionals;
  const failOn = oneOf('fail-on', values['fail-on'] ?? 'error', ['error', 'warning']);
  const maxMemoryMB = wholeNumber('max-memory', values['max-memory'], 16, 1_000_000) ?? 2048;
  const experiment = await readExperiment(file);
  if (!isModelExperiment(experiment))
    throw new BadInput(`${file}: expected an experiment with a model, got one of a network.`);
  const json = values.json === undefined ? undefined : OutputTarget.of(values.json, 'json');
  await json?.check(file);
  const places = await pythonPlaces(values.python);
  const aborted = new AbortController();
  stopsWith(() => aborted.abort());
  let report: ModelReport;
  try {
    const request = await probeRequest({
      id: 1,
      experiment,
      directory: dirname(resolve(file)),
      places: {
        folders: values.data === undefined ? [] : [resolve(values.data)],
        shipped: join(__dirname, '..', 'media', 'datasets'),
      },
      backend: 'auto',
      maxMemoryMB,
      paused: false,
    });
    const { packageFolder } = places;
    const options = { interpreter: await places.interpreter(), packageFolder };
    const watcher = { output: (text: string) => void process.stderr.write(text), activity: () => undefined };
    report = await checkModel(request, options, watcher, aborted.signal);
  } catch (error) {
    const interrupted = interruptedCode();
    if (interrupted !== undefined) return interrupted;
    if (error instanceof RunRefused) throw new BadInput(error.message);
    complain(plain(error instanceof Error ? error.message : String(error)));
    return exitCodes.failed;
  }
  await json?.write(() => `${JSON.stringify(report, null, 2)}\n`);
  if (!json?.isStandardOutput) await print(plain(reportText(report)));
  const worst = Math.max(...report.findings.map(({ severity }) => severities.indexOf(severity)));
  return worst >= severities.indexOf(failOn) ? exitCodes.failed : exitCodes.good;
}
