import * as l10n from '@vscode/l10n';
import { formatPercent } from '../../../../src/experiment/text/format';
import { listText } from '../../../../src/experiment/text/language';
import type { DataPreview, Snapshot } from '../../../../src/experiment/record/record';
import type { BoundaryModel } from '../../../charts/boundary';
import { strengthRange } from '../../../charts/parts/boundaryField';

/** A boundary with all that stands around it. */
export interface ShownBoundary {
  model: BoundaryModel;
  data: DataPreview;
  /** The picture in words. */
  description: string;
}

function describe({ boundary }: BoundaryModel, data: DataPreview, label: string): string {
  const [least, most] = strengthRange(boundary);
  const shares = new Map<number, number>();
  for (const winner of boundary.winner) shares.set(winner, (shares.get(winner) ?? 0) + 1 / boundary.winner.length);
  const parts = [...shares]
    .sort(([a], [b]) => a - b)
    .map(([winner, share]) =>
      l10n.t('{0} on {1}', data.classNames?.[winner] ?? l10n.t('class {0}', winner), formatPercent(share, 0)),
    );
  const range = l10n.t('{0} to {1}', formatPercent(least, 0), formatPercent(most, 0));
  if (data.classes === 0) return l10n.t('Decision boundary, {0}: probability of the predicted class {1}', label, range);
  return l10n.t(
    'Decision boundary, {0}: {1} of the plane; probability of the predicted class {2}',
    label,
    listText(parts),
    range,
  );
}

/** The boundary of a snapshot of the initializer called `label`; undefined where there is none. */
export function boundaryChart(
  key: string,
  data: DataPreview,
  snapshot: Snapshot | undefined,
  label: string,
): ShownBoundary | undefined {
  if (!snapshot?.boundary || !data.points) return undefined;
  const [x = 'x₁', y = 'x₂'] = data.featureNames ?? [];
  const model: BoundaryModel = {
    key,
    boundary: snapshot.boundary,
    points: data.points,
    classes: data.classes,
    axisNames: [x, y],
  };
  return { model, data, description: describe(model, data, l10n.t('{0} at step {1}', label, snapshot.step)) };
}
