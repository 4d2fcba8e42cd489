import { join } from 'node:path';
import { catalogue } from '../../engine/initializers/catalogue/catalogue';
import { compareFiles } from '../../inspect/report/compare';
import { FileProblem } from '../../inspect/files/fileProblem';
import { findingText } from '../../inspect/report/findingText';
import { Inspection } from '../../inspect/report/inspection';
import { alwaysJudged, mostJudged } from '../../inspect/tensors/judged';
import { openPath } from '../../inspect/open/openPath';
import type { LawFit, TensorComparison, TensorReport } from '../../inspect/tensors/report';
import { alignedTable } from '../output/alignedTable';
import { BadInput } from '../badInput';
import { useLessMemory } from '../lessMemory';
import { readOptions } from '../options';
import { oneLine, plain } from '../output/plain';
import { exitCodes } from '../runOutcome';
import { print } from '../output/terminal';

/** Heights of the bars of a histogram on one line. */
const bars = ' ▁▂▃▄▅▆▇█';
/** Rows of a table at most. A file may have as many tensors as it likes, and nobody reads so many lines. */
const mostRows = 10_000;
/** Columns that hold no figures, at the left of every table. */
const namesLeft = 3;
const jsonNumber = (value: number): number | null => (Number.isFinite(value) ? value : null);
const figure = (value: number): string =>
  Number.isNaN(value)
    ? '–'
    : value === 0
      ? '0'
      : Math.abs(value) >= 1e4 || Math.abs(value) < 1e-3
        ? value.toExponential(2)
        : String(Number(value.toPrecision(4)));
const sides = (shape: readonly number[]): string => (shape.length === 0 ? 'scalar' : shape.join('×'));

/** A histogram of two bins a character. */
function sparkline(counts: Uint32Array): string {
  const pairs = Array.from({ length: counts.length / 2 }, (_, i) => counts[2 * i] + counts[2 * i + 1]);
  const most = Math.max(...pairs, 1);
  return pairs
    .map((count) => bars[count === 0 ? 0 : Math.max(1, Math.round((count / most) * (bars.length - 1)))])
    .join('');
}

const kindsOf = (laws: readonly LawFit[]): string[] => [...new Set(laws.map(({ law }) => law.kind))];

/** Names of the laws that fit; else the nearest one with its distance. */
function lawText({ recognition: { laws, nearest, refused }, problem }: TensorReport): string {
  if (problem !== undefined) return problem;
  if (kindsOf(laws).length > 3) return `one of ${kindsOf(laws).length}: too small to determine`;
  if (laws.length > 0)
    return [...new Set(laws.map(({ law, called }) => called ?? catalogue[law.kind].name))].join(' or ');
  return nearest
    ? `none; nearest ${catalogue[nearest.law.kind].name} (D ${figure(nearest.distance)})`
    : refused === 'tooSmall'
      ? 'too small'
      : refused === 'tooMany'
        ? 'not determined'
        : '';
}

async function open(path: string): Promise<{ inspection: Inspection; size: number }> {
  try {
    const file = await openPath(path, { h5Worker: join(__dirname, 'h5.js') });
    return { inspection: new Inspection(file), size: file.size };
  } catch (error) {
    throw badFile(path, error);
  }
}

/** What is wrong with a file, as one line for the user. */
function badFile(path: string, error: unknown): unknown {
  if (error instanceof FileProblem) return new BadInput(oneLine(`Cannot read ${path}: ${error.message}`));
  const { code, message } = error as NodeJS.ErrnoException;
  return typeof code === 'string'
    ? new BadInput(`Cannot read ${path}: ${code === 'ENOENT' ? "the file doesn't exist" : message}.`)
    : error;
}

function jsonOf(inspection: Inspection, report: TensorReport): object {
  const { entry, layout } = inspection.placed[report.index];
  const { count, mean, std, min, max, zeros, nan, infinite } = report.statistics;
  const { name, shape, dtype } = entry;
  return {
    name,
    shape,
    dtype,
    count,
    mean: jsonNumber(mean),
    std: jsonNumber(std),
    min: jsonNumber(min),
    max: jsonNumber(max),
    zeros,
    nan,
    inf: infinite,
    laws: kindsOf(report.recognition.laws),
    ...(layout ? { layout } : {}),
    ...(report.problem !== undefined ? { problem: report.problem } : {}),
  };
}

/** One law with the numbers behind it. */
const fitLine = ({ law, layout, fanIn, fanOut, scaleRatio, distance, p, fitted }: LawFit): string =>
  `  ${JSON.stringify(law)}${layout === 'any' ? '' : ` with n_in ${fanIn}, n_out ${fanOut} (${layout})`}: std ratio ${figure(scaleRatio)}, D ${figure(distance)}, p ${figure(p)}${fitted ? ', parameters from the tensor' : ''}`;

function describe(inspection: Inspection, report: TensorReport): string {
  const { entry, layout, because } = inspection.placed[report.index];
  const {
    recognition: { shapes, laws, alternatives, nearest, evidence },
    neurons,
  } = report;
  return [
    alignedTable(
      [
        ['tensor', 'shape', 'type', 'mean', 'std', 'min', 'max', 'zeros', 'histogram'],
        rowOf(inspection, report).slice(0, 9),
      ],
      namesLeft,
    ),
    `layout ${layout ? `${layout} (by its ${because ?? 'choice'})` : 'unknown: both are tested'}; shape ${shapes.join(' or ') || 'not determined'}`,
    `max|w| / std ${figure(evidence.peakRatio)}, excess kurtosis ${figure(evidence.kurtosis)} ± ${figure(evidence.kurtosisError)}${evidence.fanInVariance === undefined ? '' : `, n_in·Var ${figure(evidence.fanInVariance)}`}`,
    laws.length > 0 ? `fits:\n${laws.map(fitLine).join('\n')}` : 'fits no law',
    ...(alternatives.length > 0 ? [`also fits with unusual parameters:\n${alternatives.map(fitLine).join('\n')}`] : []),
    ...(nearest ? [`nearest (rejected by its ${nearest.misfit ?? 'distribution'}):\n${fitLine(nearest)}`] : []),
    ...(neurons
      ? [`${neurons.count} neurons, ${neurons.duplicates} equal to another one, ${neurons.zero} with only zeros`]
      : []),
    ...(entry.fortran || entry.bigEndian
      ? [[entry.fortran && 'Fortran order', entry.bigEndian && 'big-endian'].filter(Boolean).join(', ')]
      : []),
  ].join('\n');
}

function rowOf(inspection: Inspection, report: TensorReport): string[] {
  const { entry } = inspection.placed[report.index];
  const { mean, std, min, max, zeros, nan, infinite, count, spark } = report.statistics;
  const zeroShare = count === 0 ? '–' : zeros === 0 ? '0' : `${figure((100 * zeros) / count)} %`;
  return [
    oneLine(entry.name) || '(array)',
    sides(entry.shape),
    entry.dtype,
    figure(mean),
    figure(std),
    figure(min),
    figure(max),
    zeroShare,
    sparkline(spark),
    nan + infinite > 0 ? `${nan} NaN, ${infinite} infinite` : lawText(report),
  ];
}

/** A long list as texts that are written one after another. */
function inPieces(before: string, items: readonly string[], after: string): string[] {
  const pieces = [before];
  for (let from = 0; from < items.length; from += 1000)
    pieces.push(`${from === 0 ? '' : ','}${items.slice(from, from + 1000).join(',')}`);
  return [...pieces, after];
}

async function inspectOne(path: string, json: boolean, tensor: string | undefined): Promise<string[]> {
  const { inspection } = await open(path);
  try {
    const { file, placed } = inspection;
    const wanted = tensor === undefined ? placed : placed.filter(({ entry }) => entry.name === tensor);
    if (wanted.length === 0)
      throw new BadInput(
        `--tensor: expected a tensor of ${path} (${placed
          .slice(0, 8)
          .map(({ entry }) => entry.name)
          .join(', ')}${placed.length > 8 ? ' and more' : ''}), got ${JSON.stringify(tensor)}.`,
      );
    const lines: string[] = [];
    const rows: string[][] = [];
    // A report is let go of as soon as it is in words: a file may have 150 000.
    for (const { index } of wanted) {
      const report = await inspection.report(index);
      if (json) lines.push(JSON.stringify(jsonOf(inspection, report)));
      else if (tensor !== undefined) lines.push(describe(inspection, report));
      else if (rows.length < mostRows) rows.push(rowOf(inspection, report));
    }
    const findings = inspection.findings().map(findingText);
    if (json)
      return inPieces(
        `{"file":${JSON.stringify(path)},"format":${JSON.stringify(file.format)},"tensors":[`,
        lines,
        `],"skipped":${JSON.stringify(file.skipped)},"findings":${JSON.stringify(findings)}}`,
      );
    const shown =
      tensor === undefined
        ? alignedTable(
            [['tensor', 'shape', 'type', 'mean', 'std', 'min', 'max', 'zeros', 'histogram', 'law'], ...rows],
            namesLeft,
          )
        : lines.join('\n');
    const passed = placed.some(({ passedOver }) => passedOver)
      ? [`laws are determined for the ${mostJudged} largest tensors and for all with at least ${alwaysJudged} numbers`]
      : [];
    const more =
      tensor === undefined && wanted.length > rows.length
        ? [`${wanted.length - rows.length} more tensors: --json lists all ${wanted.length}`]
        : [];
    const left = file.skipped.map(({ name, reason }) => oneLine(`not shown: ${name} (${reason})`));
    return [
      [
        `${path} (${file.format})`,
        shown,
        ...more,
        ...passed,
        ...left,
        ...findings.map((text) => oneLine(`• ${text}`)),
      ].join('\n'),
    ];
  } catch (error) {
    throw badFile(path, error);
  } finally {
    inspection.close();
  }
}

function comparisonRow({ name, status, shapeA, shapeB, change, problem }: TensorComparison): string[] {
  const what = {
    both: '',
    onlyA: 'only in the first',
    onlyB: 'only in the second',
    otherShape: `${sides(shapeA ?? [])} against ${sides(shapeB ?? [])}`,
    unreadable: problem ?? '',
  }[status];
  const figures = change
    ? [
        figure(change.distance),
        figure(change.relative),
        figure(change.cosine),
        figure(change.normRatio),
        `${figure(100 * change.unchanged)} %`,
      ]
    : ['–', '–', '–', '–', '–'];
  return [oneLine(name) || '(array)', sides(shapeA ?? shapeB ?? []), what, ...figures];
}

async function inspectTwo(paths: readonly string[], json: boolean): Promise<string> {
  const first = await open(paths[0]);
  let second: Awaited<ReturnType<typeof open>> | undefined;
  try {
    second = await open(paths[1]);
    const rows: TensorComparison[] = [];
    for await (const row of compareFiles(first.inspection.file, second.inspection.file)) rows.push(row);
    if (json) {
      const tensors = rows.map(({ change, ...row }) => ({
        ...row,
        ...(change
          ? Object.fromEntries(
              Object.entries(change).flatMap(([key, value]) =>
                typeof value === 'number' ? [[key, jsonNumber(value)]] : [],
              ),
            )
          : {}),
      }));
      return JSON.stringify({ a: paths[0], b: paths[1], tensors });
    }
    return alignedTable(
      [['tensor', 'shape', '', '‖B − A‖', 'over ‖A‖', 'cosine', '‖B‖ / ‖A‖', 'unchanged'], ...rows.map(comparisonRow)],
      namesLeft,
    );
  } catch (error) {
    throw badFile(paths.join(' or '), error);
  } finally {
    first.inspection.close();
    second?.inspection.close();
  }
}

/** `initlab inspect`: the tensors of a file, or two files against each other. */
export async function inspectCommand(args: string[]): Promise<number> {
  useLessMemory();
  const { values, positionals } = readOptions(args, {
    json: { type: 'boolean', default: false },
    tensor: { type: 'string' },
  });
  if (positionals.length < 1 || positionals.length > 2)
    throw new BadInput(
      `FILE: expected one file, or two to compare, got ${positionals.length || 'nothing'} (initlab --help).`,
    );
  if (positionals.length === 2 && values.tensor !== undefined)
    throw new BadInput(`--tensor: expected one file, got two. Files are compared as a whole.`);
  const pieces =
    positionals.length === 1
      ? await inspectOne(positionals[0], values.json, values.tensor)
      : [await inspectTwo(positionals, values.json)];
  for (const piece of pieces) await print(values.json ? piece : plain(piece));
  await print('\n');
  return exitCodes.good;
}
