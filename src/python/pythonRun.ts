import * as l10n from '@vscode/l10n';
import { RunRefused } from '../data/refused';
import { isActive } from '../experiment/record/runStatus';
import { GatheredWeights } from '../data/gatheredWeights';
import type { RunHandle, RunListener } from '../protocol/runner';
import type { RunOrder, RunRequest, TrialWeights } from '../protocol/trainer';
import type { FromProbe, ProbePhase, ProbeRequest } from './messages';
import { problemText } from './problemText';
import { updateFromProbe } from './updateFromProbe';
import type { PythonProcess, PythonProcessOptions } from './pythonProcess';

/** Milliseconds of silence after which a process that is to stop is ended, with all that it started. */
export const stopDeadline = 3000;
/** Milliseconds without a sign of life after which the user is told; a sign comes once a second. */
const silenceTold = 10_000;

/** What a run is doing that is no record of it, for the user to see. */
export interface PythonWatcher {
  /** What the user's code prints. */
  output(text: string): void;
  /** What its process does before it trains, or that nothing is heard of it; undefined when it trains. */
  activity(text: string | undefined): void;
}

/** Who hears of a process. */
export type ProcessListener = Pick<PythonProcessOptions, 'output' | 'message' | 'died'>;

/** A process as one run has it. */
export interface RunProcess extends Pick<PythonProcess, 'pid' | 'send' | 'dispose'> {
  /** The run has ended as it should, and asks nothing more of it. */
  release(): void;
}

/** Begins a process whose messages go where it is told. */
export type StartProcess = (listener: ProcessListener) => Promise<RunProcess>;

/** A run in a process of the user's Python, which is released with its end, once its weights are here. */
export class PythonRun implements RunHandle {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  readonly pause = (): Promise<void> => this.order('pause');
  readonly resume = (): Promise<void> => this.order('resume');
  readonly step = (): Promise<void> => this.order('step');
  readonly hurry = (): Promise<void> => this.order('hurry');
  private readonly id: number;
  private process: RunProcess | undefined;
  private resolveStarted!: () => void;
  private rejectStarted!: (error: Error) => void;
  private resolveEnded!: () => void;
  private hasEnded = false;
  /** Updates have come: it has begun. */
  private begun = false;
  /** Its last update has come: its weights are on their way. */
  private over = false;
  private stopped: Promise<void> | undefined;
  /** Weights that were asked for, in order: the process answers one request after the other. */
  private readonly asked: { gathered: GatheredWeights; done: (weights: TrialWeights[]) => void }[] = [];
  /** Those that remain when the process is gone. */
  private handed: Promise<TrialWeights[]> | undefined;
  /** Called for every message but signs of life. */
  private heard: () => void = () => undefined;
  private silence: NodeJS.Timeout | undefined;

  /** `prepare` gives what the process is asked, and rejects with a message for the user; `start` starts it. */
  constructor(
    private readonly request: RunRequest,
    prepare: () => Promise<ProbeRequest>,
    start: StartProcess,
    private readonly listener: RunListener,
    private readonly watcher: PythonWatcher,
    /** What is to be done before the first update of it is told. */
    private readonly beforeBegin: () => Promise<void>,
  ) {
    this.id = request.id;
    this.started = new Promise((resolve, reject) => {
      this.resolveStarted = resolve;
      this.rejectStarted = reject;
    });
    this.started.catch(() => undefined);
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve));
    void this.launch(prepare, start).catch((error: unknown) =>
      this.fail(error instanceof Error ? error : new Error(String(error))),
    );
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Asks for a stop, and ends a process that is silent for too long, or still builds the model. */
  stop(): Promise<void> {
    return (this.stopped ??= this.begun ? this.askToStop() : this.giveUp());
  }

  async weights(): Promise<TrialWeights[]> {
    // Of a run that stops, those that are to come are waited for.
    if (this.stopped && this.begun) await this.ended;
    if (this.over || this.hasEnded) return this.handed ?? [];
    return this.begun ? this.askWeights() : [];
  }

  /** Ends the process at once; nobody is told. */
  dispose(): void {
    this.finish();
    this.rejectStarted(new RunRefused(l10n.t('The run was stopped before its first step.')));
  }

  private async launch(prepare: () => Promise<ProbeRequest>, start: StartProcess): Promise<void> {
    const request = await prepare();
    if (this.hasEnded) return;
    const process = await start({
      output: (text) => this.watcher.output(text),
      message: (message) => this.receive(message),
      died: (reason) => this.fail(new Error(reason)),
    });
    if (this.hasEnded) return process.dispose();
    this.process = process;
    this.watcher.activity(l10n.t('Starting Python…'));
    this.watchSilence();
    process.send({ type: 'run', ...request });
    for (const order of this.early.splice(0)) process.send({ type: 'order', id: this.id, order });
  }

  /** Orders from before the process was there. */
  private readonly early: RunOrder[] = [];

  private async order(order: RunOrder): Promise<void> {
    if (this.hasEnded || this.over) return;
    if (this.process) this.process.send({ type: 'order', id: this.id, order });
    else this.early.push(order);
  }

  private receive(message: FromProbe): void {
    this.watchSilence();
    if (message.type === 'alive') {
      if (!this.begun) this.watcher.activity(activityText(message.phase, message.seconds));
      return;
    }
    this.heard();
    switch (message.type) {
      case 'started':
        void this.beforeBegin().then(this.resolveStarted);
        return;
      case 'update':
        if (!this.begun) this.watcher.activity(undefined);
        this.begun = true;
        this.listener.update(updateFromProbe(message.update, this.request.experiment));
        // Its weights are asked for while the process lives, which then ends.
        if (isActive(message.update.status)) return;
        this.over = true;
        this.handed = this.askWeights();
        void this.handed.then(() => this.finish('release'));
        return;
      case 'weights':
        this.asked[0]?.gathered.add({ parts: message.parts, next: 0 });
        if (message.last) this.answerWeights();
        return;
      case 'error':
        return this.fail(new RunRefused(problemText(message)));
    }
  }

  /** Nothing more will come of it. */
  private fail(error: Error): void {
    if (this.hasEnded) return;
    const { begun, over } = this;
    this.finish();
    if (!begun) this.rejectStarted(error);
    else if (!over) this.listener.lost(error.message);
  }

  private finish(end: 'dispose' | 'release' = 'dispose'): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearTimeout(this.silence);
    this.watcher.activity(undefined);
    this.process?.[end]();
    // What has come whole is there to use.
    while (this.asked.length > 0) this.answerWeights();
    this.resolveEnded();
  }

  private askWeights(): Promise<TrialWeights[]> {
    return new Promise((done) => {
      this.asked.push({ gathered: new GatheredWeights(), done });
      this.process?.send({ type: 'weights', id: this.id });
    });
  }

  private answerWeights(): void {
    const first = this.asked.shift();
    first?.done(first.gathered.weights);
  }

  private async giveUp(): Promise<void> {
    this.dispose();
  }

  private async askToStop(): Promise<void> {
    // Should it have to be ended, the weights of before are here.
    this.handed ??= this.askWeights();
    await this.order('stop');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.finish();
        resolve();
      }, stopDeadline);
      this.heard = () => void timer.refresh();
      void this.ended.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private watchSilence(): void {
    if (this.silence === undefined)
      this.silence = setTimeout(() => {
        this.silence = undefined;
        this.watcher.activity(
          l10n.t(
            'The Python process has not responded for {0} seconds. Its code may be in a long call; Stop ends it.',
            silenceTold / 1000,
          ),
        );
        this.wasSilent = true;
      }, silenceTold);
    else this.silence.refresh();
    if (this.wasSilent) this.watcher.activity(undefined);
    this.wasSilent = false;
  }

  private wasSilent = false;
}

function activityText(phase: ProbePhase, seconds: number): string {
  const time = Math.floor(seconds);
  switch (phase) {
    case 'importing':
      return l10n.t('Importing the model ({0} s)…', time);
    case 'data':
      return l10n.t('Reading the data ({0} s)…', time);
    case 'building':
      return l10n.t('Building the model ({0} s)…', time);
    case 'checking':
      return l10n.t('Checking the model ({0} s)…', time);
    default:
      return l10n.t('Starting Python…');
  }
}
