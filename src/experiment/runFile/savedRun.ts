import * as l10n from '@vscode/l10n';
import { isModelExperiment } from '../format/forms';
import { checkExperiment } from '../format/checks/check';
import { pathText } from '../format/issue';
import { JsonBudget, largestOtherFile, unpackedLimit } from './savedLimits';
import { packPart, partsOf } from '../messages/parts';
import { headSchema, trialSchema } from './savedSchema';
import { savedSummary, recordingFormat, summarySchema, type SavedSummary } from './savedSummary';
import type { RunHeader, RunRecord, TrialRecord, SweepRecord } from '../record/record';
import { hiddenLayers } from '../format/resolve';
import { runFileVersion, trialEntries } from './runFile';
import type { SweepSetting } from '../format/sweepAxes';
import { allTrials } from '../record/sweepRecord';

const encoding = 'gzip+base64';

/** How a recording is made small: gzip and base64 of whatever the room has for it. */
export interface RecordingCodec {
  /** Bytes as gzip, as base64. */
  pack(bytes: Uint8Array): Promise<string>;
  /** Rejects for what unpacks to more than `most` bytes. */
  unpack(text: string, most: number): Promise<Uint8Array>;
}

/**
 * A saved run that cannot be opened. `version`: it was made by another version of the extension, and is whole as far as
 * one can tell.
 */
export class SavedRunError extends Error {
  override readonly name = 'SavedRunError';

  constructor(
    readonly kind: 'version' | 'damaged',
    message: string,
  ) {
    super(message);
  }
}

/** What is kept beside the recording. */
export interface SavedFacts {
  startedAt: Date;
  /** Path of the experiment file below the workspace folder, with `/`; absent for an untitled one. */
  source?: string;
  /** Its place in the order of the runs of its folder (`nextOrder`). */
  order?: number;
}

/** A saved run as it is shown again. */
export interface SavedRun {
  summary: SavedSummary;
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
 * The text of a `run.json` (docs/runFile.md): a summary on the second line, the run file, and last the whole record,
 * from which the editor shows the run as it looked. Gives way to other work all the time. Throws for a run without a
 * header.
 */
export async function writeSavedRun(run: RunRecord, facts: SavedFacts, codec: RecordingCodec): Promise<string> {
  const { header } = run;
  if (!header) throw new Error("A run that never started can't be saved.");
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
${line('summary', savedSummary(run, facts))},
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

/** A run with the number of its trials in their place. */
type PackedRun = Omit<RunRecord, 'trials' | 'sweep' | 'queue'> & {
  trials: number;
  sweep?: Omit<SweepRecord, 'cells'> & { cells: { setting: SweepSetting; run: PackedRun }[] };
};

/**
 * A run with the number of its trials in their place, in all cells of a sweep too; they follow as parts of their own.
 * A queue that computed it is of no use later.
 */
function withoutTrials({ queue: _, ...run }: RunRecord): unknown {
  const sweep = run.sweep && {
    ...run.sweep,
    cells: run.sweep.cells.map((cell) => ({ ...cell, run: withoutTrials(cell.run) })),
  };
  return { ...run, trials: run.trials.length, ...(sweep ? { sweep } : {}) };
}

/** The inverse: takes the trials of a run from the front of `trials`. */
function withTrials(run: PackedRun, trials: TrialRecord[]): RunRecord {
  const { trials: count, sweep, ...rest } = run;
  if (count > trials.length) return damaged(l10n.t('its recording lacks trials'));
  const own = trials.splice(0, count);
  return {
    ...rest,
    trials: own,
    ...(sweep
      ? { sweep: { ...sweep, cells: sweep.cells.map((cell) => ({ ...cell, run: withTrials(cell.run, trials) })) } }
      : {}),
  };
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

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function damaged(what: string): never {
  throw new SavedRunError('damaged', l10n.t('This run file is corrupt: {0}. It was not changed.', what));
}

function unknownVersion(value: unknown): never {
  throw new SavedRunError(
    'version',
    l10n.t(
      'The run file has version {0}, but this version of Init Lab reads version {1}. Update Init Lab to open it. The file was not changed.',
      JSON.stringify(value) ?? '–',
      runFileVersion,
    ),
  );
}

function unknownFormat(value: unknown): never {
  throw new SavedRunError(
    'version',
    l10n.t(
      'The recording of the run has format {0}, but this version of Init Lab reads format {1}. Update Init Lab to open it. The file was not changed.',
      JSON.stringify(value) ?? '–',
      recordingFormat,
    ),
  );
}

/**
 * The summary of a `run.json` from its first lines; undefined when they do not tell. Throws a `SavedRunError` for
 * another version.
 */
export function readSummary(head: string): SavedSummary | undefined {
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

function summaryOf(value: unknown): SavedSummary {
  if (!isRecord(value)) damaged(l10n.t('its summary lacks the name, the status or the time'));
  if (value.recording !== recordingFormat) unknownFormat(value.recording);
  const { success, data, error } = summarySchema.safeParse(value);
  if (success) return data;
  const { path } = error.issues[0];
  return damaged(
    ['name', 'status', 'startedAt'].includes(String(path[0]))
      ? l10n.t('its summary lacks the name, the status or the time')
      : l10n.t('its summary is incomplete at {0}', pathText(path)),
  );
}

/** The versions of a parsed `run.json`, with its summary. */
function checkVersions(value: unknown): { summary: SavedSummary; data: string } {
  if (!isRecord(value)) damaged(l10n.t('it contains no JSON object'));
  if (value.version !== runFileVersion) unknownVersion(value.version);
  const { recording } = value;
  if (!isRecord(recording)) damaged(l10n.t('it has no recording'));
  if (recording.format !== recordingFormat) unknownFormat(recording.format);
  if (recording.encoding !== encoding || typeof recording.data !== 'string')
    damaged(l10n.t('its recording is not {0}', encoding));
  return { summary: summaryOf(value.summary), data: recording.data };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return damaged(l10n.t('it is not valid JSON ({0})', (error as Error).message));
  }
}

/**
 * The parts of a `run.json` by its lines as they were written, without reading what lies between; undefined for one
 * that lies otherwise.
 */
function byLines(text: string): unknown {
  const at = text.lastIndexOf('\n"recording": ');
  let head = 0;
  for (let line = 0; line < 3 && head >= 0; line++) head = text.indexOf('\n', head + (line === 0 ? 0 : 1));
  if (at < 0 || head < 0) return undefined;
  const summary = readSummary(text.slice(0, head));
  if (!summary) return undefined;
  try {
    const { recording } = JSON.parse(`{${text.slice(at + 1)}`) as Record<string, unknown>;
    return { version: runFileVersion, summary, recording };
  } catch {
    return undefined;
  }
}

/** A whole `run.json` that lies in any way. */
function parseWhole(text: string): unknown {
  if (text.length > largestOtherFile) return damaged(l10n.t("it doesn't begin with its summary"));
  try {
    new JsonBudget(text.length).take(text);
  } catch (error) {
    return damaged(l10n.t('it is not a run ({0})', (error as Error).message));
  }
  return parse(text);
}

/** The summary of a whole `run.json`. Throws `SavedRunError`. */
export function readWholeSummary(text: string): SavedSummary {
  return checkVersions(byLines(text) ?? parseWhole(text)).summary;
}

/**
 * A `run.json` as the record that it was made of. Throws `SavedRunError` for another version and for a damaged file:
 * nothing in it is relied on before it was checked, and what it unpacks to is bounded by its size. Gives way to other
 * work all the time.
 */
export async function readSavedRun(text: string, codec: RecordingCodec): Promise<SavedRun> {
  const { summary, data } = checkVersions(byLines(text) ?? parseWhole(text));
  const packed = data.length * 0.75;
  const budget = new JsonBudget(packed);
  const breath = new Breath();
  let head: PackedRun | undefined;
  const trials: TrialRecord[] = [];
  try {
    for (const part of partsOf(await codec.unpack(data, unpackedLimit(packed)), (json) => budget.take(json))) {
      if (head) trials.push(checkTrial(part, trials.length));
      else head = checkHead(part);
      await breath.take();
    }
  } catch (error) {
    if (error instanceof SavedRunError) throw error;
    return damaged(l10n.t("its recording can't be decompressed ({0})", (error as Error).message));
  }
  if (!head) return damaged(l10n.t("its recording doesn't begin with a run"));
  const run = withTrials(head, trials);
  for (const one of [run, ...(run.sweep?.cells ?? []).map((cell) => cell.run)]) {
    checkRecord(one);
    if (one.header) one.header = withDefaults(one.header, one.sweep !== undefined);
    await breath.take();
  }
  return { summary, run };
}

function checkHead(part: unknown): PackedRun {
  if (!isRecord(part) || part.kind !== 'run' || !isRecord(part.run))
    return damaged(l10n.t("its recording doesn't begin with a run"));
  const { success, error } = headSchema.safeParse(part);
  return success
    ? (part.run as unknown as PackedRun)
    : damaged(l10n.t('its recording is incomplete at {0}', pathText(error.issues[0].path)));
}

function checkTrial(part: unknown, index: number): TrialRecord {
  return trialSchema.safeParse(part).success
    ? (part as TrialRecord)
    : damaged(l10n.t('trial {0} of its recording is incomplete', index));
}

/** What the parts of a run say of each other. */
function checkRecord({ header, trials }: RunRecord): void {
  if (!header) return trials.length > 0 ? damaged(l10n.t('its recording has no header')) : undefined;
  const { classes } = header.data;
  trials.forEach(({ initializer, snapshots, final }, index) => {
    const confusion = final?.mistakes?.confusion;
    const whole =
      initializer < ((header.experiment.initializers as unknown[] | undefined) ?? []).length &&
      snapshots.every(({ layers }) => layers.length === header.layers.length) &&
      (!confusion || confusion.length === classes * classes);
    if (!whole) damaged(l10n.t('trial {0} of its recording is incomplete', index));
  });
}

/**
 * An experiment of an older version with what this one knows besides. The layers of a sweep are those of its first
 * cell, which may vary their widths.
 */
function withDefaults(header: RunHeader, sweep: boolean): RunHeader {
  const { experiment, issues } = checkExperiment(header.experiment);
  if (!experiment) return damaged(l10n.t('its experiment is not valid ({0})', issues[0].message));
  if (isModelExperiment(experiment)) return { ...header, experiment };
  const hidden = hiddenLayers(experiment, header.layers[0]?.inputs);
  const fits =
    sweep ||
    (header.layers.length === hidden.length + 1 &&
      hidden.every(({ units }, index) => units === header.layers[index].units));
  return fits ? { ...header, experiment } : damaged(l10n.t('its recording is incomplete at {0}', 'header.layers'));
}
