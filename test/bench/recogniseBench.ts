import { placeTensors } from '../../src/inspect/tensors/layout';
import { memoryFile } from '../../src/inspect/values/memoryFile';
import { reportTensor } from '../../src/inspect/report/reportTensor';
import type { FileFormat } from '../../src/inspect/files/tensorFile';

interface Draw {
  framework: FileFormat;
  rule: string;
  right: string[];
  shape: [number, number];
}

interface Tally {
  draws: number;
  /** The right law is in the set. */
  found: number;
  /** Sets of one name that is not the right one. */
  wrongSingle: number;
  single: number;
  names: number;
  sets: Map<string, number>;
}

/** Reads the draws of recogniseDraws.py from standard input and prints how often each rule was recognised. */
async function main(): Promise<void> {
  const tallies = new Map<string, Tally>();
  let rest: Buffer = Buffer.alloc(0);
  let waiting: Draw | undefined;
  let milliseconds = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      if (!waiting) {
        const end = rest.indexOf(10);
        if (end < 0) break;
        waiting = JSON.parse(rest.subarray(0, end).toString()) as Draw;
        rest = rest.subarray(end + 1);
      }
      const bytes = waiting.shape[0] * waiting.shape[1] * 4;
      if (rest.length < bytes) break;
      const values = new Float32Array(rest.buffer.slice(rest.byteOffset, rest.byteOffset + bytes));
      rest = rest.subarray(bytes);
      const start = performance.now();
      await judge(waiting, values, tallies);
      milliseconds += performance.now() - start;
      waiting = undefined;
    }
  }
  const all = [...tallies];
  for (const [rule, { draws, found, wrongSingle, single, names, sets }] of all) {
    const often = [...sets]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 2)
      .map(([set, count]) => `${set || '(none)'} ${count}`)
      .join('; ');
    console.log(
      `${rule.padEnd(46)} found ${((100 * found) / draws).toFixed(1).padStart(5)} %  wrong single ${((100 * wrongSingle) / draws).toFixed(1)} %  single ${((100 * single) / draws).toFixed(0).padStart(3)} %  names ${(names / draws).toFixed(2)}  ${often}`,
    );
  }
  const total = all.reduce((sum, [, { draws }]) => sum + draws, 0);
  console.log(
    `worst found ${Math.min(...all.map(([, t]) => t.found / t.draws)) * 100} %, worst wrong single ${Math.max(...all.map(([, t]) => t.wrongSingle / t.draws)) * 100} %, ${(milliseconds / total).toFixed(1)} ms a tensor`,
  );
}

async function judge(draw: Draw, values: Float32Array, tallies: Map<string, Tally>): Promise<void> {
  const file = memoryFile([{ name: 'w', shape: draw.shape, values }], draw.framework);
  const [placed] = placeTensors(file.tensors, file.format, file.metadata);
  const { recognition } = await reportTensor(file, placed);
  const kinds = [...new Set(recognition.laws.map(({ law }) => law.kind))].sort();
  const key = `${draw.framework} ${draw.rule}`;
  const tally = tallies.get(key) ?? {
    draws: 0,
    found: 0,
    wrongSingle: 0,
    single: 0,
    names: 0,
    sets: new Map<string, number>(),
  };
  const isRight = kinds.some((kind) => draw.right.includes(kind));
  tally.draws++;
  tally.names += kinds.length;
  if (isRight) tally.found++;
  if (kinds.length === 1) tally.single++;
  if (kinds.length === 1 && !isRight) tally.wrongSingle++;
  tally.sets.set(kinds.join(' '), (tally.sets.get(kinds.join(' ')) ?? 0) + 1);
  tallies.set(key, tally);
}

void main();
