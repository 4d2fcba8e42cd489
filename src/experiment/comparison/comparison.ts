import { catalogue, defaultOf } from '../../engine/initializers/catalogue/catalogue';
import { labelOf } from '../text/labels';
import type { RunRecord } from '../record/record';
import type { InitializerKind } from '../../engine/spec/initializerSpec';
import type { Experiment } from '../format/schema';

/**
 * How one series is drawn where several runs lie over each other: places in the lists of colours, dashes and markers.
 */
export interface SeriesLook {
  color: number;
  dash: number;
  marker: number;
}

/** A setting that is not the same in all runs, with the value of each as JSON; undefined where a run has none. */
export interface SettingDifference {
  /**
   * `optimizer.learningRate`, `initializers["randn × 10"].scale`; the labels of all initializers are `initializers`.
   */
  path: string;
  values: (string | undefined)[];
}

/** A run with what tells it from others. */
export interface NamedRun {
  run: RunRecord;
  /** Of its experiment. */
  name: string;
  /** `22 Nov`. */
  day: string;
  /** `10:31`. */
  clock: string;
  /** `10:31:05`. */
  second: string;
}

/** As many series as there are colours. */
const colors = 6;

/** The shortest words that tell the runs apart: their names, else the time of day, the day, or both. */
export function runSuffixes(runs: readonly Omit<NamedRun, 'run'>[]): string[] {
  const sameDay = new Set(runs.map(({ day }) => day)).size === 1;
  const schemes: ((run: Omit<NamedRun, 'run'>) => string)[] = [
    ({ name }) => name,
    ...(sameDay ? [({ clock }: { clock: string }) => clock, ({ second }: { second: string }) => second] : []),
    ({ day }) => day,
    ({ day, clock }) => `${day} ${clock}`,
    ({ day, second }) => `${day} ${second}`,
    ({ name, day, second }) => `${name} ${day} ${second}`,
  ];
  for (const scheme of schemes) {
    const words = runs.map(scheme);
    if (new Set(words).size === words.length) return words;
  }
  return runs.map(({ day, second }, index) => `${day} ${second} #${index + 1}`);
}

/**
 * How the initializers of several runs are drawn, run after run. A run has its dash, an initializer (by its label) its
 * marker; colours differ for every series as long as there are enough of them, and belong to the initializers when
 * there are more.
 */
export function seriesLooks(labels: readonly (readonly string[])[]): SeriesLook[] {
  const known = [...new Set(labels.flat())];
  const total = labels.reduce((sum, list) => sum + list.length, 0);
  let next = 0;
  return labels.flatMap((list, run) =>
    list.map((label) => ({
      color: total <= colors ? next++ : known.indexOf(label),
      dash: run,
      marker: known.indexOf(label),
    })),
  );
}

type Entry = Experiment['initializers'][number];

const enabledOf = ({ initializers }: Pick<Experiment, 'initializers'>): Entry[] =>
  initializers.filter(({ enabled }) => enabled !== false);

const defaultsOf = (kind: InitializerKind): Record<string, unknown> =>
  Object.fromEntries(catalogue[kind].parameters.map(({ name }) => [name, defaultOf(kind, name)]));

/** What an initializer is besides its label, with the defaults of its parameters. */
function lawOf({ label: _, enabled: __, ...law }: Entry): object {
  return {
    ...(law.kind === 'asWritten' ? {} : defaultsOf(law.kind)),
    ...law,
  };
}

/**
 * Every setting of an experiment by its path; lists count as one setting, and initializers by their labels: those of
 * `shared` labels with their settings.
 */
function settingsOf(
  { $schema: _, version: __, name: ___, initializers, ...rest }: Experiment,
  shared: ReadonlySet<string>,
): Map<string, string> {
  const enabled = enabledOf({ initializers });
  const found = new Map<string, string>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [key, item] of Object.entries(value)) visit(item, path === '' ? key : `${path}.${key}`);
    else if (value !== undefined) found.set(path, JSON.stringify(value));
  };
  visit(rest, '');
  found.set('initializers', enabled.map(labelOf).join(', '));
  for (const entry of enabled)
    if (shared.has(labelOf(entry))) visit(lawOf(entry), `initializers[${JSON.stringify(labelOf(entry))}]`);
  return found;
}

/** The settings in which experiments differ, in the order of the file. */
export function settingDifferences(experiments: readonly Experiment[]): SettingDifference[] {
  const labels = experiments.map((experiment) => new Set(enabledOf(experiment).map(labelOf)));
  const shared = new Set([...(labels.at(0) ?? [])].filter((label) => labels.every((own) => own.has(label))));
  const settings = experiments.map((experiment) => settingsOf(experiment, shared));
  const paths = [...new Set(settings.flatMap((one) => [...one.keys()]))];
  return paths
    .map((path) => ({ path, values: settings.map((one) => one.get(path)) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Characters of a setting's value in a label. */
const longestValue = 20;

/**
 * Of runs of one experiment that differ in a single setting that is not one of an initializer: the value that each had
 * there; the list of differences names the setting.
 */
export function settingSuffixes(
  runs: readonly Pick<NamedRun, 'name'>[],
  differences: readonly SettingDifference[],
): string[] | undefined {
  const [only, ...others] = differences;
  if (
    !only ||
    others.length > 0 ||
    only.path.startsWith('initializers') ||
    new Set(runs.map(({ name }) => name)).size > 1
  )
    return undefined;
  const { values } = only;
  if (
    new Set(values).size < values.length ||
    values.some((value) => value === undefined || value.length > longestValue)
  )
    return undefined;
  return values.map((value) => value!.replace(/^"|"$/g, ''));
}
