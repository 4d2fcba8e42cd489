import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { packPart } from '../experiment/messages/parts';
import type { FromProbe, ToProbe } from './messages';
import { OutputLog } from './outputLog';
import { PartReader } from './partReader';
import { killGroup, spawnGroup } from './processGroup';

/** A Python interpreter, with the variables of its environment where it needs some. */
export interface PythonInterpreter {
  path: string;
  variables?: NodeJS.ProcessEnv;
}

/** How the process is started, and who hears of it. */
export interface PythonProcessOptions {
  interpreter: PythonInterpreter;
  /** The folder that holds the package `initlab_probe`. */
  packageFolder: string;
  /** Where it works: the folder of the experiment. */
  directory: string;
  /** A socket pair where the system has them, else a port of this machine with a word that only the process knows. */
  channel?: 'descriptor' | 'port';
  /** What the user's code prints. */
  output(text: string): void;
  message(message: FromProbe): void;
  /** It has ended without having been asked to; `reason` is for the user. Told once, and nothing after it. */
  died(reason: string): void;
}

/**
 * Starts the package without a trace in the environment of the user's own processes: its folder comes last in
 * `sys.path`, and takes the place of no module of theirs.
 */
const start = `import sys
if sys.path and sys.path[0] == '': del sys.path[0]
sys.path.append(sys.argv.pop(1))
from initlab_probe.serve.main import main
main()`;

/** Milliseconds in which what a process has sent and printed last is to come after its end. */
const lastWords = 1000;

/** A process of the user's Python that runs the probe, in a process group of its own. */
export class PythonProcess {
  private readonly child: ChildProcess;
  private readonly log: OutputLog;
  private readonly reader = new PartReader();
  /** The way to it, once it is there; until then messages wait. */
  private channel: Duplex | undefined;
  private waiting: Uint8Array[] = [];
  private closeServer: () => void = () => undefined;
  private gone = false;

  private constructor(
    private readonly options: PythonProcessOptions,
    environment: NodeJS.ProcessEnv,
    descriptor: boolean,
  ) {
    const { interpreter, packageFolder, directory } = options;
    this.log = new OutputLog((text) => options.output(text));
    this.child = spawnGroup(interpreter.path, ['-u', '-c', start, packageFolder], {
      cwd: directory,
      // An editor that is itself an Electron must not be taken for Node by programs that the user's code starts.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined, ...interpreter.variables, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', ...(descriptor ? (['pipe'] as const) : [])],
    });
    this.log.follow(this.child.stdout, false);
    this.log.follow(this.child.stderr, true);
    if (descriptor && this.child.stdio[3]) this.open(this.child.stdio[3] as Duplex);
    this.child.on('error', (error: NodeJS.ErrnoException) =>
      this.end(startProblem(interpreter.path, directory, error)),
    );
    this.child.on('exit', (code, signal) => void this.exited(code, signal));
  }

  static async start(options: PythonProcessOptions): Promise<PythonProcess> {
    const channel = options.channel ?? (process.platform === 'win32' ? 'port' : 'descriptor');
    if (channel === 'descriptor') return new PythonProcess(options, { INITLAB_CHANNEL_FD: '3' }, true);
    const token = randomBytes(32).toString('hex');
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const variables = { INITLAB_CHANNEL_PORT: String(port), INITLAB_CHANNEL_TOKEN: token };
    const started = new PythonProcess(options, variables, false);
    started.closeServer = () => server.close();
    server.on('connection', (socket) => started.meet(socket, token));
    return started;
  }

  get pid(): number | undefined {
    return this.gone ? undefined : this.child.pid;
  }

  get alive(): boolean {
    return !this.gone;
  }

  /** Sends a message; one to a process that is gone is lost. */
  send(message: ToProbe): void {
    if (this.gone) return;
    const bytes = packPart(message);
    if (this.channel) this.channel.write(bytes);
    else this.waiting.push(bytes);
  }

  /** Ends it at once, with all that it started; nobody is told. */
  dispose(): void {
    if (this.gone) return;
    this.close();
    killGroup(this.child);
  }

  /** Ends it when nothing more is asked of it. */
  release(): void {
    this.dispose();
  }

  private open(channel: Duplex, reader = this.reader): void {
    this.channel = channel;
    // A process that ends closes it; its end is told by its exit.
    channel.on('error', () => undefined);
    channel.on('data', (chunk: Buffer) => this.receive(chunk, reader));
    for (const bytes of this.waiting.splice(0)) channel.write(bytes);
  }

  /** A connection to the port is the process only if its first message has the word. */
  private meet(socket: Socket, token: string): void {
    const reader = new PartReader();
    socket.on('error', () => undefined);
    socket.once('data', (chunk: Buffer) => {
      const first = firstMessage(reader, chunk);
      if (this.channel || first?.type !== 'hello' || first.token !== token) return void socket.destroy();
      this.closeServer();
      this.open(socket, reader);
      this.options.message(first);
      this.receive(Buffer.alloc(0), reader);
    });
  }

  private receive(chunk: Buffer, reader: PartReader): void {
    if (this.gone) return;
    try {
      for (const message of reader.read(chunk)) if (!this.gone) this.options.message(message as FromProbe);
    } catch (error) {
      // What is no message can only come of code that writes into the channel.
      killGroup(this.child);
      this.end(
        l10n.t(
          'The Python process sent an invalid message: {0}',
          error instanceof Error ? error.message : String(error),
        ),
      );
    }
  }

  /** What it sent and printed last is here only when all has closed; a child that left its group may hold it open. */
  private async exited(code: number | null, signal: string | null): Promise<void> {
    killGroup(this.child);
    const streams = [...this.child.stdio, this.channel].filter((stream) => stream && !stream.closed);
    const closed = streams.map((stream) => new Promise((resolve) => stream!.once('close', resolve)));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, lastWords)));
    await Promise.race([Promise.all(closed), late]);
    clearTimeout(timer);
    this.end(this.endText(code, signal));
  }

  private end(reason: string): void {
    if (this.gone) return;
    this.close();
    this.options.died(reason);
  }

  private close(): void {
    this.gone = true;
    this.waiting = [];
    this.closeServer();
    this.channel?.destroy();
  }

  private endText(code: number | null, signal: string | null): string {
    const how = signal ?? l10n.t('exit code {0}', code ?? 0);
    const place = this.log.placeIn(this.options.directory);
    const { lastLine } = this.log;
    return [
      l10n.t('The Python process exited unexpectedly ({0}).', how),
      ...(place ? [l10n.t('{0}, line {1}.', place.file, place.line)] : []),
      ...(lastLine === undefined ? [] : [l10n.t('Output: {0}', lastLine)]),
    ].join(' ');
  }
}

/** The message that a first chunk holds whole; undefined for anything else. */
function firstMessage(reader: PartReader, chunk: Buffer): FromProbe | undefined {
  try {
    const { value, done } = reader.read(chunk).next();
    return done ? undefined : (value as FromProbe);
  } catch {
    return undefined;
  }
}

function startProblem(path: string, directory: string, { code, message }: NodeJS.ErrnoException): string {
  const reason =
    code === 'ENOENT'
      ? l10n.t("the interpreter or the folder {0} doesn't exist", directory)
      : code === 'EACCES'
        ? l10n.t('permission was denied')
        : message;
  return l10n.t("The Python interpreter {0} couldn't be started: {1}.", path, reason);
}
