import { isModelExperiment } from '../forms';
import { depthOf, entryIssues, wholeIssues } from './crossChecks';
import { initializer, kernelInitializer, layerKey, modelInitializer } from '../schemas/initializerSchema';
import { schemaOf, type Experiment } from '../schema';
import { applySetting, type SweepSetting } from '../sweepAxes';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as the schema gives it; undefined for one that it refuses. */
type Parsed = { value: unknown } | undefined;

const parsedBy = (
  schema: { safeParse(value: unknown): { success: boolean; data?: unknown } },
  value: unknown,
): Parsed => {
  const { success, data } = schema.safeParse(value);
  return success ? { value: data } : undefined;
};

/**
 * Checks the cells of a sweep of a valid experiment, in work that grows with what a cell changes: parts that cells
 * share with the experiment, or with each other, are the same objects, and an object that was found good is not checked
 * again.
 */
export class CellCheck<E extends Experiment> {
  /** Sections, initializers, lists of laws and laws that are as the schema gives them. */
  private readonly good = new WeakSet<object>();
  /** Whether an initializer goes with so many hidden layers. */
  private readonly depths = new WeakMap<object, Map<number | undefined, boolean>>();

  constructor(private readonly experiment: E) {
    for (const section of Object.values(experiment)) this.keep(section);
    for (const entry of experiment.initializers) {
      for (const part of [entry, entry.layers, ...Object.values(entry.layers ?? {})]) this.keep(part);
      this.depths.set(entry, new Map([[depthOf(experiment), true]]));
    }
  }

  /** The experiment of a cell, which shares what it does not change with the others; undefined when it is not valid. */
  experimentOf(setting: SweepSetting): E | undefined {
    const cell: Record<string, unknown> = {};
    for (const [key, section] of Object.entries(applySetting(this.experiment, setting))) {
      const parsed = this.parsed(section, (value) => this.section(key, value));
      if (!parsed) return undefined;
      cell[key] = parsed.value;
    }
    const experiment = cell as E;
    const depth = depthOf(experiment);
    return wholeIssues(experiment).length === 0 && experiment.initializers.every((entry) => this.fits(entry, depth))
      ? experiment
      : undefined;
  }

  private keep(value: unknown): void {
    if (typeof value === 'object' && value !== null) this.good.add(value);
  }

  private parsed(value: unknown, parse: (value: unknown) => Parsed): Parsed {
    if (typeof value === 'object' && value !== null && this.good.has(value)) return { value };
    const parsed = parse(value);
    this.keep(parsed?.value);
    return parsed;
  }

  private section(key: string, value: unknown): Parsed {
    if (key === 'initializers' && Array.isArray(value) && value.length === this.experiment.initializers.length)
      return all(value, (item) => this.parsed(item, (entry) => this.entry(entry)));
    const { shape } = schemaOf(this.experiment);
    return Object.hasOwn(shape, key) ? parsedBy(shape[key as keyof typeof shape], value) : undefined;
  }

  private entry(entry: unknown): Parsed {
    if (isModelExperiment(this.experiment)) return parsedBy(modelInitializer, entry);
    if (!isObject(entry) || !isObject(entry.layers)) return parsedBy(initializer, entry);
    const { layers, ...rest } = entry;
    const [own, laws] = [
      parsedBy(initializer, rest),
      this.parsed(layers, (value) => this.laws(value as Record<string, unknown>)),
    ];
    return own && laws && { value: { ...(own.value as object), layers: laws.value } };
  }

  private laws(layers: Record<string, unknown>): Parsed {
    const keys = Object.keys(layers);
    if (!keys.every((key) => layerKey.safeParse(key).success)) return undefined;
    const laws = all(Object.values(layers), (law) => this.parsed(law, (value) => parsedBy(kernelInitializer, value)));
    return laws && { value: Object.fromEntries(keys.map((key, index) => [key, laws.value[index]])) };
  }

  private fits(entry: E['initializers'][number], depth: number | undefined): boolean {
    const known = this.depths.get(entry) ?? new Map<number | undefined, boolean>();
    this.depths.set(entry, known);
    const fits = known.get(depth) ?? entryIssues(entry, 0, depth).length === 0;
    known.set(depth, fits);
    return fits;
  }
}

/** All values as they were parsed; undefined when one was refused. */
function all(values: readonly unknown[], parse: (value: unknown) => Parsed): { value: unknown[] } | undefined {
  const parsed: unknown[] = [];
  for (const value of values) {
    const one = parse(value);
    if (!one) return undefined;
    parsed.push(one.value);
  }
  return { value: parsed };
}
