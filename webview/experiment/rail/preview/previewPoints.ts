import * as l10n from '@vscode/l10n';
import { singlesOf } from '../../../../src/engine/datasets/inputs';
import { createSynthetic } from '../../../../src/engine/datasets/synthetic/synthetic';
import type { SyntheticSpec } from '../../../../src/engine/datasets/spec';
import { datasetDefaults, isFileKind, isImageKind, type DatasetKind } from '../../../../src/experiment/format/defaults';
import type { DataPreview } from '../../../../src/experiment/record/record';
import type { ScatterModel } from '../../../charts/scatter';
import { asRecord } from '../jsonAccess';

/** Larger datasets are not drawn anew at each keystroke: 5 000 points take some milliseconds. */
const most = 5000;

/** What the picture of the data shows, or a sentence saying why there is none. */
export function previewPoints(dataset: unknown, data: DataPreview | undefined): ScatterModel | string {
  const record = asRecord(dataset);
  const kind = record.kind as DatasetKind;
  if (Object.hasOwn(datasetDefaults, kind) && !isFileKind(kind)) {
    const spec = { ...datasetDefaults[kind], ...record, test: 0 } as SyntheticSpec;
    if ((spec.kind === 'blobs' || spec.kind === 'teacher') && spec.features !== 2)
      return l10n.t('{0}-dimensional points', spec.features);
    if (spec.train <= most) {
      const drawn = createSynthetic(spec);
      return { inputs: singlesOf(drawn.train.inputs), classes: drawn.train.labels ?? [], classCount: drawn.classes };
    }
  }
  if (!data)
    return isImageKind(kind)
      ? l10n.t('The images appear after the first run.')
      : l10n.t('The points appear after the first run.');
  if (!data.points) return l10n.t('{0} features: no picture', data.features);
  return { inputs: data.points.train, classes: data.points.trainClass, classCount: data.classes };
}
