import * as l10n from '@vscode/l10n';
import type { Picture, PictureRequest, ShownCharts } from '../../../src/protocol/pictures';
import type { RunRecord } from '../../../src/experiment/record/record';
import { openedOf } from '../why/opened';
import { sheetOf, shownCharts, shownStep } from './chartRegistry';
import { copyChart } from './copyChart';
import { renderPicture } from './render';
import { reportSheets } from './sheets/reportSheets';

/** Milliseconds that charts have to appear after an editor was opened or brought to the front. */
const deadline = 5000;

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** What the host asks of the charts, answered from what the editor shows. */
export class ChartService {
  /** `run` is the shown one; undefined before the editor is filled. */
  constructor(private readonly run: () => RunRecord | undefined) {}

  /** Waits until the editor is filled and `id`, or any chart, is there; the caller finds out when it is not. */
  async #settled(id?: string): Promise<void> {
    const there = (): boolean =>
      this.run()?.header !== undefined &&
      (id === undefined ? shownCharts().length > 0 : shownCharts().some((chart) => chart.id === id));
    for (const end = performance.now() + deadline; !there() && performance.now() < end;) await nextFrame();
    // Columns come one in each frame; two without a new one are the end.
    for (let count = -1, still = 0; still < 2;) {
      await nextFrame();
      const now = shownCharts().length;
      still = now === count ? still + 1 : 0;
      count = now;
    }
  }

  /** The charts that can be exported one by one, and the step that is shown. */
  async charts(): Promise<ShownCharts> {
    await this.#settled();
    const step = shownStep();
    return {
      charts: shownCharts().map(({ id, title }) => ({ id, title })),
      ...(Number.isFinite(step) ? { step } : {}),
      opened: openedOf(this.run()),
    };
  }

  /** One chart, or all of a report. Throws when the chart, or a run, is not there. */
  async pictures({ charts, format, look }: PictureRequest): Promise<Picture[]> {
    await this.#settled(charts === 'report' ? undefined : charts.id);
    if (charts !== 'report') return [await renderPicture(charts.id, sheetOf(charts.id), format, look)];
    const run = this.run();
    if (!run) throw new Error(l10n.t('There is no run to draw.'));
    const pictures: Picture[] = [];
    for (const { id, chapter, sheet } of reportSheets(run)) {
      pictures.push({ ...(await renderPicture(id, sheet, format, look)), chapter });
      // A report may have many pictures; the page stays alive between them.
      await nextFrame();
    }
    return pictures;
  }

  /** Puts a chart on the clipboard; answers why it could not. */
  async copyChart(id: string): Promise<string | undefined> {
    await this.#settled(id);
    return copyChart(id);
  }
}
