import {
  BasicPlatform,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartConfiguration,
  type ChartDataset,
} from 'chart.js';
import zoomPlugin from 'chartjs-plugin-zoom';
import type { Surface } from '../../export/paper';
import { seriesStyle } from '../../../charts/seriesStyle';
import type { RunRecord } from '../../../../src/experiment/record/record';
import { cssOf, rgbOf } from '../../../charts/colors';
import { dressAxes, type CostAxes } from './costAxes';
import { bands } from '../seeds/bandPlugin';
import type { CostLine, CostView } from './costLine';
import { decimate } from './decimate';
import { linesOf } from './linesOf';
import { markers } from './markers';
import { valueRange } from '../../../charts/valueRange';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, zoomPlugin);

/** Points of one line above which only the peaks of what is visible are drawn. */
const manyPoints = 3000;

/** What is left out at the top of the default range. */
export interface Cut {
  initializers: number[];
  largest: number;
}

/** The chart of cost or accuracy by step. It is fed with what is new, and redrawn without animation. */
export class CostChart {
  readonly #chart: Chart<'line'>;
  #run: RunRecord | undefined;
  #trials: unknown;
  #view: CostView = { quantity: 'cost', splits: ['train'], log: true, smoothing: 0 };
  #series: CostLine[] = [];
  #hidden: ReadonlySet<number> = new Set();
  #full = false;
  #step: number | undefined;
  cut: Cut | undefined;

  constructor(
    canvas: HTMLCanvasElement,
    private readonly moved: () => void,
  ) {
    const plugin = markers(
      () =>
        this.#series.map(({ initializer, drawn, split, single, diverged }) => ({
          initializer,
          points: drawn,
          hidden: this.#hidden.has(initializer),
          diverged: diverged && split === 'train',
          plain: single,
        })),
      () => this.#step,
    );
    const shaded = bands(() => this.#series.map((line) => ({ line, hidden: this.#hidden.has(line.initializer) })));
    this.#chart = new Chart<'line'>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: this.#options(),
      plugins: [shaded, plugin],
    });
    this.retheme(false);
  }

  #options(): ChartConfiguration<'line'>['options'] {
    const moved = (): void => {
      this.#refresh();
      this.moved();
    };
    return {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      spanGaps: false,
      layout: { padding: { right: 10, top: 4 } },
      // A chart that becomes low or high has other titles.
      onResize: ({ config }, { height }) =>
        dressAxes(config.options!.scales as unknown as CostAxes, this.#view, this.#run, height),
      elements: { point: { radius: 0 } },
      scales: { x: { type: 'linear', min: 0, max: 1, title: { display: true, padding: 0 } }, y: this.#yScale() },
      plugins: {
        zoom: {
          zoom: {
            wheel: { enabled: true, speed: 0.15, modifierKey: 'ctrl' },
            pinch: { enabled: true },
            mode: 'xy',
            onZoomComplete: moved,
          },
          pan: { enabled: true, mode: 'xy', threshold: 4, onPanComplete: moved },
        },
      },
    };
  }

  #yScale() {
    const log = this.#view.log && this.#view.quantity === 'cost';
    return { type: log ? ('logarithmic' as const) : ('linear' as const), title: { display: true } };
  }

  /** Wheel turns zoom without Ctrl while the chart has the focus. */
  set focused(focused: boolean) {
    this.#chart.config.options!.plugins!.zoom!.zoom!.wheel!.modifierKey = focused ? undefined : 'ctrl';
    this.#chart.update('none');
  }

  get zoomed(): boolean {
    return this.#chart.isZoomedOrPanned();
  }

  /** The lines that are shown, without those of single seeds beside a line of all. */
  get visible(): CostLine[] {
    return this.#series.filter(({ initializer, single }) => !single && !this.#hidden.has(initializer));
  }

  /** The step under a pixel from the left, and the pixel over a step. */
  stepAt(x: number): number {
    return this.#chart.scales['x'].getValueForPixel(x) ?? 0;
  }
  pixelAt(step: number): number {
    return this.#chart.scales['x'].getPixelForValue(step);
  }
  get area(): { left: number; right: number; top: number; bottom: number } {
    return this.#chart.chartArea;
  }

  /** Brings the chart up to date; does nothing for what has not changed. */
  sync(run: RunRecord, view: CostView, hidden: ReadonlySet<number>, full: boolean, step: number | undefined): void {
    const other = run !== this.#run || run.trials !== this.#trials;
    const axis = view.quantity !== this.#view.quantity || view.log !== this.#view.log;
    if ((other || axis) && this.#chart.isZoomedOrPanned()) this.#chart.resetZoom('none');
    const rebuilt = other || JSON.stringify(view) !== JSON.stringify(this.#view);
    const shown = hidden !== this.#hidden || full !== this.#full;
    [this.#run, this.#trials, this.#view, this.#hidden, this.#full] = [run, run.trials, view, hidden, full];
    if (rebuilt) this.#rebuild();
    let fed = false;
    for (const series of this.#series) fed = series.feed() || fed;
    const ended = run.trials.filter((trial) => trial.status === 'diverged').length !== this.#ended;
    this.#ended = run.trials.filter((trial) => trial.status === 'diverged').length;
    const moved = step !== this.#step;
    this.#step = step;
    if (rebuilt || fed || shown || ended) this.#refresh();
    else if (moved) this.#chart.draw();
  }
  #ended = 0;

  #rebuild(): void {
    this.#series = linesOf(this.#run!, this.#view);
    this.#chart.data.datasets = this.#series.map((series) => ({ data: series.drawn, ...this.#lineStyle(series) }));
    this.#chart.config.options!.scales!['y'] = this.#yScale();
    this.#chart.config.options!.plugins!.zoom!.limits = { x: { min: 0, max: this.#run!.header?.totalSteps } };
    this.retheme(false);
  }

  #lineStyle({ initializer, single, split }: CostLine): Omit<ChartDataset<'line'>, 'data'> {
    const { token, dash, width } = seriesStyle(initializer);
    const light = split === 'test' && this.#view.splits.length > 1;
    return {
      borderColor: cssOf(rgbOf(token), single ? (light ? 0.3 : 0.45) : light ? 0.5 : 1),
      borderWidth: single ? 0.75 : light ? width / 2 : width,
      borderDash: [...dash],
      fill: false,
      tension: 0,
      pointRadius: 0,
    };
  }

  /** The plain options, not chart.js's resolvers over them, which must not be copied. */
  get #scales(): CostAxes {
    return this.#chart.config.options!.scales as unknown as CostAxes;
  }

  /** Reads the theme again. */
  retheme(redraw = true): void {
    const { data } = this.#chart;
    this.#series.forEach((series, index) => Object.assign(data.datasets[index], this.#lineStyle(series)));
    dressAxes(this.#scales, this.#view, this.#run, this.#chart.height);
    if (redraw) this.#chart.update('none');
  }

  #refresh(): void {
    const visible = this.#series.filter(({ initializer }) => !this.#hidden.has(initializer));
    const { log, quantity } = this.#view;
    const scales = this.#scales;
    this.#chart.data.datasets.forEach(
      (dataset, index) => (dataset.hidden = this.#hidden.has(this.#series[index].initializer)),
    );
    if (!this.#chart.isZoomedOrPanned()) {
      scales.x.max = this.#lastStep();
      if (quantity === 'accuracy')
        [scales.y.min, scales.y.max, this.cut] = [this.#leastAccuracy(visible), 1, undefined];
      else {
        const positive = (values: number[]): number[] => values.map((value) => (value > 1e-304 || !log ? value : NaN));
        const lines = visible.flatMap(({ points, band }) => [
          positive(points.map(({ y }) => y)),
          ...(band ? [positive(band.map(({ high }) => high))] : []),
          ...(band && !log ? [band.map(({ low }) => low)] : []),
        ]);
        const range = valueRange(lines, log, this.#full) ?? { min: log ? 0.1 : 0, max: 1 };
        [scales.y.min, scales.y.max] = [range.min, range.max];
        const over = visible.filter(
          ({ points, band }) => points.some(({ y }) => y > range.max) || band?.some(({ high }) => high > range.max),
        );
        this.cut =
          range.cut === undefined
            ? undefined
            : { largest: range.cut, initializers: [...new Set(over.map(({ initializer }) => initializer))] };
      }
    }
    const window = this.#chart.isZoomedOrPanned() ? this.#chart.scales['x'] : { min: -Infinity, max: Infinity };
    this.#chart.data.datasets.forEach((dataset, index) => {
      const { drawn } = this.#series[index];
      dataset.data = drawn.length > manyPoints ? decimate(drawn, window.min, window.max, manyPoints / 2) : drawn;
    });
    this.#chart.update('none');
  }

  /** The right end: the last step once it is over half-way, else the next half, so that the axis does not creep. */
  #lastStep(): number {
    const total = this.#run?.header?.totalSteps ?? 1;
    const reached = Math.max(5, ...this.#series.map(({ points }) => points.at(-1)?.x ?? 0));
    let end = total;
    if (this.#series.every(({ points }) => points.length === 0)) return end;
    while (end / 2 >= reached && end > 2) end /= 2;
    return end;
  }

  #leastAccuracy(visible: readonly CostLine[]): number {
    let least = 1;
    for (const { points, band } of visible) {
      for (const { y } of points) if (y < least) least = y;
      for (const { low } of band ?? []) if (low < least) least = low;
    }
    return Math.max(0, Math.floor(least * 10 - 0.5) / 10);
  }

  zoomBy(factor: number): void {
    this.#chart.zoom(factor, 'none');
    this.#refresh();
  }

  panBy(pixels: number): void {
    this.#chart.pan({ x: pixels }, undefined, 'none');
    this.#refresh();
  }

  reset(): void {
    this.#chart.resetZoom('none');
    this.#refresh();
  }

  /**
   * Draws the chart as it stands on another surface, `scale` pixels for each of `width` × `height` CSS pixels, in the
   * colours that the theme's tokens have just now. The answer lets go of it, and clears it.
   */
  paint(surface: Surface, width: number, height: number, scale: number): () => void {
    const { data, config, scales } = this.#chart;
    const ends = (axis: 'x' | 'y') => ({ min: scales[axis].min, max: scales[axis].max });
    const axes: CostAxes = { x: { ...this.#scales.x, ...ends('x') }, y: { ...this.#scales.y, ...ends('y') } };
    dressAxes(axes, this.#view, this.#run, height);
    // chart.js makes it larger by the scale itself.
    Object.assign(surface, { width, height });
    const still = new Chart<'line'>(surface as unknown as HTMLCanvasElement, {
      type: 'line',
      // Styles by segment make chart.js draw on the context itself, not through a Path2D, which no SVG can read.
      data: {
        datasets: data.datasets.map((dataset, index) => ({
          ...dataset,
          ...this.#lineStyle(this.#series[index]),
          segment: {},
        })),
      },
      options: {
        ...config.options,
        animation: false,
        responsive: false,
        devicePixelRatio: scale,
        scales: axes as unknown as NonNullable<ChartConfiguration<'line'>['options']>['scales'],
        plugins: { ...config.options!.plugins, zoom: false as never },
      },
      plugins: config.plugins,
      platform: BasicPlatform,
    });
    return () => still.destroy();
  }

  destroy(): void {
    this.#chart.destroy();
  }
}
