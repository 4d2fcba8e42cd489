import { rankBy, singularValues } from '../../engine/numerics/singularValues';
import type { Layout } from '../../engine/spec/initializerSpec';
import { detailOf, singularLimits } from './detail';
import { FileProblem } from '../files/fileProblem';
import { fewestForIdentical, findingsOf } from './findings';
import { matrixOfPlaced, placeTensors } from '../tensors/layout';
import type { Placed } from '../tensors/placed';
import { wholeTensor } from '../recognise/structure';
import { reportTensor } from './reportTensor';
import type {
  DetailOptions,
  Finding,
  ReportEssence,
  SingularValues,
  TensorDetail,
  TensorReport,
} from '../tensors/report';
import { checkStop, sparkBins } from '../statistics/scan';
import type { TensorFile } from '../files/tensorFile';

/** Reports that are kept whole: those of 150 000 tensors would take half a gigabyte. */
export const mostWhole = 10_000;
/** Bytes that are read again rather than remembered where there are many places. */
const smallPlace = 4096;
/** What most reports have, once for all of them. */
const usual: ReportEssence['recognition'] = { shapes: [], evidence: {} };

/** What the findings of a file need of a report. */
function essenceOf(report: TensorReport): ReportEssence {
  const {
    index,
    role,
    statistics: { count, std, min, max, nan, infinite },
    recognition: {
      shapes,
      initial,
      biasAsDrawn,
      evidence: { fanInVariance },
    },
    neurons,
    outlier,
    fingerprint,
    problem,
  } = report;
  return {
    index,
    role,
    statistics: { count, std, min, max, nan, infinite },
    recognition:
      shapes.length > 0 || initial !== undefined || biasAsDrawn !== undefined || fanInVariance !== undefined
        ? { shapes, initial, biasAsDrawn, evidence: { fanInVariance } }
        : usual,
    neurons: neurons && neurons.zero + neurons.duplicates > 0 ? neurons : undefined,
    outlier,
    fingerprint: (role === 'kernel' || role === 'embedding') && count >= fewestForIdentical ? fingerprint : '',
    problem,
  };
}

/** An opened file with what has been found out about its tensors. */
export class Inspection {
  placed: readonly Placed[];
  /** Reports of the first tensors asked for. */
  private readonly whole = new Map<number, TensorReport>();
  /** The essence of the others, which are read again when asked for again. */
  private readonly essences = new Map<number, ReportEssence>();
  /** Reports of tensors that lie in one place, which has to be read once however many names it has. */
  private readonly ofPlaces = new Map<string, TensorReport>();

  constructor(readonly file: TensorFile) {
    this.placed = placeTensors(file.tensors, file.format, file.metadata);
  }

  /** Gives all kernels one layout, or the inferred one back; what was found out with another is forgotten. */
  setLayout(layout: Layout | undefined): void {
    const inferred = placeTensors(this.file.tensors, this.file.format, this.file.metadata);
    if (layout)
      for (const one of inferred)
        if ((one.role === 'kernel' || one.role === 'matrix') && one.inputAxes === undefined)
          Object.assign(one, { layout, because: undefined });
    this.placed = inferred;
    this.whole.clear();
    this.essences.clear();
    this.ofPlaces.clear();
  }

  /**
   * The report of one tensor, made once for as many as are kept. A tensor that cannot be read has one that says so; a
   * changed file or a stop throws `FileProblem`.
   */
  async report(index: number, signal?: AbortSignal, heard?: (bytes: number) => void): Promise<TensorReport> {
    const placed = this.at(index);
    const known = this.whole.get(index);
    if (known) {
      heard?.(placed.entry.bytes);
      return known;
    }
    const place = placeOf(placed);
    const same = place === undefined ? undefined : this.ofPlaces.get(place);
    if (same) heard?.(placed.entry.bytes);
    const report = same
      ? { ...same, index }
      : await reportTensor(this.file, placed, signal, heard).catch((error: unknown) => {
          if (error instanceof FileProblem && error.kind === 'bad') return unreadable(placed, error.message);
          throw error;
        });
    // The layout may have been changed meanwhile.
    if (this.placed[index] === placed) {
      if (this.whole.size < mostWhole) {
        this.whole.set(index, report);
        this.essences.delete(index);
      } else this.essences.set(index, essenceOf(report));
      if (place !== undefined && (this.ofPlaces.size < mostWhole || placed.entry.bytes > smallPlace))
        this.ofPlaces.set(place, report);
    }
    return report;
  }

  /** What is known of the whole file by now. */
  findings(): Finding[] {
    return findingsOf(
      [...this.whole.values(), ...this.essences.values()].sort((a, b) => a.index - b.index),
      this.placed,
    );
  }

  async detail(index: number, options?: DetailOptions, signal?: AbortSignal): Promise<TensorDetail> {
    const report = await this.report(index, signal);
    if (report.problem !== undefined)
      throw new FileProblem(`the tensor ${this.at(index).entry.name}`, 'numbers that can be read', report.problem);
    return detailOf(this.file, this.at(index), report, options, signal);
  }

  /** Throws a `FileProblem` for what is no matrix, too large, or not finite. */
  async singularValues(index: number, signal?: AbortSignal): Promise<SingularValues> {
    const placed = this.at(index);
    const { entry, layout } = placed;
    const { statistics } = await this.report(index, signal);
    const place = `the tensor ${entry.name}`;
    if (entry.shape.length < 2 || entry.count === 0)
      throw new FileProblem(place, 'a matrix', `a shape of ${entry.shape.length} sides`);
    const [rows, columns] = matrixOfPlaced(placed, layout ?? 'out-in');
    if (Math.min(rows, columns) > singularLimits.shorter || entry.count > singularLimits.count)
      throw new FileProblem(
        place,
        `a shorter side of at most ${singularLimits.shorter} and at most ${singularLimits.count} numbers`,
        `${rows} × ${columns}`,
      );
    if (statistics.nan + statistics.infinite > 0)
      throw new FileProblem(place, 'finite numbers', `${statistics.nan + statistics.infinite} that are not`);
    const work = singularValues(await wholeTensor(this.file, { entry }), rows, columns);
    let turn = work.next();
    for (; !turn.done; turn = work.next()) await checkStop(signal);
    const values = turn.value;
    return { values, condition: values[0] / values[values.length - 1], rank: rankBy(values, rows, columns) };
  }

  close(): void {
    this.file.close();
  }

  private at(index: number): Placed {
    const placed = this.placed[index];
    if (!placed) throw new RangeError(`Tensor: expected an index below ${this.placed.length}, got ${index}.`);
    return placed;
  }
}

/** What the report of a tensor depends on that shares its place with others; undefined for one that has its own. */
function placeOf({ entry: { shared, dtype, shape }, role, layout, kernel }: Placed): string | undefined {
  return shared === undefined ? undefined : `${role} ${layout} ${kernel?.index} ${dtype} ${shape.join('x')} ${shared}`;
}

function unreadable({ index, role, entry: { count } }: Placed, problem: string): TensorReport {
  return {
    index,
    role,
    statistics: {
      count,
      mean: NaN,
      std: NaN,
      min: NaN,
      max: NaN,
      zeros: 0,
      nan: 0,
      infinite: 0,
      skewness: NaN,
      kurtosis: NaN,
      spark: new Uint32Array(sparkBins),
      sampled: 0,
    },
    recognition: {
      shapes: [],
      laws: [],
      alternatives: [],
      indistinct: false,
      evidence: { count, peakRatio: NaN, kurtosis: NaN, kurtosisError: NaN },
    },
    fingerprint: '',
    problem,
  };
}
