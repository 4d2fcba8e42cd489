import * as l10n from '@vscode/l10n';
import { cifarArchive } from '../../engine/datasets/images/cifar';
import { idxFiles } from '../../engine/datasets/images/mnist';
import type { ImageKind } from '../../experiment/format/defaults';

/** A file to download: what it must weigh and sum up to. */
export interface SourceFile {
  name: string;
  address: string;
  bytes: number;
  sha256: string;
}

/** A published dataset. */
export interface Source {
  /** Folder that its files are kept in. */
  folder: string;
  /** What its makers say of its use. */
  licence: string;
  files: SourceFile[];
}

/** A file's size and SHA-256, as TensorFlow Datasets' list of checksums has them. */
type Sum = [bytes: number, sha256: string];

function idxSource(base: string, folder: string, licence: string, sums: Record<keyof typeof idxFiles, Sum>): Source {
  const files = Object.entries(idxFiles).map(([key, plain]): SourceFile => {
    const [bytes, sha256] = sums[key as keyof typeof idxFiles];
    return { name: `${plain}.gz`, address: `${base}${plain}.gz`, bytes, sha256 };
  });
  return { folder, licence, files };
}

/** Where the datasets are published. */
export const sources: Record<ImageKind, Source> = {
  mnist: idxSource('https://storage.googleapis.com/cvdf-datasets/mnist/', 'mnist', 'CC BY-SA 3.0', {
    trainImages: [9_912_422, '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609'],
    trainLabels: [28_881, '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'],
    testImages: [1_648_877, '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6'],
    testLabels: [4_542, 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'],
  }),
  fashionMnist: idxSource(
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    'fashion-mnist',
    'MIT',
    {
      trainImages: [26_421_880, '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84'],
      trainLabels: [29_515, 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845'],
      testImages: [4_422_102, '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073'],
      testLabels: [5_148, '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5'],
    },
  ),
  cifar10: {
    folder: 'cifar10',
    get licence() {
      return l10n.t('free to use; the authors ask to be cited (Krizhevsky, 2009)');
    },
    files: [
      {
        name: cifarArchive,
        address: `https://www.cs.toronto.edu/~kriz/${cifarArchive}`,
        bytes: 170_052_171,
        sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      },
    ],
  },
};
