import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inputOf } from './inputs';
import type { FuzzTarget } from './target';
import { targets } from './targets';

/**
 * What one input may take. The processor's time counts, so that a busy machine fails nothing; `patience` is when a
 * process is taken to hang.
 */
const limits = { seconds: 5, megabytes: 512, patience: 60_000 };
const outDirectory = 'out/fuzz';

interface Answer {
  outcome: 'read' | 'refused' | 'failed';
  error?: string;
  seconds: number;
  megabytes: number;
}

/** A process that reads inputs; it is started when it is needed, and anew after it ended. */
class Reader {
  private child: ChildProcess | undefined;

  ask(name: string, bytes: Uint8Array): Promise<Answer> {
    const child = (this.child ??= fork(join(__dirname, 'child.js'), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: ['--max-old-space-size=1024'],
    }));
    let printed = '';
    const onPrint = (text: Buffer): void => void (printed = (printed + text.toString()).slice(-4000));
    child.stderr!.on('data', onPrint);
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        clearTimeout(timer);
        child.removeAllListeners('message').removeAllListeners('exit');
        child.stderr!.off('data', onPrint);
        if (answer.outcome === 'failed' || answer.megabytes > limits.megabytes / 2) this.end();
        resolve(answer);
      };
      const timer = setTimeout(
        () =>
          settle({
            outcome: 'failed',
            error: `no answer in ${limits.patience / 1000} s`,
            seconds: limits.patience / 1000,
            megabytes: 0,
          }),
        limits.patience,
      );
      child.on('message', (answer: Answer) => settle(answer));
      child.on('exit', (code, signal) =>
        settle({
          outcome: 'failed',
          error: `the process ended (${signal ?? code}): ${printed}`,
          seconds: 0,
          megabytes: 0,
        }),
      );
      child.send({ name, bytes });
    });
  }

  end(): void {
    this.child?.removeAllListeners();
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}

/** What is wrong with an answer; undefined for a good one. */
function faultOf({ outcome, error, seconds, megabytes }: Answer): string | undefined {
  if (outcome === 'failed') return error;
  if (seconds > limits.seconds) return `${seconds.toFixed(1)} s of the processor for one input`;
  return megabytes > limits.megabytes ? `${Math.round(megabytes)} MB for one input` : undefined;
}

/** An input that failed is tried again alone in a new process, so that no other one is to blame. */
async function judge(
  reader: Reader,
  target: FuzzTarget,
  bytes: Uint8Array,
): Promise<{ answer: Answer; fault?: string }> {
  const first = await reader.ask(target.name, bytes);
  if (faultOf(first) === undefined) return { answer: first };
  reader.end();
  const answer = await reader.ask(target.name, bytes);
  reader.end();
  return { answer, fault: faultOf(answer) };
}

async function fuzz(target: FuzzTarget, seed: number, seconds: number, count: number): Promise<number> {
  const seeds = target.seeds();
  const reader = new Reader();
  const found = new Map<string, string>();
  let [inputs, refused, slowest, largest] = [0, 0, 0, 0];
  const end = performance.now() + seconds * 1000;
  for (; inputs < count && performance.now() < end; inputs++) {
    // The seeds themselves come first: they have to be read.
    const bytes = inputs < seeds.length ? seeds[inputs] : inputOf(target, seeds, seed, inputs);
    const { answer, fault } = await judge(reader, target, bytes);
    slowest = Math.max(slowest, answer.seconds);
    largest = Math.max(largest, answer.megabytes);
    if (answer.outcome === 'refused') refused++;
    if (fault === undefined) continue;
    const kind = fault.split('\n').slice(0, 3).join(' | ');
    const file = join(
      outDirectory,
      `${target.name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`,
    );
    if (!found.has(kind)) {
      writeFileSync(file, bytes);
      console.log(`${target.name} input ${inputs}: ${fault}\n  saved as ${file}`);
    }
    found.set(kind, file);
  }
  reader.end();
  console.log(
    `${target.name}: ${inputs} inputs, ${refused} refused, ${found.size} kinds of faults, slowest ${slowest.toFixed(2)} s, largest process ${Math.round(largest)} MB`,
  );
  return found.size;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      target: { type: 'string' },
      seconds: { type: 'string', default: '60' },
      count: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: '1' },
      file: { type: 'string' },
    },
  });
  const chosen = values.target === undefined ? targets : targets.filter(({ name }) => name === values.target);
  if (chosen.length === 0)
    throw new RangeError(
      `--target: expected one of ${targets.map(({ name }) => name).join(', ')}, got ${values.target}.`,
    );
  mkdirSync(outDirectory, { recursive: true });
  let faults = 0;
  if (values.file !== undefined) {
    const bytes = new Uint8Array(readFileSync(values.file));
    for (const target of chosen) {
      const { answer, fault } = await judge(new Reader(), target, bytes);
      console.log(
        `${target.name}: ${fault ?? answer.outcome} (${answer.seconds.toFixed(2)} s, ${Math.round(answer.megabytes)} MB)`,
      );
      if (fault !== undefined) faults++;
    }
  } else
    for (const target of chosen)
      faults += await fuzz(target, Number(values.seed), Number(values.seconds), Number(values.count));
  process.exit(faults === 0 ? 0 : 1);
}

void main();
