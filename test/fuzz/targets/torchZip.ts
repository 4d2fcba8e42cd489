import { goldenFiles, inspectAs } from '../readFile';
import type { FuzzTarget } from '../target';
import { withMutatedMember } from '../zipOf';

const files = [
  'checkpoint.pt',
  'mixed.pth',
  'state.pt',
  'tied.pt',
  'module.pt',
  'script.pt',
  'legacy.pt',
  'foreign1.pt',
  'foreign2.pt',
  'foreign5.pt',
];

/**
 * The archives of `torch.save` and the form before them: mutated as a whole, and their pickles within a sound archive.
 */
export const torchZip: FuzzTarget = {
  name: 'torch',
  seeds: () => goldenFiles(...files),
  structured: (random) =>
    withMutatedMember(
      random.of(
        goldenFiles(
          'checkpoint.pt',
          'mixed.pth',
          'state.pt',
          'tied.pt',
          'module.pt',
          'foreign1.pt',
          'foreign2.pt',
          'foreign5.pt',
        ),
      ),
      random,
      (name) => name.endsWith('data.pkl') || random.once(20),
    ),
  run: inspectAs('a.pt'),
};
