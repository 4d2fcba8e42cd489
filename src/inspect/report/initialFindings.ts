import { catalogue } from '../../engine/initializers/catalogue/catalogue';
import type { Placed } from '../tensors/placed';
import { resolutionOf } from '../recognise/initial';
import type { Finding, InitialFit, ReportEssence } from '../tensors/report';

/** Factor that the evidence for a law has to reach, before it is divided by the laws and kernels that were tried. */
const needed = Math.log(100);
/**
 * Nothing is said where all weights could have moved by more than this share of their standard deviation without a sign
 * of it.
 */
const coarsest = 0.2;

const nameOf = ({ name, law }: InitialFit): string => name || (law ? catalogue[law.kind].name : '');

/** Whether a bias is one that no framework draws: it has been trained, and the kernel beside it with it. */
const isTrainedBias = ({ recognition: { biasAsDrawn } }: ReportEssence): boolean => biasAsDrawn === false;

/**
 * Whether the file holds what an optimizer has gathered: its network has been trained, whatever the numbers look like.
 */
const hasGathered = (reports: readonly ReportEssence[]): boolean =>
  reports.some(({ role, statistics: { count, min, max } }) => role === 'optimizer' && count > 1 && min < max);

/**
 * What speaks against a file that nobody has trained: running statistics and norms that are no constants, biases that
 * have moved.
 */
function isTrainedElsewhere(reports: readonly ReportEssence[], placed: readonly Placed[]): boolean {
  return reports.some((report) => {
    const {
      role,
      statistics: { min, max, count },
    } = report;
    const { name, layer } = placed[report.index].entry;
    const own = layer?.variable ?? name;
    if (/num_batches_tracked$/.test(name)) return max > 0;
    if (/(running|moving)_(mean|var\w*)$/.test(own)) return min < max;
    return (role === 'scale' && count >= 2 && min < max) || isTrainedBias(report);
  });
}

/** The resolution of kernels together: that of the numbers of each family, the coarsest of them. */
function resolution(fits: readonly { fit: InitialFit; report: ReportEssence }[]): number {
  const numbers = new Map<InitialFit['family'], number>();
  for (const {
    fit: { family },
    report: { statistics },
  } of fits)
    numbers.set(family, (numbers.get(family) ?? 0) + statistics.count);
  return Math.max(...[...numbers].map(([family, count]) => resolutionOf(family, count)));
}

/**
 * Tensors that are as a named law draws them: all kernels of the file by one rule, or single tensors that say enough by
 * themselves.
 */
export function initialFindings(reports: readonly ReportEssence[], placed: readonly Placed[]): Finding[] {
  if (hasGathered(reports)) return [];
  const kernels = reports.filter(({ role, problem }) => role === 'kernel' && problem === undefined);
  const asked = kernels.filter(({ recognition: { initial } }) => initial !== undefined);
  const trainedOwners = new Set(
    reports.filter(isTrainedBias).flatMap(({ index }) => placed[index].kernel?.index ?? []),
  );
  const trained = isTrainedElsewhere(reports, placed);
  const all = (chosen: readonly { fit: InitialFit; report: ReportEssence }[]): Finding[] => [
    {
      code: 'allInitial',
      judged: chosen.length,
      kernels: kernels.length,
      numbers: chosen.reduce((sum, { report }) => sum + report.statistics.count, 0),
      law: [...new Set(chosen.map(({ fit }) => nameOf(fit)))].join('; '),
      resolution: resolution(chosen),
    },
  ];
  if (!trained && asked.length > 1) {
    const schemes = new Set(asked.flatMap(({ recognition: { initial } }) => initial!.fits.map(({ scheme }) => scheme)));
    for (const scheme of schemes) {
      const chosen = asked.flatMap((report) => {
        const fit = report.recognition.initial!.fits.find((one) => one.scheme === scheme);
        return fit ? [{ fit, report }] : [];
      });
      // The weight of the laws that were tried counts once for a rule that all follow, and it is least in the surest of
      // them.
      const evidence = chosen.reduce((sum, { fit }) => sum + fit.evidence, 0);
      if (chosen.length === asked.length && evidence >= needed && resolution(chosen) <= coarsest) return all(chosen);
    }
  }
  const others = reports.filter(({ role, recognition: { initial } }) => role === 'embedding' && initial !== undefined);
  const found = [...asked, ...others]
    .flatMap((report) => {
      const fit = report.recognition.initial!.fits[0];
      const enough = needed + Math.log(asked.length + others.length);
      return fit &&
        fit.evidence >= enough &&
        resolution([{ fit, report }]) <= coarsest &&
        !trainedOwners.has(report.index)
        ? [{ fit, report }]
        : [];
    })
    .sort((a, b) => a.report.index - b.report.index);
  const drawn = found.filter(({ report }) => report.role === 'kernel');
  if (!trained && drawn.length > 1 && drawn.length === asked.length) return all(drawn);
  return found.map(({ fit, report }) => ({
    code: 'initialLaw',
    tensor: placed[report.index].entry.name,
    law: nameOf(fit),
    count: report.statistics.count,
    tried: report.recognition.initial!.tried,
    resolution: resolution([{ fit, report }]),
  }));
}
