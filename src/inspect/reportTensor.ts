import { countDuplicates, fingerprintOf } from './statistics/sides';
import { roundingOf } from './dtypes';
import type { Placed } from './layout';
import { recognise } from './recognise/recognise';
import { structureOf } from './recognise/structure';
import type { TensorReport } from './report';
import { scanTensor, statisticsOfScan } from './statistics/scan';
import type { TensorFile } from './tensorFile';

/** Reads one tensor and says all that the list shows of it. Throws `FileProblem`. */
export async function reportTensor(file: TensorFile, placed: Placed, signal?: AbortSignal, heard?: (bytes: number) => void): Promise<TensorReport> {
  const { entry, role, index, layout } = placed;
  const scan = await scanTensor(file, entry, signal, heard);
  const statistics = statisticsOfScan(scan);
  // The structure of what is no weight is no law of it.
  const structure = role === 'optimizer' ? undefined : await structureOf(file, scan, roundingOf[entry.dtype] ?? 0);
  const recognition = recognise(placed, scan, statistics, structure);
  const report: TensorReport = { index, role, statistics, recognition, fingerprint: scan.sides ? `${entry.dtype} ${fingerprintOf(scan.sides, entry.shape)}` : '' };
  if (role === 'kernel' && scan.sides) {
    // Where the layout is unknown, the side with more that is equal is the one that has something to tell.
    const rows = { count: scan.sides.rows.squares.length, ...countDuplicates(scan.sides.rows) };
    const columns = { count: scan.sides.columns.squares.length, ...countDuplicates(scan.sides.columns) };
    report.neurons = layout === 'out-in' ? rows : layout === 'in-out' ? columns : rows.duplicates + rows.zero >= columns.duplicates + columns.zero ? rows : columns;
  }
  return report;
}
