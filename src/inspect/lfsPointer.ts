import { FileProblem } from './fileProblem';

/** What stands in the place of a large file where Git LFS has not fetched it, with the addresses of its first years. */
const pointer = /^version https?:\/\/((git-lfs|hawser)\.github\.com\/spec|git-media\.io\/v)\//;

/** The commonest broken download is a pointer of a few lines that names the file and its size: throws a `FileProblem` for its first bytes. */
export function checkPointer(start: Uint8Array): void {
  const text = new TextDecoder().decode(start.subarray(0, 100));
  if (pointer.test(text)) throw new FileProblem('the file', 'a file of tensors', 'a Git LFS pointer to it: git lfs pull fetches the file');
}
