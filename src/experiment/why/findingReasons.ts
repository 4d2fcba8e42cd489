import * as l10n from '@vscode/l10n';
import { findingsOf } from '../verdict/modelFindings';
import type { ModelFinding, RunHeader, TrialRecord } from '../record/record';
import { findingPath, severityText } from '../verdict/findingText';
import type { Look } from './look';
import type { Reason } from './reason';

/** Kinds of findings that activations show rather than weights. */
const ofActivations: ReadonlySet<string> = new Set(['dead', 'saturated', 'signalVanishes', 'signalExplodes']);

/**
 * The histogram at step 0 that shows a finding: of the call or parameter of its path, of the kernel or bias of a call,
 * or of the first call within a module. Undefined for one of the whole model.
 */
export function lookOf(header: RunHeader, { kind, path }: ModelFinding): Look | undefined {
  if (path === '') return undefined;
  const tensor = ofActivations.has(kind) ? 'activations' : 'kernel';
  const at = (name: string): number => header.layers.findIndex((layer) => layer.name === name);
  const [own, module] = [at(path), at(path.replace(/\.[^.]+$/, ''))];
  const layer =
    own >= 0 ? own : module >= 0 ? module : header.layers.findIndex(({ name }) => name.startsWith(`${path}.`));
  if (layer < 0) return undefined;
  return { picture: 'histogram', layer, tensor: own < 0 && path.endsWith('.bias') ? 'bias' : tensor, step: 0 };
}

/** What was found in a user's model before the first step of a trial, the worst first. */
export function findingReasons(header: RunHeader, trial: TrialRecord): Reason[] {
  return findingsOf(trial).map((finding): Reason => {
    const { kind, severity, path, message, file, line } = finding;
    const look = lookOf(header, finding);
    return {
      kind: `finding:${kind}:${path}`,
      title: l10n.t('{0}: {1}', severityText(severity), findingPath(finding)),
      sentences: [message],
      figures: {},
      ...(look && {
        look: { ...look, initializer: trial.initializer, seed: trial.seed, label: l10n.t('Show in the histogram') },
      }),
      ...(file !== undefined && { place: { file, line } }),
      sources: [],
      tries: [],
    };
  });
}
