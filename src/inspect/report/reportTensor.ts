import { countDuplicates, fingerprintOf } from '../statistics/sides';
import { roundingOf } from '../values/dtypes';
import { matrixOfPlaced } from '../tensors/layout';
import type { Placed } from '../tensors/placed';
import { recognise } from '../recognise/recognise';
import { structureOf } from '../recognise/structure';
import type { TensorReport } from '../tensors/report';
import { fewestForOutlier, outlierOf } from '../statistics/outlier';
import { scanTensor, statisticsOfScan } from '../statistics/scan';
import type { TensorFile } from '../files/tensorFile';

/** Reads one tensor and says all that the list shows of it. Throws `FileProblem`. */
export async function reportTensor(
  file: TensorFile,
  placed: Placed,
  signal?: AbortSignal,
  heard?: (bytes: number) => void,
): Promise<TensorReport> {
  const { entry, role, index, layout } = placed;
  const scan = await scanTensor(
    file,
    entry,
    signal,
    heard,
    placed.inputAxes === undefined ? entry.shape : matrixOfPlaced(placed, 'in-out'),
  );
  const statistics = statisticsOfScan(scan);
  // The structure of what is no weight is no law of it.
  const structure = role === 'optimizer' ? undefined : await structureOf(file, scan, roundingOf[entry.dtype] ?? 0);
  const recognition = recognise(placed, scan, statistics, structure);
  const report: TensorReport = {
    index,
    role,
    statistics,
    recognition,
    fingerprint: scan.sides ? [entry.dtype, fingerprintOf(scan.sides, entry.shape)].join(' ') : '',
  };
  const { count, nan, infinite, min, max } = statistics;
  const outlier =
    ['kernel', 'matrix', 'embedding'].includes(role) && nan + infinite === 0 && count >= fewestForOutlier
      ? outlierOf(scan.sample, count, min, max)
      : undefined;
  if (outlier) {
    report.outlier = outlier;
    // It moves every distance from a law: the nearest one would point elsewhere.
    delete recognition.nearest;
  }
  // Where the layout is unknown, equal rows may be equal inputs as well, which say nothing.
  if (role === 'kernel' && scan.sides && layout) {
    const side = layout === 'out-in' ? scan.sides.rows : scan.sides.columns;
    report.neurons = { count: side.squares.length, ...countDuplicates(side) };
  }
  return report;
}
