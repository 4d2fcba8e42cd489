import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { packPart, partsOf } from '../../../src/experiment/messages/parts';
import { SavedRunError, readSavedRun, readWholeSummary } from '../../../src/experiment/runFile/savedRun';
import { savedSummary } from '../../../src/experiment/runFile/savedSummary';
import { reportMarkdown } from '../../../src/experiment/report/markdown';
import { reportOf } from '../../../src/experiment/report/report';
import { curvesCsv, histogramsCsv, summaryCsv } from '../../../src/experiment/report/tables';
import { trialEntries } from '../../../src/experiment/runFile/runFile';
import { fromWire, toWire } from '../../../src/experiment/messages/wire';
import { codec } from '../../../src/host/runs/codec';
import { mutate } from '../mutate';
import { changeValue } from '../otherValue';
import type { SeededRandom } from '../random';
import type { FuzzTarget } from '../target';

const kept = (): string => readFileSync(resolve('test/unit/runFiles/fixtures/savedRun1.json'), 'utf8');
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const recordingOf = (text: string): Uint8Array =>
  new Uint8Array(gunzipSync(Buffer.from(/"data":"([^"]*)"/.exec(text)![1], 'base64')));
const withRecording = (text: string, bytes: Uint8Array): string =>
  text.replace(/"data":"[^"]*"/, () => `"data":"${gzipSync(bytes).toString('base64')}"`);

/**
 * The saved run with other values in its recording or its summary, with damaged bytes in its recording, or with a
 * recording that unpacks to very much.
 */
function structured(random: SeededRandom): Uint8Array {
  const text = kept();
  switch (random.below(8)) {
    case 0: {
      const lines = text.split('\n');
      const { summary } = JSON.parse(`{${lines[1].replace(/,\r?$/, '')}}`) as { summary: unknown };
      changeValue({ summary }, random);
      lines[1] = `"summary": ${JSON.stringify(summary)},`;
      return bytesOf(lines.join('\n'));
    }
    case 1:
      return bytesOf(withRecording(text, mutate(recordingOf(text).slice(0, 60_000), random)));
    case 2:
      return random.once(4)
        ? bytesOf(withRecording(text, new Uint8Array(random.once(8) ? 100e6 : 1e6).fill(random.of([0, 0x5b, 0x20]))))
        : bytesOf(withRecording(text, packPart(Array.from({ length: 100_000 }, () => random.of([[], {}, 0])))));
    default: {
      const parts = [...partsOf(recordingOf(text))];
      changeValue(parts, random);
      return bytesOf(
        withRecording(text, new Uint8Array(Buffer.concat(parts.filter((part) => part !== undefined).map(packPart)))),
      );
    }
  }
}

/** Files of saved runs, with what is done of one that opens: its tables and report, the message to the page. */
export const savedRun: FuzzTarget = {
  name: 'savedRun',
  seeds: () => [bytesOf(kept()), bytesOf(JSON.stringify(JSON.parse(kept()), undefined, 1))],
  structured,
  run: async (bytes) => {
    const text = new TextDecoder().decode(bytes);
    try {
      readWholeSummary(text);
      const { run } = await readSavedRun(text, codec);
      fromWire(toWire(run));
      JSON.stringify([...trialEntries(run)]);
      savedSummary(run, { startedAt: new Date(0) });
      if (!run.sweep)
        [curvesCsv(run), summaryCsv(run), histogramsCsv(run, run.trials[0]?.snapshots[0]?.step ?? 0)].join();
      reportMarkdown(reportOf(run, [], { file: '', date: '', version: '' }), () => '');
      return 'read';
    } catch (error) {
      if (error instanceof SavedRunError) return 'refused';
      throw error;
    }
  },
};
