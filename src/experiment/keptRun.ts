import * as l10n from '@vscode/l10n';
import { checkExperiment } from './check';
import { packPart, unpackParts } from './keptParts';
import { keptSummary, recordingFormat, type KeptSummary } from './keptSummary';
import type { RunHeader, RunRecord, TrialRecord } from './record';
import { runFileVersion, trialEntries } from './runFile';
import { allTrials } from './sweepRecord';

const encoding = 'gzip+base64';

/** How a recording is made small: gzip and base64 of whatever the room has for it. */
export interface RecordingCodec {
  /** Bytes as gzip, as base64. */
  pack(bytes: Uint8Array): Promise<string>;
  unpack(text: string): Promise<Uint8Array>;
}

/** A kept run that cannot be opened. `version`: it was made by another version of the extension, and is whole as far as one can tell. */
export class KeptRunError extends Error {
  override readonly name = 'KeptRunError';

  constructor(
    readonly kind: 'version' | 'damaged',
    message: string,
  ) {
    super(message);
  }
}

/** What is kept beside the recording. */
export interface KeptFacts {
  startedAt: Date;
  /** Path of the experiment file below the workspace folder, with `/`; absent for an untitled one. */
  source?: string;
}

/** A kept run as it is shown again. */
export interface KeptRun {
  summary: KeptSummary;
  run: RunRecord;
}

/** Milliseconds of work after which others get a turn. */
const turn = 8;

/** Lets others work when this one has worked for a while. */
class Breath {
  private since = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.since < turn) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.since = performance.now();
  }
}

/**
 * The text of a `run.json` (docs/runFile.md): a summary on the second line, the run file, and last the whole record, from which the
 * editor shows the run as it looked. Gives way to other work all the time. Throws for a run without a header.
 */
export async function writeKeptRun(run: RunRecord, facts: KeptFacts, codec: RecordingCodec): Promise<string> {
  const { header } = run;
  if (!header) throw new Error('A run that never started cannot be kept.');
  const breath = new Breath();
  const trials: string[] = [];
  for (const entry of trialEntries(run)) {
    trials.push(JSON.stringify(entry));
    await breath.take();
  }
  const parts = [packPart({ kind: 'run', run: withoutTrials(run) })];
  for (const trial of allTrials(run)) {
    parts.push(packPart(trial));
    await breath.take();
  }
  const data = await codec.pack(join(parts));
  const line = (key: string, value: unknown): string => `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  return `{
${line('summary', keptSummary(run, facts))},
${line('version', runFileVersion)},
${line('experiment', header.experiment)},
${line('environment', header.environment)},
${line('seconds', run.seconds)},
"trials": [
${trials.join(',\n')}
],
${line('recording', { format: recordingFormat, encoding, data })}
}
`;
}

/** A run with the number of its trials in their place, in all cells of a sweep too; they follow as parts of their own. */
function withoutTrials(run: RunRecord): unknown {
  const sweep = run.sweep && { ...run.sweep, cells: run.sweep.cells.map((cell) => ({ ...cell, run: withoutTrials(cell.run) })) };
  return { ...run, trials: run.trials.length, ...(sweep ? { sweep } : {}) };
}

/** The inverse: takes the trials of a run from the front of `trials`. */
function withTrials(run: RunRecord & { trials: unknown }, trials: TrialRecord[]): RunRecord {
  const { trials: count } = run;
  if (typeof count !== 'number' || count > trials.length) return damaged(l10n.t('its recording lacks trials'));
  const own = trials.splice(0, count);
  const sweep = run.sweep && { ...run.sweep, cells: run.sweep.cells.map((cell) => ({ ...cell, run: withTrials(cell.run, trials) })) };
  return { ...run, trials: own, ...(sweep ? { sweep } : {}) };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function damaged(what: string): never {
  throw new KeptRunError('damaged', l10n.t('This run file is damaged: {0}. It is left as it is.', what));
}

function unknownVersion(value: unknown): never {
  throw new KeptRunError('version', l10n.t('Unexpected version {0} of a run file: this Init Lab reads version {1}. A newer one may open it; the file is left as it is.', JSON.stringify(value) ?? '–', runFileVersion));
}

function unknownFormat(value: unknown): never {
  throw new KeptRunError('version', l10n.t('Unexpected format {0} of the recording of a run: this Init Lab reads format {1}. A newer one may open it; the file is left as it is.', JSON.stringify(value) ?? '–', recordingFormat));
}

/** The summary of a `run.json` from its first lines; undefined when they do not tell. Throws a `KeptRunError` for another version. */
export function readSummary(head: string): KeptSummary | undefined {
  const [, first, second] = head.split('\n', 4);
  const value = /^"summary": (\{.*\}),\r?$/.exec(first ?? '')?.[1];
  const version = /^"version": (.*),\r?$/.exec(second ?? '')?.[1];
  if (value === undefined || version === undefined) return undefined;
  try {
    const found: unknown = JSON.parse(version);
    if (found !== runFileVersion) unknownVersion(found);
    return summaryOf(JSON.parse(value));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function summaryOf(value: unknown): KeptSummary {
  if (!isRecord(value) || typeof value.name !== 'string' || typeof value.status !== 'string' || typeof value.startedAt !== 'string' || Number.isNaN(Date.parse(value.startedAt))) damaged(l10n.t('its summary lacks the name, the status or the time'));
  if (value.recording !== recordingFormat) unknownFormat(value.recording);
  return value as unknown as KeptSummary;
}

/** The versions of a parsed `run.json`, with its summary. */
function checkVersions(value: unknown): { summary: KeptSummary; data: string } {
  if (!isRecord(value)) damaged(l10n.t('it holds no JSON object'));
  if (value.version !== runFileVersion) unknownVersion(value.version);
  const { recording } = value;
  if (!isRecord(recording)) damaged(l10n.t('it has no recording'));
  if (recording.format !== recordingFormat) unknownFormat(recording.format);
  if (recording.encoding !== encoding || typeof recording.data !== 'string') damaged(l10n.t('its recording is no {0}', encoding));
  return { summary: summaryOf(value.summary), data: recording.data };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return damaged(l10n.t('it is no JSON ({0})', (error as Error).message));
  }
}

/** The summary of a whole `run.json`. Throws `KeptRunError`. */
export function readWholeSummary(text: string): KeptSummary {
  return checkVersions(parse(text)).summary;
}

/** A `run.json` as the record that it was made of. Throws `KeptRunError` for another version and for a damaged file. */
export async function readKeptRun(text: string, codec: RecordingCodec): Promise<KeptRun> {
  const { summary, data } = checkVersions(parse(text));
  let parts: unknown[];
  try {
    parts = unpackParts(await codec.unpack(data));
  } catch (error) {
    return damaged(l10n.t('its recording cannot be unpacked ({0})', (error as Error).message));
  }
  const [head, ...trials] = parts;
  if (!isRecord(head) || head.kind !== 'run' || !isRecord(head.run)) return damaged(l10n.t('its recording does not begin with a run'));
  const run = withTrials(head.run as unknown as RunRecord, trials as TrialRecord[]);
  checkRecord(run);
  for (const { run: cell } of run.sweep?.cells ?? []) if (cell.header || cell.trials.length > 0) checkRecord(cell);
  return { summary, run: { ...run, header: withDefaults(run.header!) } };
}

/** What the editor relies on; a recording of this version always has it. */
function checkRecord(run: RunRecord): void {
  const { header } = run;
  if (!isRecord(header) || !Array.isArray(header.layers) || !isRecord(header.data) || !Array.isArray(header.experiment?.initializers)) return damaged(l10n.t('its recording has no header'));
  run.trials.forEach((trial: TrialRecord, index) => {
    const { curve, snapshots } = trial;
    const known = isRecord(curve) && Array.isArray(curve.step) && [curve.train, curve.test, curve.trainAccuracy, curve.testAccuracy].every((values) => Array.isArray(values) && values.length === curve.step.length);
    if (!known || !Array.isArray(snapshots) || header.experiment.initializers[trial.initializer] === undefined) damaged(l10n.t('trial {0} of its recording is not whole', index));
  });
}

/** An experiment of an older version with what this one knows besides. */
function withDefaults(header: RunHeader): RunHeader {
  const { experiment } = checkExperiment(header.experiment);
  return experiment ? { ...header, experiment } : header;
}
