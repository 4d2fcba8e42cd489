import { initialFindings } from './initialFindings';
import type { Placed } from '../tensors/placed';
import type { Finding, ReportEssence } from '../tensors/report';

/** Fewer numbers than this are equal by chance. */
export const fewestForIdentical = 16;
/**
 * Kernels needed to say what is the scale of a file, and how far from it is out of line: the factor of the variance.
 */
const fewestForScale = 3;
const outOfLine = 10;

/** Tensors with the same key, in groups of two or more. */
function groups(
  reports: readonly ReportEssence[],
  keyOf: (report: ReportEssence) => string | undefined,
): ReportEssence[][] {
  const byKey = new Map<string, ReportEssence[]>();
  for (const report of reports) {
    const key = keyOf(report);
    if (key === undefined || key === '') continue;
    const group = byKey.get(key);
    if (group) group.push(report);
    else byKey.set(key, [report]);
  }
  return [...byKey.values()].filter((group) => group.length > 1);
}

/** What is wrong with one tensor by itself. */
function ownFindings(report: ReportEssence, { entry, role }: Placed): Finding[] {
  const {
    statistics: { count, nan, infinite, min, max },
    neurons,
  } = report;
  const tensor = entry.name;
  if (report.problem !== undefined) return [{ code: 'unreadable', tensor, problem: report.problem }];
  if (nan + infinite > 0 && role !== 'other') return [{ code: 'notFinite', tensor, nan, infinite, count }];
  const outlier: Finding[] = report.outlier ? [{ code: 'outlier', tensor, ...report.outlier, count }] : [];
  if (role !== 'kernel' || count === 0) return outlier;
  if (min === max && count > 1)
    return [min === 0 ? { code: 'deadKernel', tensor } : { code: 'constantKernel', tensor, value: min }];
  const found = outlier;
  if (
    neurons &&
    neurons.zero > 0 &&
    neurons.count > 1 &&
    !['identity', 'sparse'].includes(report.recognition.shapes[0])
  )
    found.push({ code: 'zeroNeurons', tensor, zero: neurons.zero, neurons: neurons.count });
  // Kernels of one number a neuron have equal ones by chance of rounding.
  if (neurons && neurons.duplicates > 0 && count / neurons.count >= 4)
    found.push({ code: 'duplicateNeurons', tensor, duplicates: neurons.duplicates, neurons: neurons.count });
  return found;
}

/** Kernels whose n_in·Var is far from the middle one's. */
function scaleFindings(kernels: readonly ReportEssence[], placed: readonly Placed[]): Finding[] {
  const scales = kernels.flatMap((report) => {
    const scale = report.recognition.evidence.fanInVariance;
    return scale !== undefined && scale > 0 && Number.isFinite(scale) ? [{ report, scale }] : [];
  });
  if (scales.length < fewestForScale) return [];
  const logs = scales.map(({ scale }) => Math.log(scale)).sort((a, b) => a - b);
  const middle = logs[logs.length >> 1];
  const away = logs.map((log) => Math.abs(log - middle)).sort((a, b) => a - b)[logs.length >> 1];
  return scales.flatMap(({ report, scale }): Finding[] => {
    const distance = Math.abs(Math.log(scale) - middle);
    if (distance < Math.log(outOfLine) || distance < 4 * away) return [];
    return [
      {
        code: 'scaleOutOfLine',
        tensor: placed[report.index].entry.name,
        std: report.statistics.std,
        factor: scale / Math.exp(middle),
      },
    ];
  });
}

/**
 * What is wrong with a file or worth knowing of it, the gravest first. `reports` may be those of a part of the tensors.
 */
export function findingsOf(reports: readonly ReportEssence[], placed: readonly Placed[]): Finding[] {
  const nameOf = ({ index }: ReportEssence): string => placed[index].entry.name;
  const kernels = reports.filter(({ role, problem }) => role === 'kernel' && problem === undefined);
  const weights = reports.filter(
    ({ role, problem }) => (role === 'kernel' || role === 'embedding' || role === 'bias') && problem === undefined,
  );
  const tied = groups(weights, ({ index }) => placed[index].entry.shared);
  // Biases and norms of layers that are added have the same gradients, and so the same numbers.
  const varied = weights.filter(
    ({ role, statistics: { count, min, max }, recognition }) =>
      role !== 'bias' &&
      count >= fewestForIdentical &&
      min < max &&
      !['constant', 'identity', 'hadamard'].includes(recognition.shapes[0]),
  );
  const identical = groups(varied, ({ fingerprint }) => fingerprint).filter(
    (group) => new Set(group.map(({ index }) => placed[index].entry.shared ?? index)).size > 1,
  );
  return [
    ...reports.flatMap((report) => ownFindings(report, placed[report.index])),
    ...identical.map((group): Finding => ({ code: 'identicalTensors', tensors: group.map(nameOf) })),
    ...scaleFindings(kernels, placed),
    ...initialFindings(reports, placed),
    ...tied.map((group): Finding => ({ code: 'tiedTensors', tensors: group.map(nameOf) })),
  ];
}
