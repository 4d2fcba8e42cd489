import { FileProblem } from './fileProblem';

/** What stands in the place of a large file where Git LFS has not fetched it, with the addresses of its first years. */
const pointer = /^version https?:\/\/((git-lfs|hawser)\.github\.com\/spec|git-media\.io\/v)\//;

/** Whether the first bytes of a file are those of a pointer of Git LFS: a few lines that name the file and its size. */
export function isPointer(start: Uint8Array): boolean {
  return pointer.test(new TextDecoder().decode(start.subarray(0, 100)));
}

/** The commonest broken download: throws a `FileProblem` for the first bytes of a pointer. */
export function checkPointer(start: Uint8Array): void {
  if (isPointer(start))
    throw new FileProblem('the file', 'a file of tensors', 'a Git LFS pointer (run git lfs pull to fetch the file)');
}
