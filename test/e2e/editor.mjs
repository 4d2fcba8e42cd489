// What the walk does with the experiment editor, by the names that a user reads.
import { LateError, patience } from '../host/late.mjs';

/** Locators of the experiment editor in a frame. */
export class Editor {
  /** @param {import('playwright-core').Frame} frame */
  constructor(frame) {
    this.frame = frame;
    this.cost = frame.locator('il-cost');
    this.plot = this.cost.locator('.plot canvas');
    this.summary = frame.getByRole('region', { name: 'Summary table' });
    this.progress = frame.getByRole('progressbar', { name: 'Progress of the run' });
    this.initializers = frame.locator('il-initializer-list').getByRole('listitem');
  }

  button(name) {
    return this.frame.getByRole('button', { name, exact: true });
  }

  field(label) {
    return this.frame.getByRole('textbox', { name: label, exact: true }).first();
  }

  /** Waits until the first point of a curve is on the screen. */
  async firstPoint(timeout = patience * 1000) {
    await this.plot.waitFor({ timeout });
    await this.cost.locator('.plot .empty').waitFor({ state: 'detached', timeout });
    await this.frame.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  /** Colours of the chart that are no grey, with the number of their pixels: those of the curves. */
  async curveColors() {
    return this.plot.evaluate((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const counts = new Map();
      for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue, alpha] = data.subarray(i, i + 4);
        if (alpha < 250 || Math.max(red, green, blue) - Math.min(red, green, blue) < 40) continue;
        const color = [red, green, blue].join(' ');
        counts.set(color, (counts.get(color) ?? 0) + 1);
      }
      return [...counts].filter(([, count]) => count > 20).map(([color]) => color);
    });
  }

  /** Waits for the words of the progress bar. */
  async progressSays(pattern, timeout = patience * 1000) {
    const end = Date.now() + timeout;
    for (;;) {
      const text = await this.progress.getAttribute('aria-valuetext', { timeout: 5000 }).catch(() => '');
      if (pattern.test(text ?? '')) return text;
      if (Date.now() > end) throw new LateError(`The progress says "${text}", not ${pattern}, after ${timeout} ms.`);
      await this.frame.waitForTimeout(50);
    }
  }

  /** Types into a field and leaves it. */
  async fill(label, value) {
    const field = this.field(label);
    await field.fill(value);
    await field.press('Enter');
  }
}
