import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outDirectory } from '../../scripts/lib/project.mjs';

/** The steps of a walk: each prints whether it was ok and how long it took, and all are counted. */
export class Steps {
  passed = 0;
  failed = 0;
  /** Called with the name of a step that was not ok, to keep a picture. @type {(name: string) => Promise<unknown>} */
  onFailure = async () => undefined;

  /**
   * Does one step. Without what a failed step was to do the next ones mean nothing, so its error is thrown on.
   * @template T
   * @param {string} name
   * @param {() => Promise<T>} work what it answers is answered; a string is printed too
   */
  async step(name, work) {
    const start = performance.now();
    const time = () => `${(performance.now() - start).toFixed(0)} ms`;
    try {
      const result = await work();
      this.passed++;
      console.log(`ok      ${name} (${time()})${typeof result === 'string' ? `: ${result}` : ''}`);
      return result;
    } catch (error) {
      this.failed++;
      console.log(`not ok  ${name} (${time()})`);
      await this.onFailure(name).catch(() => undefined);
      throw error;
    }
  }

  /** The step that failed last is going to be done again. */
  forgive() {
    this.failed--;
  }

  /** Keeps the counts for whoever sums them up. */
  async write(name) {
    const folder = join(outDirectory, 'results');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ passed: this.passed, failed: this.failed }));
    console.log(`${this.passed} passed, ${this.failed} failed in the browser`);
  }
}
