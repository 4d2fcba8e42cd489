import { describe, expect, it } from 'vitest';
import type { Room } from '../../../../webview/charts/canvas/chartContext';
import { drawCurves, type CurvesModel } from '../../../../webview/charts/curves';
import { drawDepthLines } from '../../../../webview/charts/depthLines';
import { drawHeatMap, heatMapSize, type HeatMapModel } from '../../../../webview/charts/heatMap';
import { drawHistogram } from '../../../../webview/charts/histogram';
import { drawPlot } from '../../../../webview/charts/plot';
import { drawSettingCurves } from '../../../../webview/charts/settingCurves';
import { SvgContext } from '../../../../webview/charts/canvas/svgContext';
import { printColors } from '../../../../webview/charts/theme/printColors';
import { Theme } from '../../../../webview/charts/theme/theme';

const hex = (color: string): [number, number, number] => {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return [red, green, blue];
};
const theme = new Theme((token) => printColors[token] ?? '', hex);
const room: Room = { width: 400, height: 240, theme };

/** A picture whose letters are 6 pixels wide. */
function picture(draw: (context: SvgContext) => void): string {
  const context = new SvgContext('a', {
    widthOf: (text) => 6 * text.length,
    toAlphabetic: (baseline) => (baseline === 'alphabetic' ? 0 : 4),
    addressOf: () => 'data:image/png;base64,',
  });
  draw(context);
  return context.text(room.width, room.height, 'Title', 'In <words> & "more"');
}

/** All elements of a name with their attributes. */
const elements = (svg: string, name: string): Record<string, string>[] =>
  [...svg.matchAll(new RegExp(`<${name}((?: [\\w:-]+="[^"]*")*)/?>`, 'g'))].map(([, attributes]) =>
    Object.fromEntries([...attributes.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
  );
const texts = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe('an SVG context', () => {
  it('writes paths, whole circles in two arcs, colours with their opacity, and dashes', () => {
    const [circle, line] = elements(
      picture((context) => {
        context.beginPath();
        context.arc(10, 10, 5, 0, 2 * Math.PI);
        context.fillStyle = 'rgba(1, 2, 3, 0.25)';
        context.fill();
        context.beginPath();
        context.lineTo(0, 1 / 3);
        context.lineTo(4, 5);
        context.setLineDash([3, 2]);
        context.strokeStyle = 'rgb(9, 8, 7)';
        context.lineWidth = 2;
        context.stroke();
      }),
      'path',
    );
    expect(circle['d'].match(/A/g)).toHaveLength(2);
    expect(circle).toMatchObject({ fill: 'rgb(1, 2, 3)', 'fill-opacity': '0.25' });
    expect(line).toMatchObject({ d: 'M0,0.33L4,5', fill: 'none', 'stroke-dasharray': '3 2', 'stroke-width': '2' });
    expect(line['stroke-opacity']).toBeUndefined();
  });

  it('keeps a path that was painted for the next paint', () => {
    const paths = elements(
      picture((context) => {
        context.beginPath();
        context.rect(0, 0, 2, 2);
        context.fillRect(50, 50, 1, 1);
        context.fill();
        context.stroke();
      }),
      'path',
    );
    expect(paths.map(({ d }) => d)).toEqual(Array(2).fill(paths[0]['d']));
  });

  it('takes back what was set since it was saved, the clip too', () => {
    const svg = picture((context) => {
      context.save();
      context.translate(3, 4);
      context.beginPath();
      context.rect(0, 0, 9, 9);
      context.clip();
      context.fillStyle = 'rgb(1, 1, 1)';
      context.fillRect(0, 0, 5, 5);
      context.restore();
      context.fillRect(1, 1, 2, 2);
    });
    expect(svg).toMatch(/<clipPath id="a-1"><path d="[^"]*" transform="translate\(3 4\)"\/><\/clipPath>/);
    expect(svg).toContain('<g clip-path="url(#a-1)"><rect');
    const [inside, after] = elements(svg, 'rect');
    expect(inside['transform']).toBe('translate(3 4)');
    expect(after).toEqual({ x: '1', y: '1', width: '2', height: '2', fill: '#000000' });
  });

  it('writes text on its plain baseline, without markup or control characters', () => {
    const svg = picture((context) => {
      context.font = '600 14px system-ui, "Segoe UI"';
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      context.fillText('a < b\u0001&', 10, 20);
    });
    expect(texts(svg)).toEqual(['a &lt; b &amp;']);
    expect(elements(svg, 'text')[0]).toMatchObject({
      y: '24',
      'font-size': '14px',
      'font-weight': '600',
      'text-anchor': 'end',
    });
    expect(svg).toContain('<title>Title</title><desc>In &lt;words&gt; &amp; &quot;more&quot;</desc>');
    expect(svg).not.toContain('style=');
  });
});

describe('charts draw plain models', () => {
  const curves: CurvesModel = {
    x: { min: 0, max: 100, title: 'step', text: String },
    y: { min: 0.1, max: 10, log: true, title: 'a title that has no room', brief: 'cost', text: String },
    curves: [
      {
        series: 0,
        points: Array.from({ length: 5001 }, (_, i) => ({ x: i / 50, y: i === 2500 ? 9 : 1 })),
        band: [0, 50, 100].map((x) => ({ x, low: -1, high: 2 })),
      },
      {
        series: 1,
        points: [
          { x: 0, y: 1 },
          { x: 10, y: NaN },
          { x: 20, y: 2 },
        ],
        diverged: true,
      },
    ],
    step: 30,
  };

  it('curves keep the peak of many points, their gaps, bands and the place where one diverged', () => {
    const svg = picture((context) => drawCurves(context, curves, room));
    const lines = elements(svg, 'path');
    const many = lines.find(({ d }) => (d.match(/L/g)?.length ?? 0) > 1000)!;
    // 9 on a log axis from 0.1 to 10, from 206 up to 6.
    const peak = 206 - (Math.log(90) / Math.log(100)) * 200;
    expect(many['d']).toContain(`,${Number(peak.toFixed(2))}`);
    expect(many['d'].match(/L/g)!.length).toBeLessThan(3100);
    const band = lines.find(({ d, fill }) => d.endsWith('Z') && fill?.startsWith('rgb'))!;
    expect(band['fill-opacity']).toBe('0.18');
    // An end below 0 leaves through the bottom.
    expect(band['d']).toContain(',210');
    // A gap begins the line anew.
    expect(lines.some(({ d }) => d.match(/M/g)?.length === 2 && !d.includes('L'))).toBe(true);
    expect(texts(svg)).toContain('a title that has no room');
    expect(texts(picture((context) => drawCurves(context, curves, { ...room, height: 120 })))).toContain('cost');
  });

  it('a histogram has a bar for each bin, the law over it, and says what lies at one value', () => {
    const bars = {
      counts: Float64Array.of(1, 0, 3),
      density: Float64Array.of(0.25, 0, 0.75),
      atoms: [{ at: 1, share: 1 }],
      total: 4,
    };
    const svg = picture((context) =>
      drawHistogram(
        context,
        {
          key: '',
          axis: { min: 0, max: 3 },
          xTitle: 'weight',
          series: [{ index: 0, name: 'weights', bars, law: () => 0.5, faded: false }],
          description: '',
        },
        room,
      ),
    );
    // Two bars and the atom.
    const [first, second] = elements(svg, 'rect').map(({ height }) => Number(height));
    expect(second / first).toBeCloseTo(3, 2);
    expect(elements(svg, 'rect')).toHaveLength(3);
    expect(texts(svg)).toContain('all 4 weights at 1.00');
    expect(elements(svg, 'path').some((path) => path['stroke-dasharray'] === '3 2.5')).toBe(true);
  });

  it('values over hundreds of places are lines with few names, zeros in a row of their own', () => {
    const places = Array.from({ length: 400 }, (_, i) => `call ${i}`);
    const lines = [0, 1].map((series) => ({ series, measured: places.map((_, i) => (i === 7 ? 0 : 2 ** -(i % 9))) }));
    const svg = picture((context) => drawDepthLines(context, { places, unit: 'Var', lines, empty: '' }, room));
    const named = texts(svg).filter((text) => text.startsWith('call'));
    expect(named.length).toBeLessThan(8);
    expect(named[0]).toBe('call 0');
    expect(named.at(-1)).toBe('call 399');
    expect(texts(svg)).toContain('0');
    expect(
      texts(picture((context) => drawDepthLines(context, { places, unit: '', lines: [], empty: 'none' }, room))),
    ).toEqual(['none']);
  });

  it('a heat map has a colour, hatching or an empty box for each cell, and its scale below', () => {
    const model: HeatMapModel = {
      across: { name: 'rate', values: ['0.1', '1'] },
      down: { name: 'units', values: ['8', '4'] },
      cells: [
        { kind: 'value', share: 1, text: '0.2' },
        { kind: 'value', share: 0, text: '0.9', flagged: true },
        { kind: 'bad', share: 0, text: 'diverged' },
        { kind: 'empty', share: 0, text: '' },
      ],
      scale: { texts: ['0.2', '0.4', '≥ 0.9'], ends: [1, 0], bad: 'diverged' },
    };
    const size = heatMapSize(model, 300);
    const svg = picture((context) => drawHeatMap(context, model, { ...size, width: 300, theme }));
    const dashed = elements(svg, 'rect').filter((rect) => rect['stroke-dasharray']);
    // Of the bad and the empty cell, and beside the scale.
    expect(dashed).toHaveLength(3);
    const filled = elements(svg, 'rect').filter(({ width, fill }) => Number(width) > 60 && fill !== 'none');
    expect(new Set(filled.map(({ fill }) => fill)).size).toBe(2);
    expect(texts(svg)).toEqual(expect.arrayContaining(['0.2', '0.9', 'diverged', 'rate', 'units', '≥ 0.9']));
    expect(size.height).toBeGreaterThan(heatMapSize({ ...model, scale: undefined }, 300).height);
  });

  it('curves over a setting leave a gap where one failed, and a cross at the top', () => {
    const svg = picture((context) =>
      drawSettingCurves(
        context,
        {
          setting: { name: 'rate', values: ['a', 'b', 'c'], places: [0, 0.5, 1] },
          measure: { name: 'cost', axis: { min: 0, max: 2, log: false, ticks: [{ value: 1, text: 'one' }] } },
          curves: [
            {
              series: 0,
              values: [1, NaN, 1],
              low: [0, NaN, 0],
              high: [2, NaN, 2],
              failed: [undefined, 'all', undefined],
            },
          ],
          empty: 'Waiting',
        },
        room,
      ),
    );
    const paths = elements(svg, 'path').map(({ d }) => d);
    // The middle of three settings: 68 + (400 − 68 − 18) / 2.
    expect(paths).toContain('M221,12L229,20M221,20L229,12');
    expect(paths).toContain('M68,102M382,102');
    expect(texts(svg)).toContain('one');
    expect(texts(svg)).not.toContain('Waiting');
  });

  it('a plot marks the place that is pointed at', () => {
    const model = {
      x: { min: 0, max: 10, label: 'x' },
      y: { min: 0, max: 10, label: 'y' },
      layers: [{ kind: 'line' as const, x: [0, 10], y: [0, 10], tone: 'tensor' as const }],
    };
    const count = (mark?: number): number =>
      elements(
        picture((context) => drawPlot(context, { model, mark }, room)),
        'path',
      ).length;
    expect(count(5)).toBe(count() + 1);
  });
});
