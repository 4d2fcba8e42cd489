import * as l10n from '@vscode/l10n';
import { basename } from 'node:path';
import type { AuditReport, TensorRelation } from '../../python/modelReport';
import { escaped, findingLines } from './reportText';

/** How a tensor stands in the other of model and file, in words. */
function relationText(relation: TensorRelation): string {
  switch (relation) {
    case 'same':
      return l10n.t('the same to the bit');
    case 'different':
      return l10n.t('other numbers');
    case 'otherShape':
      return l10n.t('another shape');
    case 'missingInFile':
      return l10n.t('not in the file');
    case 'missingInModel':
      return l10n.t('not in the model');
    case 'tied':
      return l10n.t('tied, not in the file');
  }
}

const shapeText = (shape: number[] | null): string => (shape === null ? '' : shape.join(' × ') || '1');

/** A comparison of a model with a checkpoint for people, as Markdown: the findings first, then every tensor. */
export function auditMarkdown({ model, framework, python, checkpoint, tensors, findings }: AuditReport): string {
  const same = tensors.filter(({ relation }) => relation === 'same').length;
  return [
    `# ${l10n.t('{0} and {1}', escaped(model.target), escaped(basename(checkpoint)))}`,
    '',
    `${escaped(`${framework.name} ${framework.version}`)}, Python ${escaped(python)}`,
    '',
    l10n.t('**{0}** of {1} tensors are the same to the bit.', same, tensors.length),
    '',
    `## ${l10n.t('Findings')}`,
    '',
    ...findingLines(findings),
    '',
    `## ${l10n.t('Tensors')}`,
    '',
    `| ${l10n.t('Tensor')} | ${l10n.t('Comparison')} | ${l10n.t('Model')} | ${l10n.t('File')} | ${l10n.t('Tied to')} |`,
    '|---|---|---|---|---|',
    ...tensors.map(
      ({ path, relation, shape, fileShape, tied }) =>
        `| ${escaped(path)} | ${relationText(relation)} | ${shapeText(shape)} | ${shapeText(fileShape)} | ${escaped(tied ?? '')} |`,
    ),
    '',
  ].join('\n');
}
